"""Measure how far estimates without labels are off, on texts that do have labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentiment.errors import TrainingError
from sentiment.evaluation.accuracy_estimation import (
    METHODS,
    measure_estimation_error,
    summarise_errors,
)
from sentiment.models.stated_estimation import MethodError, StatedEstimation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from sentiment.evaluation.accuracy_estimation import EstimationError, Method
    from sentiment.evaluation.benchmark_table import Part
    from sentiment.training.labelled_sets import LabelledSet

FEWEST = 50  # labelled texts of a group: fewer say more about chance than about the estimate
FEWEST_UNSEEN = 10
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
    groups = [_name(one) for one in sets for _ in one.texts]
    languages = [one.language for one in sets for _ in one.texts]
    return {
        method: measure_estimation_error(
            together, labels, groups=groups, languages=languages, method=method
        )
        for method in METHODS
    }


def over_part(
    errors: Mapping[Method, EstimationError], *, sets: Sequence[LabelledSet], part: Part
) -> dict[Method, EstimationError]:
    """The same errors over the groups of ``part`` alone; empty where it has none."""
    names = {_name(one) for one in sets if one.part == part}
    if not names:
        return {}
    return {
        method: summarise_errors(
            [group for group in error.groups if group.group in names],
            method=method,
            threshold=error.threshold,
        )
        for method, error in errors.items()
    }


def state_estimation(
    model_id: str, errors: Mapping[Method, EstimationError], *, sets: Sequence[LabelledSet]
) -> StatedEstimation:
    """What is kept beside the weights: the error on sources that the model never saw.

    There it is larger than on test splits of what it was trained on, and an estimate is asked
    for where the model has seen nothing. Where fewer than ten such groups were measured, the
    error over all of them. The method with the smaller mean absolute error is used.
    """
    unseen = over_part(errors, sets=sets, part="never seen")
    enough = bool(unseen) and len(unseen[METHODS[0]].groups) >= FEWEST_UNSEEN
    stated = unseen if enough else errors
    used = [one for one in sets if one.part == "never seen" or not enough]
    return StatedEstimation(
        model_id=model_id,
        method=min(stated, key=lambda method: stated[method].mean_absolute),
        groups=len(used),
        languages=len({one.language for one in used}),
        texts=sum(len(one.texts) for one in used),
        unseen=enough,
        methods={
            method: MethodError(
                mean_absolute=round(error.mean_absolute, _DIGITS),
                bias=round(error.bias, _DIGITS),
                spread=round(error.spread, _DIGITS),
                threshold=round(error.threshold, _DIGITS),
            )
            for method, error in stated.items()
        },
    )


def _name(one: LabelledSet) -> str:
    return f"{one.source} {one.language}"
