"""How accurate the model is on reviews that nobody labelled, with the error of that estimate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sentiment.records import Filters, Interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentiment.models.stated_estimation import StatedEstimation
    from sentiment.storage.confidences import GroupConfidences
    from sentiment.storage.database import Database

By = Literal["language", "market"]


@dataclass(frozen=True)
class EstimatedAccuracy:
    """The accuracy to be expected on the ``n`` scored reviews of ``group`` ("" not known).

    ``estimate`` (0..1) carries the error that such estimates had where labels are known;
    ``labelled`` is the accuracy measured where reviews of the group have truth, else None.
    ``sentence`` says both in words, without the group's name.
    """

    group: str
    estimate: Interval
    n: int
    labelled: Interval | None
    sentence: str


def estimated_accuracy(
    database: Database,
    *,
    filters: Filters | None = None,
    by: By = "language",
    truths: Sequence[str] | None = None,
) -> list[EstimatedAccuracy]:
    """Estimates for the groups of ``by``, the largest first, by the active model's method.

    Empty where nothing is scored, and for models that state no error of estimates, as those of the
    hub: see :func:`active_estimation`. ``truths`` are the kinds of truth that ``labelled`` rests
    on, by default all. Raises :class:`sentiment.errors.UsageError` for another grouping.
    """
    from sentiment.evaluation.confusion import confusion_quality
    from sentiment.records import TRUTHS
    from sentiment.storage.confidences import read_confidences
    from sentiment.storage.confusion import confusion_tables

    filters = filters or Filters()
    stated = active_estimation(database)
    if stated is None:
        return []
    threshold = stated.methods["average threshold"].threshold
    groups = read_confidences(database, by=by, threshold=threshold, filters=filters)
    tables = confusion_tables(database, filters=filters, by=by, truths=truths or TRUTHS)
    results = []
    for group in sorted(groups, key=lambda group: (-group.n, group.group)):
        table = tables.get(group.group)
        labelled = None if table is None else confusion_quality(table).accuracy
        estimate = estimate_group(group, stated)
        results.append(
            EstimatedAccuracy(
                group=group.group,
                estimate=estimate,
                n=group.n,
                labelled=labelled,
                sentence=_sentence(estimate, labelled, stated),
            )
        )
    return results


def active_estimation(database: Database) -> StatedEstimation | None:
    """What the model whose scores are shown states about such estimates.

    None where no model is active and for models that state nothing. Raises
    :class:`sentiment.errors.ModelError` where the file is damaged.
    """
    from sentiment.models.catalogue import find_estimation
    from sentiment.storage.predictions import active_model

    identity = active_model(database)
    return find_estimation(identity) if identity else None


def estimate_group(group: GroupConfidences, stated: StatedEstimation) -> Interval:
    """The estimate of one group by the stated method, with its interval."""
    from sentiment.evaluation.accuracy_estimation import estimate_interval, estimated_accuracy_of

    if stated.method == "average threshold":
        value = group.sure / group.n
    else:
        value = estimated_accuracy_of(group.expected)
    return estimate_interval(value, n=group.n, spread=stated.error.spread, groups=stated.groups)


def _sentence(estimate: Interval, labelled: Interval | None, stated: StatedEstimation) -> str:
    off = 100 * stated.error.mean_absolute
    where = " of sources that the model never saw" if stated.unseen else ""
    told = (
        f"Estimated to be right on {estimate.value:.0%} ({estimate.low:.0%} to "
        f"{estimate.high:.0%}) of {estimate.n:,} reviews; not measured: estimated from how sure "
        f"the model is. On {stated.groups} labelled test sets{where}, in {stated.languages} "
        f"languages, such estimates were off by {off:.0f} points on average."
    )
    if labelled is None:
        return told
    return (
        f"{told} Measured on {labelled.n:,} of them with known truth: {labelled.value:.0%} "
        f"({labelled.low:.0%} to {labelled.high:.0%})."
    )
