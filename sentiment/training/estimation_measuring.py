"""Measure how far estimates without labels are off, on texts that do have labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentiment.errors import TrainingError
from sentiment.evaluation.accuracy_estimation import METHODS, measure_estimation_error
from sentiment.models.stated_estimation import MethodError, StatedEstimation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from sentiment.evaluation.accuracy_estimation import EstimationError, Method
    from sentiment.training.labelled_sets import LabelledSet

FEWEST = 50  # labelled texts of a group: fewer say more about chance than about the estimate
_DIGITS = 4


def usable_sets(sets: Sequence[LabelledSet]) -> list[LabelledSet]:
    """The sets with all three classes and texts enough.

    From sets without neutral texts these were left out or never asked for, so that the accuracy
    among three classes is not what it would be where they occur.
    """
    return [one for one in sets if one.classes == 3 and len(one.labels) >= FEWEST]


def measure_methods(
    sets: Sequence[LabelledSet], chances: Sequence[NDArray[np.float32]]
) -> dict[Method, EstimationError]:
    """The error of each method over ``sets`` with the ``chances`` (n of the set, 3) of a model.

    A group is a source in a language, because that is what an estimate will be asked for: one
    shop's reviews in one language. Raises :class:`TrainingError` for fewer than three sets.
    """
    if len(sets) < 3:
        raise TrainingError(
            f"Only {len(sets)} test sets have three classes and {FEWEST} texts; 3 are needed.",
            hint="Name a folder with more labelled sources.",
        )
    together = np.vstack(chances)
    labels = np.concatenate([one.labels for one in sets])
    groups = [f"{one.source} {one.language}" for one in sets for _ in one.texts]
    languages = [one.language for one in sets for _ in one.texts]
    return {
        method: measure_estimation_error(
            together, labels, groups=groups, languages=languages, method=method
        )
        for method in METHODS
    }


def state_estimation(
    model_id: str, errors: Mapping[Method, EstimationError], *, sets: Sequence[LabelledSet]
) -> StatedEstimation:
    """What is kept beside the weights; the method with the smaller mean absolute error is used."""
    return StatedEstimation(
        model_id=model_id,
        method=min(errors, key=lambda method: errors[method].mean_absolute),
        groups=len(sets),
        languages=len({one.language for one in sets}),
        texts=sum(len(one.texts) for one in sets),
        methods={
            method: MethodError(
                mean_absolute=round(error.mean_absolute, _DIGITS),
                bias=round(error.bias, _DIGITS),
                spread=round(error.spread, _DIGITS),
                threshold=round(error.threshold, _DIGITS),
            )
            for method, error in errors.items()
        },
    )
