import numpy as np
import pandas as pd
import pytest
from safetensors.torch import load_file

from sentiment.errors import TrainingError
from sentiment.models.abstaining import read_abstain_bands
from sentiment.models.checksums import read_checksums
from sentiment.models.embedded import load_embedded
from sentiment.training import packing
from sentiment.training.default_model import build_default
from sentiment.training.early_exits import add_exit_heads
from sentiment.training.encoder import fresh_model
from sentiment.training.encoder_pass import merge_after
from sentiment.training.publishing import publish_default
from sentiment.training.sources import open_sources


@pytest.fixture
def build(encoder_path, tokenizer_path, corpora, tmp_path, monkeypatch):
    monkeypatch.setattr(packing, "FINE_PIECES", 16)

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
    made = build(progress=reports.append).default
    assert (reports[-1].stage, reports[-1].done) == ("training", reports[-1].total)
    assert [group.group for group in made.quality.test] == ["cs", "en"]
    assert sum(group.macro_f1.n for group in made.quality.test) == 24
    rounding = made.quality.packing  # not which label wins: so short a training leaves near ties
    assert rounding.n == 24
    assert rounding.largest < 0.05
    assert rounding.mean < 0.02
    files = ["abstain.json", "config.json", "model.safetensors", "tokenizer.json"]
    found = sorted(path.name for path in (tmp_path / "packed").iterdir() if path.is_file())
    assert found == ["MODEL_CARD.md", "SHA256SUMS", *files]
    assert sorted(read_checksums(tmp_path / "packed")) == files
    assert read_abstain_bands(tmp_path / "packed") == made.quality.bands
    card = (tmp_path / "packed" / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert made.packed.model_id.startswith("polytone-5-")
    assert made.packed.model_id in card
    assert (made.packed.pieces, made.packed.fine_pieces) == (46, 16)
    assert "46 pieces of vocabulary" in card
    assert "embeddings of 16 pieces stay in their 4 bits" in card
    assert "on 168 examples" in card  # 96 in the stages, 72 as a student
    assert "| **mean** | 24 |" in card
    assert "| shop | not recorded |" in card
    assert "\n## Behaviour\n" in card
    assert "**Languages with training texts:** en (" in card
    assert "**Early exits:** none." in card
    chances = load_embedded(tmp_path / "packed").predict(["good food", "bad food", "👍"])
    np.testing.assert_allclose(chances.sum(axis=1), 1, atol=1e-5)


def test_the_fast_model_borrows_the_vocabulary_of_the_default_one(build, tmp_path):
    made = build()
    folder = tmp_path / "packed" / "fast"
    assert made.fast.packed.folder == folder
    assert made.fast.packed.model_id.startswith("polytone-fast-2-")
    assert made.fast.packed.pieces == made.default.packed.pieces
    tensors = load_file(folder / "model.safetensors")
    assert not [name for name in tensors if "word_embeddings" in name or "tokenizer" in name]
    assert made.fast.packed.model_id in (folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    chances = load_embedded(folder).predict(["good food", "bad food", "👍"])
    np.testing.assert_allclose(chances.sum(axis=1), 1, atol=1e-5)


def test_a_second_call_does_not_train_again(build):
    first = build()
    reports = []
    second = build(progress=reports.append)
    assert (second.default.packed, second.fast.packed) == (
        first.default.packed,
        first.fast.packed,
    )
    assert reports == []


def test_the_card_shows_unseen_sources_licences_and_behaviour(
    encoder_path, tokenizer_path, corpora, tmp_path
):
    (corpora / "manifest.csv").write_text(
        "source,repository,licence,domain,quality\nshop,a/b,CC0 | of 2020,product,ok\n"
        "moved,c/d,none,product,MACHINE-TRANSLATED from English\n"
    )
    (corpora / "evaluate").mkdir()
    for source, label in (("elsewhere", 0), ("graded", 1), ("moved", 0)):
        rows = [("bad food", label, "sk", source, "test"), ("good", 2, "sk", source, "train")] * 40
        frame = pd.DataFrame(rows, columns=["text", "label", "lang", "source", "split"])
        frame.to_parquet(corpora / "evaluate" / f"{source}.parquet")
    sources = open_sources(data=corpora, encoder=encoder_path, tokenizer=tokenizer_path)
    pieces = len(sources.tokenizer["model"]["vocab"])
    model = fresh_model(sources.encoder, pieces=pieces, seed=1)
    add_exit_heads(model, [1])
    merge_after(model, [1])
    made = publish_default(
        dict(model.state_dict()),
        sources=sources,
        fine=np.ones(pieces, dtype=bool),
        output=tmp_path / "packed",
        examples=5,
        seed=2,
        version="8",
        most=30,
        notes="Trained by hand.",
        behaviour="## Behaviour\n\nIt behaves.",
    )
    sure, neutral_left_out = made.quality.unseen
    assert (sure.language, sure.sources, sure.graded) == ("sk", ("elsewhere",), False)
    assert (sure.accuracy.n, neutral_left_out.accuracy.n) == (30, 30)
    assert (neutral_left_out.sources, neutral_left_out.graded) == (("graded",), True)
    assert made.quality.held_out.review_sources == ["shop"]
    assert made.quality.merging.largest > 1e-4
    assert made.quality.packing.mean < 0.02
    card = (tmp_path / "packed" / "MODEL_CARD.md").read_text(encoding="utf-8")
    for expected in (
        "**Early exits:** after layer 1",
        "**Merging** of neighbouring tokens: after layers 1.",
        "\n## Behaviour\n\nIt behaves.\n",
        "| shop | CC0 / of 2020 | product | 36 |",
        "| sk | 30 (few) |",
        "mean accuracy of the poles (sk)",
        "missed by",
        "Trained by hand.",
        "All reviews among them pooled (shop)",
    ):
        assert expected in card, expected
    load_embedded(tmp_path / "packed")


def test_corpora_without_the_benchmark_cannot_be_judged(build, corpora):
    (corpora / "train" / "umsab_xlmt.parquet").unlink()
    with pytest.raises(TrainingError, match="no test rows of 'umsab_xlmt'"):
        build()


def test_a_missing_tokenizer_is_named(build, tokenizer_path):
    tokenizer_path.unlink()
    with pytest.raises(TrainingError, match=r"No tokenizer file at .*--tokenizer"):
        build()
