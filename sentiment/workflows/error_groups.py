"""What the reviews that the model gets wrong have in common, in kinds that can be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentiment.errors import UsageError
from sentiment.evaluation.error_kind_counts import count_kinds
from sentiment.evaluation.error_kinds import KINDS, JudgedText, kinds_of
from sentiment.records import SENTIMENTS, TRUTHS, UNDETERMINED, Filters

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from sentiment.evaluation.error_kind_counts import KindCount
    from sentiment.storage.confusion_cells import JudgedReview
    from sentiment.storage.database import Database

MOST_REVIEWS = 20_000


@dataclass(frozen=True)
class ErrorGroups:
    """Of ``considered`` reviews with a truth, ``errors`` are wrong; ``kinds`` counts them.

    A review can be of several kinds; ``of_no_kind`` errors are of none.
    """

    model_id: str | None
    considered: int
    errors: int
    of_no_kind: int
    kinds: tuple[KindCount, ...]


@dataclass(frozen=True)
class KindPage:
    """Some of the errors of one kind, and how many there are in all."""

    reviews: list[JudgedReview]
    total: int


def error_groups(
    database: Database, *, filters: Filters | None = None, truths: Sequence[str] = TRUTHS
) -> ErrorGroups:
    """Every kind of errors with its counts, the one with most errors first.

    At most 20,000 reviews are considered, spread evenly. Raises
    :class:`sentiment.errors.UsageError` for an unknown truth.
    """
    from sentiment.storage.predictions import active_model

    texts = _texts(_arrays(database, filters, truths))
    wrong = [text for text in texts if text.predicted != text.truth]
    return ErrorGroups(
        model_id=active_model(database),
        considered=len(texts),
        errors=len(wrong),
        of_no_kind=sum(not kinds_of(text) for text in wrong),
        kinds=count_kinds(texts),
    )


def errors_of_kind(
    database: Database,
    *,
    kind: str,
    filters: Filters | None = None,
    truths: Sequence[str] = TRUTHS,
    limit: int = 20,
    offset: int = 0,
) -> KindPage:
    """The errors of one kind that :func:`error_groups` counts, those most confident first.

    Raises :class:`sentiment.errors.UsageError` for an unknown kind or truth.
    """
    from sentiment.storage.judging import judged_reviews_of

    holds = next((known.holds for known in KINDS if known.name == kind), None)
    if holds is None:
        names = ", ".join(known.name for known in KINDS)
        raise UsageError(f"There is no kind of errors '{kind}'.", hint=f"Choose from: {names}.")
    rows = _arrays(database, filters, truths)
    numbers = rows.column("review_no").to_pylist()
    found = [
        (number, text)
        for number, text in zip(numbers, _texts(rows), strict=True)
        if text.predicted != text.truth and holds(text)
    ]
    found.sort(key=lambda pair: (-max(pair[1].probabilities), pair[0]))
    shown = found[offset : offset + limit]
    chosen = {number: (text.truth, text.truth_from) for number, text in shown}
    return KindPage(judged_reviews_of(database, chosen), len(found))


def kinds_of_review(judged: JudgedReview) -> tuple[str, ...]:
    """The names of the kinds that one review is of; none where it has no text or score."""
    review = judged.review
    chances = (review.p_negative, review.p_neutral, review.p_positive)
    if review.text is None or None in chances:
        return ()
    negative, neutral, positive = (chance or 0.0 for chance in chances)
    return kinds_of(
        JudgedText(
            text=review.text,
            language=review.language or UNDETERMINED,
            truth=SENTIMENTS.index(judged.truth),
            probabilities=(negative, neutral, positive),
            stars=review.stars,
            truth_from=judged.truth_from,
            language_uncertain=bool(review.language_uncertain),
        )
    )


def _arrays(database: Database, filters: Filters | None, truths: Sequence[str]) -> pa.Table:
    from sentiment.storage.truth_arrays import truth_arrays

    return truth_arrays(database, filters=filters or Filters(), truths=truths, limit=MOST_REVIEWS)


def _texts(rows: pa.Table) -> list[JudgedText]:
    return [
        JudgedText(
            text=row["text"],
            language=row["language"] or UNDETERMINED,
            truth=row["truth"],
            probabilities=(row["p_negative"], row["p_neutral"], row["p_positive"]),
            stars=row["stars"],
            truth_from=row["truth_from"],
            language_uncertain=bool(row["language_uncertain"]),
        )
        for row in rows.to_pylist()
    ]
