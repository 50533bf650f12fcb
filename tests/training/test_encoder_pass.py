import pytest
import torch

from sentiment.models.encoder_scoring import EncoderScorer, EncoderSizes
from sentiment.models.packed_weights import read_packed, write_packed
from sentiment.models.word_embeddings import pack_words
from sentiment.training.early_exits import add_exit_heads
from sentiment.training.encoder import fresh_model
from sentiment.training.encoder_file import read_encoder_file
from sentiment.training.encoder_pass import all_logits, merge_after

IDS = torch.tensor([[0, 5, 6, 7, 8, 2], [0, 5, 9, 2, 1, 1]])
MASK = IDS != 1


@pytest.fixture
def model(encoder_path):
    return fresh_model(read_encoder_file(encoder_path), pieces=20, seed=1).eval()


def test_an_exit_reads_the_mean_of_the_tokens_after_its_layer(model):
    add_exit_heads(model, [1])
    logits, [early] = all_logits(model, IDS, MASK)
    states = model.bert(input_ids=IDS, attention_mask=MASK.long(), output_hidden_states=True)
    after = states.hidden_states[1]
    means = torch.stack([after[0].mean(dim=0), after[1, :4].mean(dim=0)])
    torch.testing.assert_close(early, model.exit_heads["1"](means))
    torch.testing.assert_close(logits, model(input_ids=IDS, attention_mask=MASK.long()).logits)


def test_without_exits_there_are_only_the_last_layers_logits(model):
    assert all_logits(model, IDS, MASK)[1] == []


def test_merging_can_be_left_out(model):
    plain, _ = all_logits(model, IDS, MASK)
    merge_after(model, [1])
    assert "merge_after" in model.state_dict()
    torch.testing.assert_close(all_logits(model, IDS, MASK, merge=False)[0], plain)
    assert (all_logits(model, IDS, MASK)[0] - plain).abs().max() > 1e-4


def test_training_merges_as_scoring_does(model, encoder_path, tmp_path):
    merge_after(model, [1])
    encoder = read_encoder_file(encoder_path)
    write_packed(
        tmp_path / "model.safetensors",
        words=pack_words(
            torch.from_numpy(encoder.embedding_blocks[:20]), fine=torch.ones(20, dtype=torch.bool)
        ),
        state=model.state_dict(),
        pieces=[f"p{number}" for number in range(20)],
        scores=[0.0] * 20,
        metadata={"name": "tiny", "version": "0"},
    )
    packed = read_packed(tmp_path / "model.safetensors")
    sizes = EncoderSizes(layers=2, heads=model.config.num_attention_heads, epsilon=1e-12)
    with torch.inference_mode():
        trained, _ = all_logits(model, IDS, MASK)
        scored = EncoderScorer(packed, sizes=sizes).logits(IDS, MASK)
        unmerged = EncoderScorer(packed, sizes=sizes, merge=False).logits(IDS, MASK)
    rounding = (scored - trained).abs().max()
    assert rounding < 0.2 * (unmerged - scored).abs().max()
