"""How good a packed model is, and what each step on the way to it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.models.embedded import load_embedded
from sentiment.models.precision import fastest_precision
from sentiment.training.abstain_thresholds import choose_abstain_bands
from sentiment.training.held_out import (
    BENCHMARK,
    Predict,
    measure_quality,
    quality_by_language,
    score_rows,
)
from sentiment.training.model_card import DefaultQuality
from sentiment.training.packing import compare_probabilities
from sentiment.training.targets import compare_with_targets
from sentiment.training.unseen_sources import judge_unseen

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from sentiment.training.packing import PackedModel

_COMPARED = 200


def judge_packed(
    packed: PackedModel,
    *,
    dev: pd.DataFrame,
    test: pd.DataFrame,
    unseen: pd.DataFrame,
    reference: Predict,
    trained_on: Collection[str],
    reviews: Collection[str],
) -> DefaultQuality:
    """Measure the model in the folder of ``packed``.

    Abstain thresholds are chosen on ``dev``; figures are those of ``test`` and of
    ``unseen`` (rows of :func:`sentiment.training.unseen_sources.read_unseen`).
    ``reference`` is the unpacked float32 model; ``trained_on`` are languages and
    ``reviews`` sources.
    """
    folder = packed.folder
    default = load_embedded(folder)
    exact = load_embedded(folder, precision="float32", leave_early=False, merge=False)
    scored_dev, scored_test = score_rows(default.predict, dev), score_rows(default.predict, test)
    held_out = measure_quality(scored_test, reviews=reviews)
    dev_benchmark = dev[dev["source"] == BENCHMARK]
    dev_quality = quality_by_language(score_rows(exact.predict, dev_benchmark))
    accuracies = judge_unseen(score_rows(default.predict, unseen), unseen["graded"].to_numpy(bool))

    sample = test.loc[test["source"] == BENCHMARK, "text"].tolist()[:_COMPARED]
    plain = exact.predict(sample)
    merged = load_embedded(folder, precision="float32", leave_early=False).predict(sample)
    rounded = load_embedded(folder, leave_early=False).predict(sample)
    return DefaultQuality(
        held_out=held_out,
        dev=dev_quality,
        bands=choose_abstain_bands(scored_dev, scored_test, model_id=packed.model_id),
        unseen=accuracies,
        targets=compare_with_targets(
            held_out, dev=scored_dev, unseen=accuracies, trained_on=trained_on
        ),
        packing=compare_probabilities(plain, reference(sample)),
        merging=compare_probabilities(merged, plain),
        rounding=compare_probabilities(rounded, merged),
        leaving=compare_probabilities(default.predict(sample), rounded),
        precision=fastest_precision(),
    )
