"""What a model makes of the probes: by how much a word for a group moves its score.

The score of a text is P(positive) − P(negative), -1 to 1. Texts of one template say the same
with another word in it, so their scores are paired.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sentiment.evaluation.crossed_shifts import CrossedShift, crossed_shifts
from sentiment.evaluation.multiple_testing import benjamini_hochberg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from sentiment.evaluation.probe_cases import ProbeText
    from sentiment.records import Interval

ALL_LANGUAGES = ""
DECLARED_Q = 0.05
DECLARED_SIZE = 0.02  # of the score: two points, below which nobody would see it in shares


@dataclass(frozen=True)
class ProbeEffect:
    """How the texts with words for ``group`` differ from the same texts with other groups.

    ``language`` is "" for all languages together. ``shift`` is the mean paired difference of
    the score against the mean of the other groups, -2 to 2, with the group's number of texts.
    ``p`` is against none, ``q`` corrected (Benjamini and Hochberg) over all comparisons in
    single languages, or over all of languages together. ``dz`` is the difference in standard
    deviations of what the templates (all together: the languages) show; ``templates`` and
    ``words`` say how many there are. ``flipped`` of the texts have another label than most
    texts of their template with a word for another group. ``declared`` is set where
    q < 0.05 and the shift is two points or more.
    """

    language: str
    attribute: str
    group: str
    shift: Interval
    p: float
    q: float
    dz: float
    templates: int
    words: int
    flipped: float
    declared: bool


def probe_effects(texts: Sequence[ProbeText], chances: ArrayLike) -> tuple[ProbeEffect, ...]:
    """The effect of each group, by language and attribute, then of all languages together.

    ``chances`` are the probabilities of the three classes, (texts, 3). In one language both
    templates and words are taken for samples, see :mod:`sentiment.evaluation.crossed_shifts`;
    all together, languages and words are, each language weighing the same. An attribute of two
    groups has one effect, that of the group that comes first: the other's is its mirror image.
    """
    given = np.asarray(chances, np.float64)
    if given.shape != (len(texts), 3):
        raise ValueError(f"Expected chances of shape ({len(texts)}, 3), got {given.shape}.")
    scores = given[:, 2] - given[:, 0]
    flips = _flips(texts, labels=given.argmax(axis=1))
    by_part: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, text in enumerate(texts):
        by_part[text.language, text.attribute].append(index)
    single = [
        effect
        for (language, _), part in by_part.items()
        for effect in _effects(
            [texts[i] for i in part],
            scores=scores[part],
            flips=flips[part],
            language=language,
        )
    ]
    attributes = list(dict.fromkeys(text.attribute for text in texts))
    together = [
        effect
        for attribute in attributes
        for part in [[i for i, text in enumerate(texts) if text.attribute == attribute]]
        for effect in _effects(
            [texts[i] for i in part],
            scores=scores[part],
            flips=flips[part],
            language=ALL_LANGUAGES,
        )
    ]
    return (*_corrected(single), *_corrected(together))


def _effects(
    texts: Sequence[ProbeText],
    *,
    scores: NDArray[np.float64],
    flips: NDArray[np.bool_],
    language: str,
) -> list[ProbeEffect]:
    """The effects of one attribute; rows are templates, or languages where all are meant."""
    rows = [text.template if language else text.language for text in texts]
    words = [(text.group, text.position) for text in texts]
    columns = list(dict.fromkeys(words))
    groups = list(dict.fromkeys(group for group, _ in columns))
    if len(groups) < 2:
        return []
    shifts = crossed_shifts(
        _mean_table(rows, words, columns=columns, scores=scores),
        groups=[groups.index(group) for group, _ in columns],
    )
    effects = []
    for group, shift in zip(groups[: 1 if len(groups) == 2 else None], shifts, strict=False):
        mine = np.array([text.group == group for text in texts])
        templates = {(t.language, t.template) for t in texts if t.group == group}
        if shift is not None:
            effects.append(
                _effect(
                    shift,
                    language=language,
                    attribute=texts[0].attribute,
                    group=group,
                    n=int(mine.sum()),
                    templates=len(templates),
                    flipped=float(flips[mine].mean()),
                )
            )
    return effects


def _effect(
    shift: CrossedShift,
    *,
    language: str,
    attribute: str,
    group: str,
    n: int,
    templates: int,
    flipped: float,
) -> ProbeEffect:
    return ProbeEffect(
        language=language,
        attribute=attribute,
        group=group,
        shift=replace(shift.difference, n=n),
        p=shift.p,
        q=shift.p,
        dz=shift.dz,
        templates=templates,
        words=shift.words,
        flipped=flipped,
        declared=False,
    )


def _mean_table(
    rows: Sequence[object],
    words: Sequence[tuple[str, int]],
    *,
    columns: Sequence[tuple[str, int]],
    scores: NDArray[np.float64],
) -> NDArray[np.float64]:
    """The mean score of each row and word; ``nan`` where a row lacks the word."""
    row_of = {row: number for number, row in enumerate(dict.fromkeys(rows))}
    column_of = {column: number for number, column in enumerate(columns)}
    at = ([row_of[row] for row in rows], [column_of[word] for word in words])
    sums, counts = (np.zeros((len(row_of), len(column_of))) for _ in range(2))
    np.add.at(sums, at, scores)
    np.add.at(counts, at, 1)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)


def _flips(texts: Sequence[ProbeText], *, labels: NDArray[np.int_]) -> NDArray[np.bool_]:
    """Whether each text has another label than most of its template's other groups give it.

    Where two labels are as frequent, neither counts as another.
    """
    counted: dict[tuple[str, int], NDArray[np.int_]] = {}
    own: dict[tuple[str, int, str], NDArray[np.int_]] = {}
    for text, label in zip(texts, labels, strict=True):
        template = (text.language, text.template)
        counted.setdefault(template, np.zeros(3, int))[label] += 1
        own.setdefault((*template, text.group), np.zeros(3, int))[label] += 1
    flipped = []
    for text, label in zip(texts, labels, strict=True):
        template = (text.language, text.template)
        others = counted[template] - own[(*template, text.group)]
        flipped.append(others[label] < others.max())
    return np.array(flipped, bool)


def _corrected(effects: Sequence[ProbeEffect]) -> list[ProbeEffect]:
    qs = benjamini_hochberg([effect.p for effect in effects])
    return [
        replace(
            effect,
            q=q,
            declared=q < DECLARED_Q and abs(effect.shift.value) >= DECLARED_SIZE,
        )
        for effect, q in zip(effects, qs, strict=True)
    ]
