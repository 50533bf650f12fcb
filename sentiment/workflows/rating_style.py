"""Which groups of customers use the stars differently for words alike, in sentences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sentiment.evaluation.intervals import TOO_FEW
from sentiment.evaluation.rating_style import FEWEST_REVIEWS, RatingStyle, rating_styles
from sentiment.evaluation.reading_bias import reading_biases
from sentiment.language.group_names import is_unknown
from sentiment.records import Filters
from sentiment.workflows.rating_sentences import (
    PICKED,
    style_findings,
    style_unsaid,
)

if TYPE_CHECKING:
    from sentiment.evaluation.findings import Finding
    from sentiment.records import Interval
    from sentiment.storage.database import Database


@dataclass(frozen=True)
class RatedReviews:
    """How many ``reviews`` there are, how many have stars, and how many stars and a score.

    ``used`` of the ``rated`` ones are in the groups: those of which the group is known, in
    groups that are large enough, and of very many an even sample.
    """

    reviews: int
    starred: int
    rated: int
    used: int


@dataclass(frozen=True)
class RatingStyleAnswer:
    """The rating style of each group of ``by``, the largest first, and what it comes to.

    ``overall`` counts the reviews. Where there is nothing to compare, ``groups`` is empty and
    ``unsaid`` says why. ``model_id`` is None where nothing is scored. ``readings`` tell of the
    groups with enough answers of people how much kinder than people the model reads their texts,
    beside what is usual over groups (:func:`sentiment.evaluation.reading_bias.reading_biases`).
    """

    model_id: str | None
    by: str
    overall: RatedReviews
    groups: tuple[RatingStyle, ...]
    findings: tuple[Finding, ...]
    unsaid: tuple[str, ...]
    readings: tuple[tuple[str, Interval], ...] = ()

    @property
    def compared(self) -> int:
        """How many groups tell what is usual, to which gaps are relative."""
        large = sum(style.n >= FEWEST_REVIEWS for style in self.groups)
        return large if large >= 2 else len(self.groups)


def rating_style(
    database: Database, *, by: str, filters: Filters | None = None
) -> RatingStyleAnswer:
    """The rating styles of the groups of ``by`` (a grouping, also "column:NAME").

    At most 100,000 reviews are used: small groups whole, of the largest an even sample, always
    the same. Raises :class:`sentiment.errors.UsageError` for what is no grouping.
    """
    import numpy as np

    from sentiment.storage.predictions import active_model
    from sentiment.storage.rating_arrays import (
        count_rated,
        even_limit,
        rating_arrays,
        reading_tables,
    )

    filters = filters or Filters()
    counts = count_rated(database, by=by, filters=filters)
    # Reviews picked by their stars or their score say nothing about how one goes with the other.
    picked = bool(filters.stars or filters.sentiments or filters.confidence or filters.disagree)
    known = [one for one in counts if one.rated >= TOO_FEW and not is_unknown(one.group, by=by)]
    styles: tuple[RatingStyle, ...] = ()
    if len(known) > 1 and not picked:
        arrays = rating_arrays(
            database,
            by=by,
            filters=filters,
            most_a_group=even_limit(one.rated for one in known),
        )
        meant = np.isin(arrays["name"].to_numpy(), [one.group for one in known])
        arrays = arrays.filter(meant)
        columns = [arrays[name].to_numpy() for name in ("p_negative", "p_neutral", "p_positive")]
        styles = rating_styles(
            arrays["stars"].to_numpy(),
            np.stack(columns, axis=1),
            groups=arrays["name"].to_pylist(),
            products=arrays["product"].to_pylist() if by != "product" else [None] * len(arrays),
        )
    overall = RatedReviews(
        reviews=sum(one.reviews for one in counts),
        starred=sum(one.starred for one in counts),
        rated=sum(one.rated for one in counts),
        used=sum(style.n for style in styles),
    )
    labelled = {
        group: table
        for group, table in reading_tables(database, by=by, filters=filters).items()
        if styles and not is_unknown(group, by=by)
    }
    readings = tuple(sorted(reading_biases(labelled).items()))
    answer = RatingStyleAnswer(active_model(database), by, overall, styles, (), (), readings)
    sizes = {group: int(table.sum()) for group, table in labelled.items()}
    return replace(
        answer,
        findings=style_findings(answer),
        unsaid=(PICKED,) if picked else tuple(style_unsaid(answer, counts, labelled=sizes)),
    )
