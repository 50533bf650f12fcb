"""The embedded models say on every machine what they said when they were packed.

Frozen are float32 probabilities through all layers. Beside them every number format that
this CPU has is held to its bound: rounding in float32 is the machines' own; bfloat16 has
8 bits, and int8 rounds what flows between the layers to 7 bits (8 with VNNI), so that they
differ more from float32 than one machine from another. A text near an early exit's
confidence may leave there or not by such a difference; what that changes is held to the labels.

After a new model was packed: ``python benchmarks/freeze_examples.py``.
"""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import torch

from sentiment.models.catalogue import EMBEDDED
from sentiment.models.embedded import load_embedded
from sentiment.models.precision import multiplies_int8

FROZEN = json.loads(Path(__file__).with_name("frozen_examples.json").read_text(encoding="utf-8"))
TEXTS = [example["text"] for example in FROZEN["examples"]]
CHANCES = {name: np.array(frozen["chances"]) for name, frozen in FROZEN["models"].items()}

# Largest and mean difference of a text from float32. Measured on these examples: bfloat16 0.006
# and 0.001 (polytone-5), 0.007 and 0.002 (fast); int8 with VNNI 0.037 and 0.006, 0.057 and 0.006;
# without it 0.053 and 0.011 (polytone-4), 0.087 and 0.011 (fast).
BOUNDS = {"float32": (0.01, 0.001), "bfloat16": (0.03, 0.005), "int8": (0.15, 0.02)}
OTHER_LABELS = 0.10
PRECISIONS = ["float32", "bfloat16", *(["int8"] if multiplies_int8() else [])]


@pytest.fixture(params=EMBEDDED)
def name(request):
    return request.param


@cache
def exact(name):
    return load_embedded(EMBEDDED[name](), precision="float32", leave_early=False)


@cache
def said(name, precision, leave_early):
    if precision == "float32" and not leave_early:
        return exact(name).predict(TEXTS)
    model = load_embedded(EMBEDDED[name](), precision=precision, leave_early=leave_early)
    return model.predict(TEXTS)


def test_the_examples_are_of_the_shipped_model(name):
    assert exact(name).model_id == FROZEN["models"][name]["model_id"]


def test_the_examples_are_many_and_in_many_languages():
    assert len(TEXTS) >= 40
    assert len({example["language"] for example in FROZEN["examples"]}) >= 15


@pytest.mark.parametrize("precision", PRECISIONS)
def test_rounding_stays_within_its_bound(name, precision):
    apart = np.abs(said(name, precision, False) - CHANCES[name]).max(axis=1)
    largest, mean = BOUNDS[precision]
    assert apart.max() < largest, TEXTS[int(apart.argmax())]
    assert apart.mean() < mean


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_neither_threads_nor_neighbours_matter_in_float32(name, threads):
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        some = list(range(0, len(TEXTS), 4))[::-1]
        found = exact(name).predict([TEXTS[number] for number in some])
    finally:
        torch.set_num_threads(before)
    assert np.abs(found - CHANCES[name][some]).max() < 0.01


@pytest.mark.parametrize("precision", PRECISIONS)
def test_leaving_early_seldom_changes_the_label(name, precision):
    labels = said(name, precision, True).argmax(axis=1)
    assert (labels != CHANCES[name].argmax(axis=1)).mean() <= OTHER_LABELS
