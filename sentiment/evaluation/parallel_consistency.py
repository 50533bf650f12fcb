"""The same words in several languages: does the model answer them alike?

What is compared are texts of one parallel id, which say the same in each language. Every id
weighs the same, and ids are what is drawn in a bootstrap, because versions of one text are
not independent of each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, TypedDict

import numpy as np

from sentiment.evaluation.confusion import CLASSES, RESAMPLES
from sentiment.evaluation.intervals import TOO_FEW, wilson
from sentiment.evaluation.paired_shifts import (
    TestedShift,
    bootstrap_interval,
    mean_shifts,
    shifts_in_rows,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    from sentiment.records import Interval

ONE_LANGUAGE = "ids with one language only"
TOO_FEW_SHARED = f"languages with fewer than {TOO_FEW} shared ids"
SAME_ID_AND_LANGUAGE = "texts averaged with another of their id and language"
TWO_TRUTHS = "ids of which the labels contradict each other"
UNKNOWN, CONTRADICTED = -1, -2


@dataclass(frozen=True)
class LanguageConsistency:
    """One language against the other versions of its ``n`` texts.

    ``shift`` is the mean of its score, P(positive) − P(negative) in −1..1, minus the mean score
    of the text's versions in all languages. ``flipped`` is the share of texts with another
    label than most other versions have (or than the reference language has: then the
    reference itself has none, None), ``flip_shift`` that share against the mean of the
    texts' versions. Where truth is known: ``accuracy``, its shift, and of the flips the shares
    that were ``made_wrong`` (the others were right) and ``made_right`` (the others were wrong).
    """

    language: str
    shift: TestedShift
    flipped: Interval | None
    flip_shift: TestedShift | None
    accuracy: Interval | None = None
    accuracy_shift: TestedShift | None = None
    made_wrong: Interval | None = None
    made_right: Interval | None = None

    @property
    def n(self) -> int:
        """How many ids have a text in this language and in another."""
        return self.shift.difference.n


@dataclass(frozen=True)
class LanguagePair:
    """Two languages on the ids that both have: ``shift`` of the score, ``first`` − ``other``.

    ``different`` is the share of ids with two labels.
    """

    first: str
    other: str
    shift: TestedShift
    different: Interval


@dataclass(frozen=True)
class OverallConsistency:
    """All languages together.

    ``disagreement`` is the chance that two versions of a text, drawn at random, get different
    labels; ``not_alike`` the share of ids with more than one label; ``spread`` the mean standard
    deviation of the score among a text's versions (0..1). ``truths`` ids have a known label.
    """

    ids: int
    texts: int
    languages: int
    disagreement: Interval
    not_alike: Interval
    spread: Interval
    truths: int = 0


@dataclass(frozen=True)
class Consistency:
    """The answer: ``languages`` by their shift, the lowest first; ``pairs`` of all of them.

    ``overall`` is None where no two languages share texts enough. ``left_out`` counts what
    was not compared, by reason; ``too_few`` has the shared ids of each language that was not.
    """

    overall: OverallConsistency | None
    languages: tuple[LanguageConsistency, ...]
    pairs: tuple[LanguagePair, ...]
    reference: str | None
    left_out: Mapping[str, int]
    too_few: Mapping[str, int]


def parallel_consistency(
    ids: Sequence[str],
    languages: Sequence[str],
    *,
    chances: ArrayLike,
    truth: Sequence[int | None] | None = None,
    reference: str | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Consistency:
    """How alike the probabilities ``chances`` (n, 3) of parallel texts are.

    Texts of the same id and language are averaged. Languages that share fewer than ten ids with
    others, and ids with one language, are left out and counted. ``truth`` is the class of each
    text, None where it is not known; one of an id holds for all its versions.
    Shares of one language or pair have Wilson's interval, as each id counts once there; all else
    is drawn again by id, and tested by flipping signs: :mod:`sentiment.evaluation.paired_shifts`.
    """
    table = np.asarray(chances, np.float64)
    if table.shape != (len(ids), CLASSES) or len(languages) != len(ids):
        raise ValueError(
            f"Expected as many languages as ids ({len(ids)}) and probabilities of shape "
            f"({len(ids)}, {CLASSES}), got {len(languages)} and {table.shape}."
        )
    cube, names, keys, left_out = _arrange(ids, languages, table)
    present = ~np.isnan(cube[:, :, 0])
    rows, columns, dropped = _comparable(present)
    too_few = {names[j]: count for j, count in dropped.items()}
    left_out |= {
        ONE_LANGUAGE: int((present.sum(axis=1) == 1).sum()),
        TOO_FEW_SHARED: len(too_few),
    }
    cube, names = cube[np.ix_(rows, columns)], [names[j] for j in columns]
    known = _truth_of([keys[i] for i in rows], ids=ids, truth=truth)
    left_out[TWO_TRUTHS] = int((known == CONTRADICTED).sum())
    left_out = {reason: count for reason, count in left_out.items() if count}
    if len(names) < 2:
        return Consistency(None, (), (), reference, left_out, too_few)
    known = np.where(known < 0, UNKNOWN, known)
    scores = cube[:, :, 2] - cube[:, :, 0]
    labels = np.where(np.isnan(scores), -1, np.nan_to_num(cube, nan=0.0).argmax(axis=2))
    return Consistency(
        overall=_overall(labels, scores, known, resamples=resamples, seed=seed),
        languages=_languages(
            cube, scores, labels, known, names, reference=reference, resamples=resamples, seed=seed
        ),
        pairs=_pairs(scores, labels, names, resamples=resamples, seed=seed),
        reference=reference,
        left_out=left_out,
        too_few=too_few,
    )


def _arrange(
    ids: Sequence[str], languages: Sequence[str], table: NDArray[np.float64]
) -> tuple[NDArray[np.float64], list[str], list[str], dict[str, int]]:
    """The mean probabilities as (ids, languages, 3), ``nan`` where an id lacks a language."""
    keys, rows = np.unique(np.asarray(ids, dtype=object).astype(str), return_inverse=True)
    names, columns = np.unique(np.asarray(languages, dtype=object).astype(str), return_inverse=True)
    sums = np.zeros((len(keys), len(names), CLASSES))
    counts = np.zeros((len(keys), len(names)))
    np.add.at(sums, (rows, columns), table)
    np.add.at(counts, (rows, columns), 1)
    with np.errstate(invalid="ignore"):
        cube = np.where(counts[:, :, None] > 0, sums / counts[:, :, None], np.nan)
    return (
        cube,
        names.tolist(),
        keys.tolist(),
        {SAME_ID_AND_LANGUAGE: int(counts[counts > 1].sum())},
    )


def _comparable(
    present: NDArray[np.bool_],
) -> tuple[NDArray[np.int64], NDArray[np.int64], dict[int, int]]:
    """Rows and columns of which each row has two cells or more, each column ten or more.

    The third are the columns left out, with how many rows they shared with others.
    """
    dropped: dict[int, int] = {}
    columns = np.arange(present.shape[1])
    at_first = present[present.sum(axis=1) >= 2].sum(axis=0)
    while True:
        rows = np.flatnonzero(present[:, columns].sum(axis=1) >= 2)
        shared = present[np.ix_(rows, columns)].sum(axis=0)
        if not len(columns) or shared.min() >= TOO_FEW:
            return rows, columns, dropped
        fewest = int(shared.argmin())
        dropped[int(columns[fewest])] = int(at_first[columns[fewest]])
        columns = np.delete(columns, fewest)


def _truth_of(
    keys: Sequence[str], *, ids: Sequence[str], truth: Sequence[int | None] | None
) -> NDArray[np.int64]:
    """The class of each id, :data:`UNKNOWN` or :data:`CONTRADICTED`."""
    found: dict[str, int] = {}
    for key, label in zip(ids, truth if truth is not None else (), strict=truth is not None):
        if label is not None:
            found[str(key)] = label if found.get(str(key), label) == label else CONTRADICTED
    return np.array([found.get(key, UNKNOWN) for key in keys], np.int64)


def _overall(
    labels: NDArray[np.int64],
    scores: NDArray[np.float64],
    known: NDArray[np.int64],
    *,
    resamples: int,
    seed: int,
) -> OverallConsistency:
    present = labels >= 0
    versions = present.sum(axis=1)
    counts = np.stack([(labels == label).sum(axis=1) for label in range(CLASSES)], axis=1)
    alike = (counts * (counts - 1)).sum(axis=1) / (versions * (versions - 1))
    mixed = int((counts.max(axis=1) < versions).sum())
    return OverallConsistency(
        ids=len(labels),
        texts=int(present.sum()),
        languages=labels.shape[1],
        disagreement=bootstrap_interval(1 - alike, resamples=resamples, seed=seed),
        not_alike=wilson(mixed, len(labels)),
        spread=bootstrap_interval(np.nanstd(scores, axis=1), resamples=resamples, seed=seed),
        truths=int((known >= 0).sum()),
    )


def _languages(
    cube: NDArray[np.float64],
    scores: NDArray[np.float64],
    labels: NDArray[np.int64],
    known: NDArray[np.int64],
    names: list[str],
    *,
    reference: str | None,
    resamples: int,
    seed: int,
) -> tuple[LanguageConsistency, ...]:
    others = _expected(
        cube, labels, reference=names.index(reference) if reference in names else None
    )
    compared = (labels >= 0) & (others >= 0)
    flipped = np.where(compared, labels != others, np.nan).astype(np.float64)
    shifts = shifts_in_rows(scores, resamples=resamples, seed=seed)
    flips: Sequence[TestedShift | None] = [None] * len(names)
    if reference not in names:
        flips = shifts_in_rows(flipped, resamples=resamples, seed=seed)
    right = np.where((labels >= 0) & (known >= 0)[:, None], labels == known[:, None], np.nan)
    rows, columns, _ = _comparable(~np.isnan(right))
    judged: dict[int, TestedShift] = {}
    if len(columns) >= 2:
        found = shifts_in_rows(right[np.ix_(rows, columns)], resamples=resamples, seed=seed)
        judged = dict(zip(columns.tolist(), found, strict=True))
    answers = []
    for j, name in enumerate(names):
        count = int(compared[:, j].sum())
        answers.append(
            LanguageConsistency(
                language=name,
                shift=shifts[j],
                flipped=wilson(int(np.nansum(flipped[:, j])), count) if count else None,
                flip_shift=flips[j],
                **_against_truth(
                    labels[:, j],
                    others[:, j],
                    known,
                    flipped=flipped[:, j] == 1,
                    tested=judged.get(j),
                ),
            )
        )
    return tuple(sorted(answers, key=lambda one: (one.shift.difference.value, one.language)))


class _Judged(TypedDict):
    accuracy: Interval | None
    accuracy_shift: TestedShift | None
    made_wrong: Interval | None
    made_right: Interval | None


def _against_truth(
    labels: NDArray[np.int64],
    others: NDArray[np.int64],
    known: NDArray[np.int64],
    *,
    flipped: NDArray[np.bool_],
    tested: TestedShift | None,
) -> _Judged:
    """What is said of one language where truth is known; None throughout where it is not."""
    judged, changed = (labels >= 0) & (known >= 0), flipped & (known >= 0)
    right, flips = int((judged & (labels == known)).sum()), int(changed.sum())
    wronged = int((changed & (others == known)).sum())
    righted = int((changed & (labels == known)).sum())
    return {
        "accuracy": wilson(right, int(judged.sum())) if tested else None,
        "accuracy_shift": tested,
        "made_wrong": wilson(wronged, flips) if tested and flips else None,
        "made_right": wilson(righted, flips) if tested and flips else None,
    }


def _expected(
    cube: NDArray[np.float64], labels: NDArray[np.int64], *, reference: int | None
) -> NDArray[np.int64]:
    """The label that each version is held against, (ids, languages); -1 where there is none.

    It is the one that most other versions of the text have; where two have as many, the one
    that is more probable on average among them.
    """
    present = labels >= 0
    if reference is not None:
        against = np.where(present, labels[:, [reference]], -1)
        against[:, reference] = -1
        return against
    votes = (labels[:, :, None] == np.arange(CLASSES)).astype(np.float64)
    of_others = votes.sum(axis=1, keepdims=True) - votes
    chances = np.nan_to_num(cube, nan=0.0)
    sums = chances.sum(axis=1, keepdims=True) - chances
    versions = np.maximum(present.sum(axis=1) - 1, 1)[:, None, None]
    against = (of_others + 0.5 * sums / versions).argmax(axis=2)
    return np.where(present, against, -1)


def _pairs(
    scores: NDArray[np.float64],
    labels: NDArray[np.int64],
    names: list[str],
    *,
    resamples: int,
    seed: int,
) -> tuple[LanguagePair, ...]:
    present = labels >= 0
    chosen = [
        (a, b)
        for a, b in combinations(range(len(names)), 2)
        if (present[:, a] & present[:, b]).sum() >= TOO_FEW
    ]
    if not chosen:
        return ()
    gaps = np.stack([scores[:, a] - scores[:, b] for a, b in chosen], axis=1)
    shifts = mean_shifts(gaps, resamples=resamples, seed=seed)
    pairs = []
    for (a, b), shift in zip(chosen, shifts, strict=True):
        both = present[:, a] & present[:, b]
        unlike = int((both & (labels[:, a] != labels[:, b])).sum())
        pairs.append(LanguagePair(names[a], names[b], shift, wilson(unlike, int(both.sum()))))
    return tuple(pairs)
