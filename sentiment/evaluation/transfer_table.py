"""Train in one language, test in another: the table, and what crossing a language costs.

The cross-lingual transfer gap is how much better a model does in a language it was trained
in than in others (Hu et al. 2020, XTREME, section 5). Here every language is trained in
once, so that the gap is the mean of the diagonal minus that of all other cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentiment.evaluation.confusion import CLASSES, interval_of, macro_f1_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from sentiment.records import Interval

RESAMPLES = 1_000


@dataclass(frozen=True)
class TransferTable:
    """Macro-F1 with 95 % intervals: ``macro_f1[i][j]`` trained in language i, tested in j.

    ``same`` is the mean of the diagonal, ``cross`` that of all other cells, ``gap`` their
    difference. ``lost_from[i]`` is what a model trained in language i loses, its own
    language minus the mean of the others; ``lost_in[j]`` what language j loses where the model
    was trained in another one, on average over those.
    """

    languages: tuple[str, ...]
    macro_f1: tuple[tuple[Interval, ...], ...]
    same: Interval
    cross: Interval
    gap: Interval
    lost_from: tuple[Interval, ...]
    lost_in: tuple[Interval, ...]


def tabulate_transfer(
    labels: Mapping[str, NDArray[np.integer]],
    predicted: Mapping[tuple[str, str], NDArray[np.integer]],
    *,
    languages: Sequence[str],
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> TransferTable:
    """The table of what was ``predicted`` (n of j,) for language j by training in language i.

    ``predicted`` is keyed by (i, j), ``labels`` (n of j,) by j; two languages at least.
    Intervals come from drawing the test texts of each language with replacement, the same
    texts for all training languages: figures on the same texts rise and fall together, and
    so the gap is known better than the cells.
    """
    if len(languages) < 2:
        raise ValueError(f"Transfer needs two languages at least, got {list(languages)}.")
    random = np.random.default_rng(seed)
    columns = [
        _draws_of_column(
            labels[test], [predicted[train, test] for train in languages], resamples, random
        )
        for test in languages
    ]
    cells = np.stack(columns, axis=2)  # (1 + resamples, trained in, tested in)
    ns = [len(labels[test]) for test in languages]
    own = np.eye(len(languages), dtype=bool)
    diagonal = cells[:, own]
    others = np.where(own, 0.0, cells)
    from_each = diagonal - others.sum(axis=2) / (len(languages) - 1)
    in_each = diagonal - others.sum(axis=1) / (len(languages) - 1)
    same, cross = diagonal.mean(axis=1), cells[:, ~own].mean(axis=1)
    total = sum(ns)

    def measured(draws: NDArray[np.float64], n: int) -> Interval:
        return interval_of(float(draws[0]), draws[1:], n=n)

    size = range(len(languages))
    return TransferTable(
        languages=tuple(languages),
        macro_f1=tuple(tuple(measured(cells[:, i, j], ns[j]) for j in size) for i in size),
        same=measured(same, total),
        cross=measured(cross, total),
        gap=measured(same - cross, total),
        lost_from=tuple(measured(from_each[:, i], total) for i in size),
        lost_in=tuple(measured(in_each[:, j], ns[j]) for j in size),
    )


def _draws_of_column(
    labels: NDArray[np.integer],
    predicted: Sequence[NDArray[np.integer]],
    resamples: int,
    random: np.random.Generator,
) -> NDArray[np.float64]:
    """Macro-F1 (1 + resamples, training languages) on one test set; the first is not drawn."""
    n = len(labels)
    drawn = random.multinomial(n, np.full(n, 1 / n), size=resamples)
    weights = np.vstack([np.ones((1, n)), drawn])
    figures = []
    for answers in predicted:
        cells = np.zeros((n, CLASSES * CLASSES))
        cells[np.arange(n), np.asarray(labels) * CLASSES + np.asarray(answers)] = 1
        figures.append(macro_f1_of((weights @ cells).reshape(-1, CLASSES, CLASSES)))
    return np.stack(figures, axis=1)
