"""The embedded model says on every machine what it said when it was packed.

Frozen are float32 probabilities through all layers. Beside them every number format that
this CPU has is held to its bound: rounding in float32 is the machines' own; bfloat16 has
8 bits, and int8 rounds what flows between the layers to 7 bits, so that they differ more
from float32 than one machine from another. A text near an early exit's confidence may
leave there or not by such a difference; what that changes is held to the labels.

After a new model was packed: ``python benchmarks/freeze_examples.py``.
"""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import torch

from sentiment.models.embedded import load_embedded

FROZEN = json.loads(Path(__file__).with_name("frozen_examples.json").read_text(encoding="utf-8"))
TEXTS = [example["text"] for example in FROZEN["examples"]]
CHANCES = np.array([example["chances"] for example in FROZEN["examples"]])

# Largest and mean difference of a text from float32. Measured: bfloat16 0.014 and 0.0015 (490
# test texts, polytone-2); int8, on these examples, 0.103 and 0.010 (polytone-2), 0.071 and 0.011
# (polytone-3).
BOUNDS = {"float32": (0.01, 0.001), "bfloat16": (0.03, 0.005), "int8": (0.15, 0.02)}
OTHER_LABELS = 0.10
QUANTIZED = {"x86", "fbgemm"} & set(torch.backends.quantized.supported_engines)
PRECISIONS = ["float32", "bfloat16", *(["int8"] if QUANTIZED else [])]


@cache
def exact():
    return load_embedded(precision="float32", leave_early=False)


@cache
def said(precision, leave_early):
    if precision == "float32" and not leave_early:
        return exact().predict(TEXTS)
    return load_embedded(precision=precision, leave_early=leave_early).predict(TEXTS)


def test_the_examples_are_of_the_shipped_model():
    assert exact().model_id == FROZEN["model_id"]
    assert len(TEXTS) >= 40
    assert len({example["language"] for example in FROZEN["examples"]}) >= 15


@pytest.mark.parametrize("precision", PRECISIONS)
def test_rounding_stays_within_its_bound(precision):
    apart = np.abs(said(precision, False) - CHANCES).max(axis=1)
    largest, mean = BOUNDS[precision]
    assert apart.max() < largest, TEXTS[int(apart.argmax())]
    assert apart.mean() < mean


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_neither_threads_nor_neighbours_matter_in_float32(threads):
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        some = list(range(0, len(TEXTS), 4))[::-1]
        found = exact().predict([TEXTS[number] for number in some])
    finally:
        torch.set_num_threads(before)
    assert np.abs(found - CHANCES[some]).max() < 0.01


@pytest.mark.parametrize("precision", PRECISIONS)
def test_leaving_early_seldom_changes_the_label(precision):
    labels = said(precision, True).argmax(axis=1)
    assert (labels != CHANCES.argmax(axis=1)).mean() <= OTHER_LABELS
