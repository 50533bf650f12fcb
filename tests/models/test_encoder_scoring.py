import pytest
import torch

from sentiment.models.encoder_scoring import EncoderScorer, EncoderSizes
from sentiment.models.packed_weights import read_packed
from tests.models.reference import transformers_model

SIZES = EncoderSizes(layers=2, heads=2, epsilon=1e-12)


@pytest.fixture
def padded():
    torch.manual_seed(0)
    ids = torch.randint(4, 30, (5, 12))
    mask = torch.arange(12) < torch.tensor([[12], [3], [7], [2], [12]])
    return torch.where(mask, ids, 1), mask


def test_float32_gives_what_transformers_gives(packed, padded):
    opened = read_packed(packed.folder / "model.safetensors")
    ids, mask = padded
    with torch.inference_mode():
        expected = transformers_model(packed.folder)(input_ids=ids, attention_mask=mask.long())
        found = EncoderScorer(opened, sizes=SIZES).logits(ids, mask)
    assert expected.logits.std() > 0.1
    torch.testing.assert_close(found, expected.logits, atol=1e-4, rtol=1e-4)


def test_without_padding_no_mask_is_needed(packed, padded):
    scorer = EncoderScorer(read_packed(packed.folder / "model.safetensors"), sizes=SIZES)
    ids, _ = padded
    with torch.inference_mode():
        alone = scorer.logits(ids[:1])
        masked = scorer.logits(ids[:1], torch.ones(1, 12, dtype=torch.bool))
    torch.testing.assert_close(alone, masked, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("precision", ["int8", "bfloat16"])
def test_the_fast_formats_stay_near(packed, padded, precision):
    opened = read_packed(packed.folder / "model.safetensors")
    ids, mask = padded
    with torch.inference_mode():
        exact = EncoderScorer(opened, sizes=SIZES).logits(ids, mask)
        fast = EncoderScorer(opened, sizes=SIZES, precision=precision).logits(ids, mask)
    assert fast.dtype == torch.float32
    assert 0 < (fast - exact).abs().max() < 0.15 * exact.abs().max()
