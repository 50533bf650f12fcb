import pytest

from sentiment.errors import TrainingError
from sentiment.training.encoder_file import read_encoder_file


def test_the_file_is_read_whole(encoder_path):
    file = read_encoder_file(encoder_path)
    assert (file.shape.hidden, file.shape.layers, file.shape.heads) == (32, 2, 2)
    assert (file.shape.feed_forward, file.shape.positions, file.shape.types) == (64, 40, 2)
    assert file.shape.epsilon == pytest.approx(1e-12)
    assert file.embedding_blocks.shape == (file.shape.vocabulary, 18)
    assert file.tensors["l1.fi.w"].shape == (64 * 32,)
    assert 0.1 < file.tensors["l1.fi.w"].std() < 0.3
    assert len(file.tensors) == 2 + 2 + 2 * (12 + 4)


def test_other_files_are_refused(tmp_path):
    with pytest.raises(TrainingError, match=r"No encoder file at .*--encoder"):
        read_encoder_file(tmp_path / "none.bin")
    (tmp_path / "other.bin").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(TrainingError, match=r"starts with b'GGUF'"):
        read_encoder_file(tmp_path / "other.bin")
