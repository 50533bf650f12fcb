import numpy as np
import pytest

from sentiment.errors import TrainingError
from sentiment.models.embedded import load_embedded
from sentiment.training import default_model
from sentiment.training.default_model import build_default


@pytest.fixture
def build(encoder_path, tokenizer_path, corpora, tmp_path, monkeypatch):
    frequencies = {"en": {"zebra": 1.0}}
    monkeypatch.setattr(default_model, "word_frequencies", lambda: frequencies)

    def run(**options):
        return build_default(
            data=corpora,
            encoder=encoder_path,
            tokenizer=tokenizer_path,
            output=tmp_path / "packed",
            **{"examples": 96, "seed": 2} | options,
        )

    return run


def test_from_sources_to_a_packed_model_with_a_card(build, tmp_path):
    reports = []
    made = build(progress=reports.append)
    assert (reports[-1].stage, reports[-1].done) == ("training", reports[-1].total)
    assert [group.group for group in made.quality.test] == ["cs", "en"]
    assert sum(group.macro_f1.n for group in made.quality.test) == 24
    assert made.quality.packing.same_label > 0.8
    assert made.quality.packing.mean < 0.02
    files = ["MODEL_CARD.md", "config.json", "model.safetensors", "tokenizer.json"]
    assert sorted(path.name for path in (tmp_path / "packed").iterdir()) == files
    card = (tmp_path / "packed" / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert made.packed.model_id in card
    assert "| **mean** | 24 |" in card
    assert "**Early exits:** none." in card
    chances = load_embedded(tmp_path / "packed").predict(["good food", "bad food", "👍"])
    np.testing.assert_allclose(chances.sum(axis=1), 1, atol=1e-5)


def test_a_second_call_does_not_train_again(build):
    first = build()
    reports = []
    assert build(progress=reports.append).packed == first.packed
    assert reports == []


def test_corpora_without_the_benchmark_cannot_be_judged(build, corpora):
    (corpora / "train" / "umsab_xlmt.parquet").unlink()
    with pytest.raises(TrainingError, match="no test rows of 'umsab_xlmt'"):
        build()


def test_a_missing_tokenizer_is_named(build, tokenizer_path):
    tokenizer_path.unlink()
    with pytest.raises(TrainingError, match=r"No tokenizer file at .*--tokenizer"):
        build()
