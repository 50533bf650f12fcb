import hashlib

import numpy as np
import pytest

from sentiment.errors import ModelError, UsageError
from sentiment.models import catalogue
from sentiment.models.abstaining import AbstainBand, AbstainBands, write_abstain_bands
from sentiment.models.embedded import load_embedded
from sentiment.settings import embedded_model_folder, fast_model_folder


@pytest.fixture(autouse=True)
def nothing_loaded(monkeypatch):
    monkeypatch.setattr(catalogue, "_loaded", {})


def test_the_embedded_model_comes_first_and_every_card_is_filled_in():
    cards = catalogue.known_models()
    assert cards[0].name == "polytone"
    assert len({card.name for card in cards}) == len(cards) >= 4
    assert all(all(vars(card).values()) for card in cards)


def test_the_catalogue_names_the_sum_that_the_weights_have():
    weights = embedded_model_folder() / "model.safetensors"
    with weights.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    assert catalogue.known_models()[0].sha256 == found


def test_the_fast_model_is_opened_by_its_name_and_has_a_sum_and_bands_of_its_own():
    fast, default = catalogue.load_classifier("polytone-fast"), catalogue.load_classifier()
    assert fast.model_id.startswith("polytone-fast-")
    cards = {card.name: card for card in catalogue.known_models()}
    assert cards["polytone-fast"].sha256 != cards["polytone"].sha256
    weights = fast_model_folder() / "model.safetensors"
    assert weights.stat().st_size < 0.5 * 60_000_000
    bands = [catalogue.find_abstain_bands(model.model_id) for model in (fast, default)]
    assert [each.model_id for each in bands] == [fast.model_id, default.model_id]
    texts = ["It broke after two days, a waste of money.", "Wunderbar, ich bin sehr zufrieden!"]
    assert fast.predict(texts).argmax(axis=1).tolist() == [0, 2]


def test_a_packed_folder_is_opened_as_one(packed):
    assert catalogue.load_classifier(str(packed.folder)).model_id.startswith("polytone-7-")


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_an_embedded_model_is_computed_as_the_environment_says(packed, monkeypatch, precision):
    monkeypatch.setenv("POLYTONE_PRECISION", precision)
    texts = ["good food", "bad food", "okay room"]
    expected = load_embedded(packed.folder, precision=precision).predict(texts)
    assert np.array_equal(catalogue.load_classifier(str(packed.folder)).predict(texts), expected)


def test_an_unknown_precision_is_refused_before_anything_is_opened(packed, monkeypatch):
    monkeypatch.setenv("POLYTONE_PRECISION", "half")
    with pytest.raises(UsageError, match="no precision 'half'"):
        catalogue.load_classifier(str(packed.folder))


def test_a_model_is_opened_once(monkeypatch):
    monkeypatch.setattr(catalogue, "load_embedded", lambda *_, **__: object())
    assert catalogue.load_classifier("polytone") is catalogue.load_classifier()


def test_a_directory_is_opened_once_however_it_is_named(monkeypatch, tmp_path):
    opened = []
    monkeypatch.setattr(catalogue, "load_from_directory", lambda path: opened.append(path) or path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m").mkdir()
    assert catalogue.load_classifier("m") == catalogue.load_classifier(str(tmp_path / "m"))
    assert len(opened) == 1


def test_a_hub_id_goes_to_the_hub(monkeypatch):
    monkeypatch.setattr(catalogue, "load_from_hub", lambda name: f"hub {name}")
    assert catalogue.load_classifier("owner/name-1.0") == "hub owner/name-1.0"


@pytest.mark.parametrize("name", ["polyton", "/no/such/place", "a/b/c", "../x"])
def test_other_names_are_refused_with_the_known_ones(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"No model named .* polytone"):
        catalogue.load_classifier(name)


def test_a_failure_is_not_remembered(monkeypatch):
    def fail(*_, **__):
        raise ModelError("gone")

    monkeypatch.setattr(catalogue, "load_embedded", fail)
    with pytest.raises(ModelError):
        catalogue.load_classifier()
    monkeypatch.setattr(catalogue, "load_embedded", lambda *_, **__: "there")
    assert catalogue.load_classifier() == "there"


def test_bands_are_found_by_the_identity_of_the_model(monkeypatch, tmp_path):
    default, fast = tmp_path / "models" / "default", tmp_path / "models" / "default" / "fast"
    fast.mkdir(parents=True)
    band = AbstainBand(0.6, own=True, texts=100, kept=80, wrong_kept=8, wrong_abstained=9)
    stated = [AbstainBands(name, 0.1, 0.3, band, {}) for name in ("slow-1", "fast-1")]
    for folder, bands in zip((default, fast), stated, strict=True):
        write_abstain_bands(folder, bands)
    monkeypatch.setattr(
        catalogue, "EMBEDDED", {"slow": lambda: default, "fast": lambda: default / "fast"}
    )
    assert [catalogue.find_abstain_bands(bands.model_id) for bands in stated] == stated
    assert catalogue.find_abstain_bands("owner/name") is None
    elsewhere = tmp_path / "own model"
    elsewhere.mkdir()
    own = AbstainBands("own-1", 0.1, 0.3, band, {})
    write_abstain_bands(elsewhere, own)
    assert catalogue.find_abstain_bands("own-1") is None
    monkeypatch.setenv("POLYTONE_MODEL", str(elsewhere))
    assert catalogue.find_abstain_bands("own-1") == own
