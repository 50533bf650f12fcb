"""Where the model errs: confusion by group, the reviews of a cell, errors of the language.

Figures are about current reviews that the active model has scored and that have a class
that is taken for true: people's annotations first, then the file's own labels, then stars
(:mod:`sentiment.storage.truth`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentiment.evaluation.confusion import confusion_quality
from sentiment.evaluation.intervals import difference, wilson
from sentiment.reading.known_profiles import source_domains
from sentiment.records import SENTIMENTS, TRUTHS, Filters, Interval
from sentiment.workflows.calibrating import calibration as calibration

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from sentiment.evaluation.confusion import ConfusionQuality
    from sentiment.storage.confusion_cells import CellOrder, JudgedReview
    from sentiment.storage.confusion_groups import Grouping
    from sentiment.storage.database import Database
    from sentiment.storage.truth import TruthCounts

MOST_GROUPS = 100
SURE_STATES = ("agrees", "undeclared")
LANGUAGE_STATES = (*SURE_STATES, "uncertain", "differs", "")


@dataclass(frozen=True)
class ConfusionAnswer:
    """The confusion of all reviews together and of each group, the largest first.

    ``left_out`` are sentences that say which reviews are in no table, and why. Grouped by
    model, the groups stand on the reviews that all models have scored. ``model_id`` is None
    where nothing is scored yet; tables of nobody have figures of ``nan``.
    """

    model_id: str | None
    truth_counts: TruthCounts
    overall: ConfusionQuality
    groups: tuple[ConfusionQuality, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class CellPage:
    """Some of the reviews that a cell counts, and how many it counts in all."""

    reviews: list[JudgedReview]
    total: int


@dataclass(frozen=True)
class LanguagePart:
    """The reviews of which the language is in one ``state``, and how often the model is right.

    ``state`` is "agrees" (sure of the language, and the file declares the same),
    "undeclared" (sure, the file declares none), "uncertain", "differs" (from the declared
    language) or "" (not identified). ``share`` is their share of all, ``share_of_errors``
    that of all errors. ``against_sure`` is their accuracy minus that of the sure ones
    ("agrees" and "undeclared" together); None for these, and where one of the two is empty.
    """

    state: str
    accuracy: Interval
    errors: int
    share: Interval
    share_of_errors: Interval
    against_sure: Interval | None


@dataclass(frozen=True)
class LanguageSplit:
    """Errors with a doubtful language told apart from those with a sure one.

    ``parts`` in the order of :class:`LanguagePart`, without empty ones.
    """

    model_id: str | None
    sure: Interval
    doubtful: Interval
    parts: tuple[LanguagePart, ...]


def confusion(
    database: Database,
    *,
    filters: Filters | None = None,
    by: Grouping | None = None,
    truths: Sequence[str] = TRUTHS,
) -> ConfusionAnswer:
    """The confusion tables of the groups of ``by`` with their figures and intervals.

    Without reviews, scores or truth the tables are empty. Raises
    :class:`sentiment.errors.UsageError` for an unknown grouping or truth.
    """
    from sentiment.storage.confusion import confusion_tables
    from sentiment.storage.confusion_groups import checked_grouping
    from sentiment.storage.predictions import active_model
    from sentiment.storage.truth import count_truths

    filters = filters or Filters()
    checked_grouping(by)
    counts = count_truths(database, filters=filters, truths=truths)
    grouped = confusion_tables(
        database, filters=filters, by=by, truths=truths, domains=source_domains()
    )
    if by is None or by == "model":
        together = confusion_tables(database, filters=filters, truths=truths)
    else:
        together = grouped
    tables = sorted(grouped.items(), key=lambda item: (-int(item[1].sum()), item[0]))
    tables = tables if by else []
    shown = tables[:MOST_GROUPS]
    return ConfusionAnswer(
        model_id=active_model(database),
        truth_counts=counts,
        overall=confusion_quality(_sum(together.values())),
        groups=tuple(confusion_quality(table, group=name) for name, table in shown),
        left_out=tuple(_left_out(counts, by, tables)),
    )


def cell(
    database: Database,
    *,
    truth: str,
    predicted: str,
    filters: Filters | None = None,
    by: Grouping | None = None,
    group: str | None = None,
    truths: Sequence[str] = TRUTHS,
    order: CellOrder = "most confident",
    limit: int = 20,
    offset: int = 0,
) -> CellPage:
    """The reviews of one cell, those first of which the model is most sure.

    ``truth`` and ``predicted`` are names of sentiments, ``group`` is one of ``by``; without
    it the cell is that of all reviews. Raises :class:`sentiment.errors.UsageError` for
    an unknown sentiment, grouping, truth or order.
    """
    from sentiment.storage.confusion_cells import Cell, count_cell, find_cell

    filters = filters or Filters()
    asked = Cell(truth, predicted, by, group, tuple(truths), source_domains())
    return CellPage(
        find_cell(database, asked, filters=filters, order=order, limit=limit, offset=offset),
        count_cell(database, asked, filters=filters),
    )


def language_split(
    database: Database, *, filters: Filters | None = None, truths: Sequence[str] = TRUTHS
) -> LanguageSplit:
    """How often the model is right where the language is sure, uncertain, or not the declared one.

    Where it is much less often right, errors may be of the language and not of the
    sentiment. Wilson's intervals; differences by Newcombe's method.
    """
    from sentiment.storage.confusion import confusion_tables
    from sentiment.storage.predictions import active_model

    tables = confusion_tables(
        database, filters=filters or Filters(), by="language check", truths=truths
    )
    counted = {state: (int(table.trace()), int(table.sum())) for state, table in tables.items()}
    right = sum(hits for hits, _ in counted.values())
    total = sum(n for _, n in counted.values())
    sure = _accuracy(counted[state] for state in SURE_STATES if state in counted)
    doubtful = _accuracy(counts for state, counts in counted.items() if state not in SURE_STATES)
    return LanguageSplit(
        model_id=active_model(database),
        sure=sure,
        doubtful=doubtful,
        parts=tuple(
            LanguagePart(
                state=state,
                accuracy=wilson(hits, n),
                errors=n - hits,
                share=wilson(n, total),
                share_of_errors=wilson(n - hits, total - right),
                against_sure=None
                if state in SURE_STATES or not sure.n
                else difference(wilson(hits, n), sure),
            )
            for state in LANGUAGE_STATES
            if state in counted
            for hits, n in [counted[state]]
        ),
    )


def _accuracy(counted: Iterable[tuple[int, int]]) -> Interval:
    pairs = list(counted)
    return wilson(sum(hits for hits, _ in pairs), sum(n for _, n in pairs))


def _sum(tables: Iterable[NDArray[np.int64]]) -> NDArray[np.int64]:
    import numpy as np

    return sum(tables, np.zeros((len(SENTIMENTS),) * 2, np.int64))


def _left_out(
    counts: TruthCounts, by: str | None, tables: Sequence[tuple[str, NDArray[np.int64]]]
) -> Iterator[str]:
    """Which reviews with a text are in no table, and why."""
    if counts.undecided:
        yield (
            f"{_reviews(counts.undecided)} left out because people call "
            f"{'it' if counts.undecided == 1 else 'them'} mixed or cannot tell."
        )
    if counts.without:
        yield f"{_reviews(counts.without)} left out without any truth to compare with."
    if counts.known > counts.scored:
        waiting = counts.known - counts.scored
        yield f"{_reviews(waiting)} left out because no model has scored them yet."
    if by == "model" and len(tables) > 1:
        shared = int(tables[0][1].sum())
        yield f"Models are compared on the {shared:,} reviews that all {len(tables)} have scored."
    if len(tables) > MOST_GROUPS:
        yield f"The {MOST_GROUPS} largest of {len(tables):,} groups are shown."


def _reviews(count: int) -> str:
    return "1 review is" if count == 1 else f"{count:,} reviews are"
