import pytest
import torch
from safetensors.torch import load_file, save_file

from sentiment.errors import ModelError
from sentiment.models.packed_weights import (
    WORD_EMBEDDINGS,
    labels_of,
    quantize_matrix,
    read_packed,
    write_borrowing,
    write_packed,
)
from sentiment.models.word_embeddings import pack_words


def test_a_matrix_comes_back_within_half_a_step_of_its_row():
    weight = torch.randn(6, 32) * torch.tensor([[0.01], [1], [5], [0.3], [100], [2]])
    quantized, scale = quantize_matrix(weight)
    assert quantized.dtype == torch.int8
    assert ((quantized.float() * scale[:, None] - weight).abs() <= scale[:, None] * 0.5001).all()


def test_a_row_of_zeros_stays_zero():
    quantized, scale = quantize_matrix(torch.zeros(2, 32))
    assert not (quantized.float() * scale[:, None]).any()


def test_what_is_packed_is_read_again(packed):
    opened = read_packed(packed.folder / "model.safetensors")
    assert torch.equal(opened.words.dense(), packed.words.dense())
    assert torch.equal(opened.words.fine, packed.words.fine)
    assert opened.pieces[:5] == ["<s>", "<pad>", "</s>", "<unk>", "▁"]
    assert opened.pieces[-1] == "好"
    assert opened.scores[5] == -2.0
    assert labels_of(opened) == ["negative", "neutral", "positive"]
    dense = opened.dense()
    assert set(dense) == set(packed.state) - {WORD_EMBEDDINGS}
    for name, weight in dense.items():
        largest = packed.state[name].abs().max() if weight.ndim == 2 else torch.tensor(0.0)
        assert (weight - packed.state[name]).abs().max() <= largest / 250, name
    assert torch.equal(dense["classifier.weight"], packed.state["classifier.weight"])


def test_the_identity_names_version_and_content(packed):
    first = read_packed(packed.folder / "model.safetensors").model_id
    assert first.startswith("polytone-7-")
    changed = {**packed.state, "classifier.bias": packed.state["classifier.bias"] + 1}
    opened = read_packed(packed.folder / "model.safetensors")
    write_packed(
        packed.folder / "model.safetensors",
        words=packed.words,
        state=changed,
        pieces=opened.pieces,
        scores=opened.scores,
        metadata=opened.metadata,
    )
    assert read_packed(packed.folder / "model.safetensors").model_id != first


def test_everybody_may_read_the_file(packed):
    assert (packed.folder / "model.safetensors").stat().st_mode & 0o777 == 0o644


def test_missing_weights_say_what_to_do(tmp_path):
    with pytest.raises(ModelError, match=r"missing: no file .*build-default"):
        read_packed(tmp_path / "model.safetensors")


def test_damaged_weights_are_refused(packed):
    path = packed.folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(ModelError, match="cannot be read as safetensors"):
        read_packed(path)


def test_another_format_is_refused(tmp_path):
    save_file({"x": torch.zeros(1)}, tmp_path / "model.safetensors")
    with pytest.raises(ModelError, match=r"expected 'polytone-packed-4' .*another version.*build-"):
        read_packed(tmp_path / "model.safetensors")


def test_damaged_vocabulary_is_refused(packed):
    path = packed.folder / "model.safetensors"
    opened = load_file(path)
    opened["tokenizer.pieces"] = opened["tokenizer.pieces"][:-9]
    save_file(opened, path, metadata={"format": "polytone-packed-4"})
    with pytest.raises(ModelError, match=r"vocabulary cannot be read .*build-default"):
        read_packed(path)


def test_rows_that_do_not_fit_the_pieces_are_refused(packed):
    path = packed.folder / "model.safetensors"
    opened = load_file(path)
    name = "bert.embeddings.word_embeddings.codes"
    save_file({**opened, name: opened[name][1:]}, path, metadata={"format": "polytone-packed-4"})
    with pytest.raises(ModelError, match=r"rows for .* pieces\)"):
        read_packed(path)


def test_pieces_and_rows_must_match(tmp_path):
    with pytest.raises(ModelError, match="1 pieces, 2 scores and 3 embedding rows"):
        write_packed(
            tmp_path / "m",
            words=pack_words(torch.zeros(3, 18, dtype=torch.uint8), fine=torch.ones(3) > 0),
            state={},
            pieces=["a"],
            scores=[0.0, 1.0],
            metadata={},
        )


@pytest.fixture
def borrowing(packed):
    """A file of layers alone, in a folder inside that of the model with their vocabulary."""
    path = packed.folder / "small" / "model.safetensors"
    path.parent.mkdir()
    layers = {name: weight for name, weight in packed.state.items() if ".layer.1." not in name}
    metadata = {**read_packed(packed.folder / "model.safetensors").metadata, "name": "small"}
    write_borrowing(path, state=layers, metadata=metadata)
    return path


def test_a_vocabulary_can_be_borrowed_from_the_folder_above(packed, borrowing):
    opened, lender = read_packed(borrowing), read_packed(packed.folder / "model.safetensors")
    assert torch.equal(opened.words.dense(), lender.words.dense())
    assert (opened.pieces, opened.scores) == (lender.pieces, lender.scores)
    assert opened.model_id.startswith("small-7-")
    assert set(opened.dense()) < set(lender.dense())
    assert not any("word_embeddings" in name for name in load_file(borrowing))


def test_another_vocabulary_than_the_one_it_was_made_with_is_refused(packed, borrowing):
    lender = packed.folder / "model.safetensors"
    opened = read_packed(lender)
    write_packed(
        lender,
        words=packed.words,
        state=packed.state,
        pieces=opened.pieces,
        scores=[score - 1 for score in opened.scores],
        metadata=opened.metadata,
    )
    with pytest.raises(ModelError, match="the two are of different versions"):
        read_packed(borrowing)


def test_a_missing_lender_is_named(packed, borrowing):
    (packed.folder / "model.safetensors").unlink()
    with pytest.raises(ModelError, match=r"no file .*packed/model\.safetensors"):
        read_packed(borrowing)
