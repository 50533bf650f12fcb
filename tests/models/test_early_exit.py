from dataclasses import replace

import pytest
import torch

from sentiment.models.early_exit import attentive_mean, early_exits
from sentiment.models.encoder_scoring import EncoderScorer, EncoderSizes
from sentiment.models.packed_weights import read_packed

SIZES = EncoderSizes(layers=2, heads=2, epsilon=1e-12)


@pytest.fixture
def opened(packed):
    return read_packed(packed.folder / "model.safetensors")


@pytest.fixture
def with_exit(opened):
    """The tiny model with an exit after its first layer, left from ``confidence`` on."""
    torch.manual_seed(2)
    head = torch.randn(3, 32) / 10

    def make(confidence):
        exits = {
            "exit_heads.1.weight": head,
            "exit_heads.1.bias": torch.tensor([0.0, 0.5, 0.0]),
            "exit_confidences": torch.tensor([[1.0, confidence]]),
        }
        return replace(opened, others={**opened.others, **exits})

    return make


@pytest.fixture
def batch():
    torch.manual_seed(0)
    mask = torch.arange(12) < torch.tensor([[12], [3], [7], [2], [12], [9]])
    return torch.where(mask, torch.randint(4, 30, (6, 12)), 1), mask


def logits(weights, batch, **options):
    with torch.inference_mode():
        return EncoderScorer(weights, sizes=SIZES, **options).logits(*batch)


def test_everyone_leaves_where_no_certainty_is_asked_for(with_exit, batch):
    weights = with_exit(0.0)
    found = logits(weights, batch)
    alone = [logits(weights, (ids[None, : m.sum()], None)) for ids, m in zip(*batch, strict=True)]
    torch.testing.assert_close(found, torch.cat(alone), atol=1e-5, rtol=1e-4)
    assert (found - logits(weights, batch, leave_early=False)).abs().max() > 0.1


def test_only_the_sure_ones_leave_and_the_others_are_not_touched_by_it(with_exit, batch):
    everyone, nobody = logits(with_exit(0.0), batch), logits(with_exit(1.0), batch)
    sureness = everyone.softmax(dim=-1).amax(dim=-1)
    middle = float(sureness.sort().values[2:4].mean())
    found = logits(with_exit(middle), batch)
    sure = sureness >= middle
    assert sure.sum() == 3
    torch.testing.assert_close(found[sure], everyone[sure])
    torch.testing.assert_close(found[~sure], nobody[~sure], atol=1e-5, rtol=1e-4)


def test_short_texts_do_not_leave_where_they_may_not(with_exit, batch):
    weights = with_exit(0.0)
    ways_out = torch.tensor([[1.0, 0.0, 8.0]])
    longer_only = replace(weights, others={**weights.others, "exit_confidences": ways_out})
    found, everyone, nobody = (logits(w, batch) for w in (longer_only, weights, with_exit(1.0)))
    long = batch[1].sum(dim=1) >= 8
    assert 0 < long.sum() < len(long)
    torch.testing.assert_close(found[long], everyone[long], atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(found[~long], nobody[~long], atol=1e-5, rtol=1e-4)


def test_the_masks_shrink_with_the_batch(with_exit, batch):
    ids, _ = batch
    weights = with_exit(0.6)
    together = logits(weights, (ids, torch.ones_like(ids, dtype=torch.bool)))
    torch.testing.assert_close(together, logits(weights, (ids, None)), atol=1e-5, rtol=1e-4)


def test_leaving_early_can_be_switched_off(with_exit, opened, batch):
    torch.testing.assert_close(
        logits(with_exit(0.0), batch, leave_early=False), logits(opened, batch)
    )


def test_an_exit_that_is_never_taken_is_left_out(with_exit, opened):
    assert set(early_exits(with_exit(0.9).others)) == {1}
    assert early_exits(with_exit(2.0).others) == {}
    assert early_exits(opened.others) == {}


def test_a_query_of_zeros_is_the_plain_mean_and_another_prefers_what_points_its_way():
    hidden = torch.tensor([[[1.0, 0.0], [3.0, 0.0], [0.0, 9.0]]])
    mask = torch.tensor([[True, True, False]])
    plain = attentive_mean(hidden, mask, query=torch.zeros(2))
    torch.testing.assert_close(plain, torch.tensor([[2.0, 0.0]]))
    drawn = attentive_mean(hidden, mask, query=torch.tensor([5.0, 0.0]))
    torch.testing.assert_close(drawn, torch.tensor([[3.0, 0.0]]), atol=1e-3, rtol=0)
