from dataclasses import replace

import pytest
import torch

from sentiment.models.encoder_scoring import EncoderScorer, EncoderSizes
from sentiment.models.packed_weights import read_packed
from sentiment.models.token_merging import merge_layers, merge_pairs

SIZES = EncoderSizes(layers=2, heads=2, epsilon=1e-12)


def column(*values):
    return torch.tensor(values, dtype=torch.float32)[None, :, None]


def test_neighbours_become_their_mean_and_the_first_token_stays():
    hidden, mask = merge_pairs(column(9, 1, 3, 10, 20), None)
    assert hidden.flatten().tolist() == [9, 2, 15]
    assert mask is None


def test_a_last_token_without_a_neighbour_stays_as_it_is():
    assert merge_pairs(column(9, 1, 3, 7), None)[0].flatten().tolist() == [9, 2, 7]


@pytest.mark.parametrize("length", [1, 2])
def test_a_text_that_is_too_short_stays(length):
    hidden = torch.arange(float(length))[None, :, None]
    torch.testing.assert_close(merge_pairs(hidden, None)[0], hidden)


@pytest.mark.parametrize("width", [6, 7, 8])
@pytest.mark.parametrize("length", [1, 2, 3, 4, 5, 6])
def test_padding_changes_nothing(length, width):
    torch.manual_seed(length)
    text, padding = torch.randn(1, length, 4), torch.randn(1, width - length, 4)
    alone, _ = merge_pairs(text, None)
    mask = torch.arange(width)[None] < length
    hidden, kept = merge_pairs(torch.cat([text, padding], dim=1), mask)
    assert kept is not None
    assert kept.shape == hidden.shape[:2]
    torch.testing.assert_close(hidden[kept][None], alone)


@pytest.fixture
def merging(packed):
    opened = read_packed(packed.folder / "model.safetensors")
    return replace(opened, others={**opened.others, "merge_after": torch.tensor([1.0])})


def test_a_model_says_where_it_merges(merging, packed):
    assert merge_layers(merging.others) == {1}
    assert merge_layers(read_packed(packed.folder / "model.safetensors").others) == frozenset()


def test_a_text_in_a_batch_gets_what_it_gets_alone(merging):
    torch.manual_seed(0)
    lengths = [12, 3, 7, 2, 11]
    mask = torch.arange(12) < torch.tensor(lengths)[:, None]
    ids = torch.where(mask, torch.randint(4, 30, (5, 12)), 1)
    scorer = EncoderScorer(merging, sizes=SIZES)
    whole = EncoderScorer(merging, sizes=SIZES, merge=False)
    with torch.inference_mode():
        together = scorer.logits(ids, mask)
        alone = [scorer.logits(row[None, :n]) for row, n in zip(ids, lengths, strict=True)]
        unmerged = whole.logits(ids, mask)
    torch.testing.assert_close(together, torch.cat(alone), atol=1e-5, rtol=1e-4)
    assert (together - unmerged).abs().max() > 1e-3
