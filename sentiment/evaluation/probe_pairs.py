"""The texts behind a probe's effects: where one word moved the score most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from sentiment.evaluation.probe_cases import ProbeText


@dataclass(frozen=True)
class ProbePair:
    """Two texts of one template, with the lowest and the highest score of their groups.

    Scores are P(positive) − P(negative), -1 to 1; labels are 0, 1, 2.
    """

    lower: ProbeText
    higher: ProbeText
    lower_score: float
    higher_score: float
    lower_label: int
    higher_label: int

    @property
    def difference(self) -> float:
        """How far the scores are apart, 0 to 2."""
        return self.higher_score - self.lower_score


def widest_pairs(
    texts: Sequence[ProbeText], chances: ArrayLike, *, limit: int = 10
) -> tuple[ProbePair, ...]:
    """The widest pair of each template, the widest of all first, at most ``limit``.

    ``chances`` are (texts, 3). A single pair may be a single word's doing: what holds of a
    group is said by :func:`sentiment.evaluation.probes.probe_effects`.
    """
    given = np.asarray(chances, np.float64).reshape(-1, 3)
    scores, labels = given[:, 2] - given[:, 0], given.argmax(axis=1)
    templates: dict[tuple[str, int], list[int]] = {}
    for index, text in enumerate(texts):
        templates.setdefault((text.language, text.template), []).append(index)
    pairs = []
    for part in templates.values():
        low = min(part, key=lambda i: scores[i])
        rivals = [i for i in part if texts[i].group != texts[low].group]
        if not rivals:
            continue
        high = max(rivals, key=lambda i: scores[i])
        pairs.append(
            ProbePair(
                texts[low],
                texts[high],
                float(scores[low]),
                float(scores[high]),
                int(labels[low]),
                int(labels[high]),
            )
        )
    return tuple(sorted(pairs, key=lambda pair: -pair.difference)[:limit])
