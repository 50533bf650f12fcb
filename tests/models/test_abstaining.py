import json

import pytest

from sentiment.errors import ModelError
from sentiment.models.abstaining import (
    AbstainBand,
    AbstainBands,
    read_abstain_bands,
    write_abstain_bands,
)

POOLED = AbstainBand(0.55, own=True, texts=900, kept=700, wrong_kept=70, wrong_abstained=90)
GERMAN = AbstainBand(0.7, own=True, texts=100, kept=60, wrong_kept=5, wrong_abstained=20)
BANDS = AbstainBands("polytone-9-abc", 0.1, 0.3, POOLED, {"de": GERMAN})


def test_what_is_written_is_read_again(tmp_path):
    write_abstain_bands(tmp_path, BANDS)
    assert read_abstain_bands(tmp_path) == BANDS


def test_a_language_without_a_band_has_the_pooled_one():
    assert BANDS.of("de") == GERMAN
    assert BANDS.of("cs") == BANDS.of(None) == POOLED


def test_a_model_without_bands_has_none(tmp_path):
    assert read_abstain_bands(tmp_path) is None


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"format": "polytone-abstain-1"}'])
def test_a_damaged_file_is_refused(tmp_path, content):
    (tmp_path / "abstain.json").write_text(content)
    with pytest.raises(ModelError, match=r"abstain.json is damaged.*build-default"):
        read_abstain_bands(tmp_path)


def test_another_format_is_refused(tmp_path):
    path = write_abstain_bands(tmp_path, BANDS)
    content = {**json.loads(path.read_text()), "format": "polytone-abstain-7"}
    path.write_text(json.dumps(content))
    with pytest.raises(ModelError, match="'polytone-abstain-7', expected 'polytone-abstain-1'"):
        read_abstain_bands(tmp_path)
