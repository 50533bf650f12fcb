import json
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from sentiment.errors import MissingExtraError, UsageError
from sentiment.models.embedded import load_embedded
from sentiment.models.encoder_scoring import EncoderScorer, EncoderSizes
from sentiment.models.openvino_scoring import OpenvinoScorer
from sentiment.models.packed_weights import read_packed

SIZES = EncoderSizes(layers=2, heads=2, epsilon=1e-12)
FROZEN = json.loads(Path(__file__).with_name("frozen_examples.json").read_text(encoding="utf-8"))


@pytest.fixture
def opened(packed):
    return read_packed(packed.folder / "model.safetensors")


@pytest.fixture
def deeper(opened):
    """Four layers out of the two, with exits after the second and the third."""
    torch.manual_seed(2)
    start = "bert.encoder.layer."

    def repeated(weights):
        others = {name: w for name, w in weights.items() if not name.startswith(start)}
        layers = {
            f"{start}{number}.{name.removeprefix(start).split('.', 1)[1]}": weight
            for number in range(4)
            for name, weight in weights.items()
            if name.startswith(f"{start}{number % 2}.")
        }
        return others | layers

    exits = {
        f"exit_heads.{layer}.{part}": value
        for layer in (2, 3)
        for part, value in {"weight": torch.randn(3, 32) / 8, "bias": torch.zeros(3)}.items()
    }
    exits["exit_confidences"] = torch.tensor([[2.0, 0.8, 4.0], [3.0, 0.8, 0.0]])
    return replace(
        opened,
        others=repeated(opened.others) | exits,
        matrices=repeated(opened.matrices),
    )


@pytest.fixture
def batch():
    torch.manual_seed(0)
    lengths = [12, 3, 7, 2, 12, 9, 5, 11]
    mask = torch.arange(12) < torch.tensor(lengths)[:, None]
    return torch.where(mask, torch.randint(4, 30, (len(lengths), 12)), 1), mask


def by_torch(weights, ids, mask=None, *, layers=2, **options):
    with torch.inference_mode():
        return EncoderScorer(weights, sizes=replace(SIZES, layers=layers), **options).logits(
            ids, mask
        )


def compile_graphs(weights, *, layers=2, **options):
    sizes = replace(SIZES, layers=layers)
    return OpenvinoScorer(weights, sizes=sizes, precision="float32", **options)


def assert_same(found, expected):
    assert expected.std() > 0.05
    torch.testing.assert_close(found, expected, atol=1e-4, rtol=1e-4)


@pytest.fixture
def scorer(opened):
    return compile_graphs(opened)


def test_it_gives_what_torch_gives_with_padding_and_without(scorer, opened, batch):
    ids, mask = batch
    full = ids[mask.all(dim=1)]
    with torch.inference_mode():
        assert_same(scorer.logits(ids, mask), by_torch(opened, ids, mask))
        assert_same(scorer.logits(full), by_torch(opened, full))


def test_one_text_of_any_length(scorer, opened):
    for width in (1, 2, 13, scorer.longest):
        text = torch.arange(4, 4 + width)[None] % 26
        with torch.inference_mode():
            assert_same(scorer.logits(text), by_torch(opened, text))


def test_texts_leave_where_they_leave_with_torch(deeper, batch):
    expected, whole = (by_torch(deeper, *batch, layers=4, leave_early=e) for e in (True, False))
    left = (whole - expected).abs().amax(dim=1) > 1e-3
    assert 0 < left.sum() < len(left)
    with torch.inference_mode():
        assert_same(compile_graphs(deeper, layers=4).logits(*batch), expected)
        found = compile_graphs(deeper, layers=4, leave_early=False).logits(*batch)
    assert_same(found, whole)


def test_a_batch_that_leaves_as_a_whole(deeper, batch):
    everyone = {"exit_confidences": torch.tensor([[2.0, 0.0, 0.0]])}
    weights = replace(deeper, others=deeper.others | everyone)
    with torch.inference_mode():
        found = compile_graphs(weights, layers=4).logits(*batch)
    assert_same(found, by_torch(weights, *batch, layers=4))


@pytest.mark.parametrize("leave_early", [True, False])
def test_tokens_merge_where_they_merge_with_torch(deeper, batch, leave_early):
    weights = replace(deeper, others=deeper.others | {"merge_after": torch.tensor([2.0, 3.0])})
    options = {"layers": 4, "leave_early": leave_early}
    expected = by_torch(weights, *batch, **options)
    assert (by_torch(weights, *batch, merge=False, **options) - expected).abs().max() > 1e-3
    with torch.inference_mode():
        assert_same(compile_graphs(weights, **options).logits(*batch), expected)


def test_bfloat16_stays_near_or_is_float32_where_the_cpu_has_none(opened, batch):
    expected = by_torch(opened, *batch)
    with torch.inference_mode():
        found = OpenvinoScorer(opened, sizes=SIZES, precision="bfloat16").logits(*batch)
    assert found.dtype == torch.float32
    assert (found - expected).abs().max() < 0.15 * expected.abs().max()


def test_threads_do_not_disturb_each_other(deeper, batch):
    ids, mask = batch
    scorer = compile_graphs(deeper, layers=4)

    def score(number):
        rows = torch.tensor([number % 8, (number * 3 + 1) % 8])
        with torch.inference_mode():
            return rows, scorer.logits(ids[rows], mask[rows])

    expected = by_torch(deeper, ids, mask, layers=4)
    with ThreadPoolExecutor(4) as pool:
        for rows, found in pool.map(score, range(48)):
            torch.testing.assert_close(found, expected[rows], atol=1e-4, rtol=1e-4)


def test_the_engine_changes_neither_the_answers_nor_the_identity(packed):
    texts = ["the food was good", "", "bad", "👍👍", "the food was good " * 30 + "bad " * 30]
    torch_model = load_embedded(packed.folder, precision="float32")
    model = load_embedded(packed.folder, precision="float32", engine="openvino")
    assert model.model_id == torch_model.model_id
    np.testing.assert_allclose(model.predict(texts), torch_model.predict(texts), atol=1e-5)


def test_the_shipped_model_says_what_it_said_when_it_was_packed():
    model = load_embedded(precision="float32", leave_early=False, engine="openvino")
    found = model.predict([example["text"] for example in FROZEN["examples"]])
    expected = np.array(FROZEN["models"]["polytone"]["chances"])
    assert model.model_id == FROZEN["models"]["polytone"]["model_id"]
    assert np.abs(found - expected).max() < 0.01


def test_int8_is_refused_and_nothing_else_is_tried(packed):
    with pytest.raises(UsageError, match=r"'float32' or 'bfloat16', not in 'int8'"):
        load_embedded(packed.folder, precision="int8", engine="openvino")


def test_where_the_extra_is_missing_the_install_line_is_said(packed, monkeypatch):
    monkeypatch.setitem(sys.modules, "openvino", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'polytone\[openvino\]'"):
        load_embedded(packed.folder, engine="openvino")
    assert load_embedded(packed.folder).predict(["good"]).shape == (1, 3)


def test_an_unknown_engine_is_refused(packed):
    with pytest.raises(UsageError, match=r"'onnx'.*torch or openvino"):
        load_embedded(packed.folder, engine="onnx")
