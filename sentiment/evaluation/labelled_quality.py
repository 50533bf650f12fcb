"""How good a model is on labelled reviews: confusion figures and calibration, by group.

``truth`` are classes 0, 1 and 2 of shape (n,), ``chances`` probabilities of shape (n, 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentiment.evaluation.calibration_error import calibration_error, calibration_error_by_chance
from sentiment.evaluation.confusion import ConfusionQuality, confusion_quality, confusion_table
from sentiment.evaluation.intervals import Reliability, reliability

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True)
class LabelledQuality:
    """The quality of one group of labelled reviews.

    ``calibration`` is the expected calibration error, 0..1, and ``by_chance`` what a
    perfectly calibrated model would stay below in 95 of 100 such groups; both are ``nan``
    without reviews.
    """

    confusion: ConfusionQuality
    calibration: float
    by_chance: float

    @property
    def group(self) -> str:
        """The name of the group, "" where it is not known or all are meant."""
        return self.confusion.group

    @property
    def n(self) -> int:
        """How many labelled reviews the group has."""
        return self.confusion.n

    @property
    def reliability(self) -> Reliability:
        """Whether the group is large enough to say something about it."""
        return reliability(self.n)


def labelled_quality(
    truth: NDArray[np.integer], chances: NDArray[np.floating], *, group: str = ""
) -> LabelledQuality:
    """The quality of the reviews as one group; the likeliest class is the answer."""
    table = confusion_table(truth, chances.argmax(axis=1))
    return LabelledQuality(
        confusion_quality(table, group=group),
        calibration_error(chances, truth),
        calibration_error_by_chance(chances),
    )


def quality_of_groups(
    truth: NDArray[np.integer], chances: NDArray[np.floating], *, groups: Sequence[str]
) -> tuple[LabelledQuality, ...]:
    """The quality of each group, in their order by name."""
    names = np.asarray(groups, dtype=object)
    return tuple(
        labelled_quality(truth[names == name], chances[names == name], group=name)
        for name in sorted(set(groups))
    )


def without_neutral(chances: NDArray[np.floating]) -> NDArray[np.float64]:
    """The same probabilities where neutral is no choice: negative and positive add up to 1.

    Where a model gave both nothing they are equal, and negative is the answer.

    >>> without_neutral(np.array([[0.25, 0.5, 0.25], [0.0, 1.0, 0.0]])).tolist()
    [[0.5, 0.0, 0.5], [0.5, 0.0, 0.5]]
    """
    poles = chances.astype(np.float64) * [1.0, 0.0, 1.0]
    sums = poles.sum(axis=1, keepdims=True)
    even = np.array([[0.5, 0.0, 0.5]])
    shares: NDArray[np.float64] = np.where(sums > 0, poles / np.where(sums > 0, sums, 1), even)
    return shares
