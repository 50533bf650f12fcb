"""What is taken for true of each review, and where it comes from.

The most trusted kind that a review has decides, of those that are asked for:

1. **annotation**: what people answered about this version of the text. The answer that
   most of them gave wins; of several as frequent, the one that was given last. Where
   "mixed" or "cannot tell" wins, the review has no class and counts as undecided: a less
   trusted kind does not speak for it.
2. **label**: the class that the file itself states.
3. **stars**: weak truth. Where only what was liked was written, positive; where only what
   was not liked, negative (Booking's two fields); else 1 and 2 stars are negative, 3
   neutral, 4 and 5 positive, rounded to whole stars.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sentiment.errors import UsageError
from sentiment.records import SENTIMENTS, TRUTHS
from sentiment.storage.filtering import ALL_REVIEWS, condition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentiment.records import Filters
    from sentiment.storage.database import Database

# Counted as a number, which is faster, and named afterwards.
TRUTH_NAME: Final = f"{list(TRUTHS)}[truth_from + 1]"
_CLASSES: Final = len(SENTIMENTS)

# The winning answer (0 to 4) of each annotated text.
_VERDICTS: Final = """
SELECT review_no, arg_max(answer, (votes, latest)) AS answer FROM (
    SELECT review_no, answer, count(*) AS votes, max(annotation_id) AS latest
    FROM annotations {which} GROUP BY review_no, answer
) GROUP BY review_no
"""
_ANY: Final = ""
# Answers about reviews that a person picked, perhaps because the model looked wrong, say
# nothing about how often it is.
_DRAWN: Final = "WHERE drawn"
_STARS: Final = """
CASE
    WHEN liked IS NOT NULL AND disliked IS NULL THEN 2
    WHEN disliked IS NOT NULL AND liked IS NULL THEN 0
    WHEN round(stars) <= 2 THEN 0
    WHEN round(stars) >= 4 THEN 2
    WHEN stars IS NOT NULL THEN 1
END::UTINYINT
"""
_VALUES: Final = {"annotation": "verdicts.answer", "label": "label", "stars": _STARS}
_JUDGED: Final = """
SELECT * EXCLUDE (answer_or_class),
    CASE WHEN answer_or_class < {classes} THEN answer_or_class END AS truth
FROM (
    SELECT {columns}, {value} AS answer_or_class, {kind} AS truth_from
    FROM reviews {joined} WHERE {condition} AND text IS NOT NULL
)
"""

_COUNT_TRUTHS: Final = """
SELECT
    count(*) FILTER (truth_from = 0 AND truth IS NOT NULL),
    count(*) FILTER (truth_from = 1),
    count(*) FILTER (truth_from = 2),
    count(*) FILTER (truth_from = 0 AND truth IS NULL),
    count(*) FILTER (truth_from IS NULL),
    count(*) FILTER (truth IS NOT NULL AND sentiment IS NOT NULL)
FROM ({judged})
"""


@dataclass(frozen=True)
class TruthCounts:
    """Of the current reviews with a text, how many have which truth.

    Each is counted once, under the most trusted kind it has: ``annotation``, ``label`` or
    ``stars``; ``undecided`` where people's verdict is no class ("mixed", "cannot tell"),
    ``without`` where there is no truth. ``scored`` of those with a class have been scored
    by the active model.
    """

    annotation: int
    label: int
    stars: int
    undecided: int
    without: int
    scored: int

    @property
    def known(self) -> int:
        """How many have a class that is taken for true."""
        return self.annotation + self.label + self.stars

    @property
    def reviews(self) -> int:
        """How many current reviews with a text there are."""
        return self.known + self.undecided + self.without


def judged_reviews(
    filters_condition: str,
    *,
    columns: str,
    truths: Sequence[str] = TRUTHS,
    drawn_only: bool = False,
) -> str:
    """A SELECT of the current reviews with a text that fulfil the condition, and their truth.

    It gives ``columns`` (expressions over ``reviews``), ``truth`` (0, 1, 2, or null where
    there is none or people left it undecided) and ``truth_from`` (the place of the kind in
    ``TRUTHS``, or null; ``TRUTH_NAME`` is its name). With ``drawn_only`` an annotation counts
    only where the review was drawn at random to be annotated. It names no values beyond those
    of the condition and the columns.
    """
    kinds = checked_truths(truths)
    whens = " ".join(
        f"WHEN {_VALUES[kind]} IS NOT NULL THEN {TRUTHS.index(kind)}" for kind in kinds
    )
    which = _DRAWN if drawn_only else _ANY
    return _JUDGED.format(
        columns=columns,
        classes=_CLASSES,
        value=f"coalesce({', '.join(_VALUES[kind] for kind in kinds)})",
        kind=f"(CASE {whens} END)::UTINYINT",
        joined=f"LEFT JOIN ({_VERDICTS.format(which=which)}) AS verdicts USING (review_no)"
        if "annotation" in kinds
        else "",
        condition=filters_condition,
    )


def checked_truths(truths: Sequence[str]) -> tuple[str, ...]:
    """``truths`` in the order of trust. Raises UsageError where one is unknown, or none given."""
    unknown = [kind for kind in truths if kind not in TRUTHS]
    if unknown or not truths:
        what = f"There is no truth '{unknown[0]}'." if unknown else "No truth was named."
        raise UsageError(what, hint=f"Choose from: {', '.join(TRUTHS)}.")
    return tuple(kind for kind in TRUTHS if kind in truths)


def count_truths(
    database: Database,
    *,
    filters: Filters = ALL_REVIEWS,
    truths: Sequence[str] = TRUTHS,
    drawn_only: bool = False,
) -> TruthCounts:
    """How many of the current reviews with a text that are meant have which of ``truths``.

    ``drawn_only`` is that of :func:`judged_reviews`.
    """
    chosen = condition(filters)
    query = _COUNT_TRUTHS.format(
        judged=judged_reviews(chosen.sql, columns="sentiment", truths=truths, drawn_only=drawn_only)
    )
    with database.cursor() as cursor:
        return TruthCounts(*cursor.execute(query, chosen.parameters).fetchall()[0])
