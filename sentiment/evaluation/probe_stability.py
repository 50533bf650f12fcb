"""How often any other word in a sentence changes the model's label, whatever its group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentiment.evaluation.paired_shifts import bootstrap_interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from sentiment.evaluation.probe_cases import ProbeText
    from sentiment.records import Interval


@dataclass(frozen=True)
class ProbeStability:
    """How a model's labels hold where only one word changes.

    ``disagreement`` is the share of pairs of texts of one template, with words for two groups,
    that get different labels: the mean over templates, which are its n. 0 means that no word
    changes a label. It is no bias by itself: a model can be moved by words at random.
    """

    attribute: str
    disagreement: Interval
    languages: int


def probe_stability(texts: Sequence[ProbeText], chances: ArrayLike) -> tuple[ProbeStability, ...]:
    """The stability by attribute, of two templates or more; ``chances`` are (texts, 3).

    The interval is from templates drawn with replacement.
    """
    labels = np.asarray(chances, np.float64).reshape(-1, 3).argmax(axis=1)
    tables: dict[str, dict[tuple[str, int], dict[str, np.ndarray]]] = {}
    for text, label in zip(texts, labels, strict=True):
        template = tables.setdefault(text.attribute, {}).setdefault(
            (text.language, text.template), {}
        )
        template.setdefault(text.group, np.zeros(3))[label] += 1
    return tuple(
        ProbeStability(
            attribute,
            bootstrap_interval([_disagreement(groups) for groups in templates.values()]),
            len({language for language, _ in templates}),
        )
        for attribute, templates in tables.items()
        if len(templates) > 1
    )


def _disagreement(groups: dict[str, np.ndarray]) -> float:
    """The share of pairs across groups with different labels."""
    counts = np.array(list(groups.values()))
    sums, ns = counts.sum(axis=0), counts.sum(axis=1)
    pairs = ns.sum() ** 2 - (ns**2).sum()
    alike = (sums**2).sum() - (counts**2).sum()
    return float(1 - alike / pairs) if pairs else 0.0
