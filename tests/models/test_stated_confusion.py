import json
from dataclasses import replace

import pytest

from sentiment.errors import ModelError
from sentiment.models.catalogue import find_confusions, load_classifier
from sentiment.models.checksums import read_checksums
from sentiment.models.stated_confusion import (
    CONFUSION_FILE,
    SourceConfusion,
    StatedConfusion,
    read_confusion,
    write_confusion,
)
from sentiment.settings import embedded_model_folder, fast_model_folder

TABLE = ((8, 1, 1), (2, 5, 3), (0, 1, 9))
STATED = StatedConfusion(
    model_id="polytone-9-abc",
    sources=(
        SourceConfusion("shop", "sw", True, TABLE),
        SourceConfusion("press", "th", False, TABLE),
    ),
    language_spread=(16.0, 64.0, 32.0),
    source_spread=(8.0, 4.0, 8.0),
    tried=20,
    answered=6,
    covered=0.94,
)


def test_what_is_written_is_read_again(tmp_path):
    assert read_confusion(tmp_path) is None
    path = write_confusion(tmp_path, STATED)
    assert read_confusion(tmp_path) == STATED
    assert STATED.sources[0].texts == 30
    assert [one.source for one in STATED.of_language("th")] == ["press"]
    assert sum('"source"' in line for line in path.read_text().splitlines()) == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"format": "x-2"},
        {"source_spread": [1.0]},
        {"sources": [{"source": "shop", "language": "sw", "unseen": True, "table": [[1, 2]]}]},
        {"sources": 4},
        {"more": 1},
    ],
)
def test_a_damaged_file_is_refused(tmp_path, changed):
    path = write_confusion(tmp_path, STATED)
    path.write_text(json.dumps({**json.loads(path.read_text()), **changed}))
    with pytest.raises(ModelError, match=r"confusion.json is damaged"):
        read_confusion(tmp_path)


def test_rates_serve_only_where_they_were_tried_and_held():
    assert STATED.holds
    assert not replace(STATED, answered=4).holds
    assert not replace(STATED, covered=0.85).holds
    assert not replace(STATED, answered=0, covered=None).holds


def test_it_is_found_by_the_identity_of_the_model(tmp_path, monkeypatch):
    write_confusion(tmp_path, STATED)
    monkeypatch.setattr("sentiment.models.catalogue.EMBEDDED", {"polytone": lambda: tmp_path})
    assert find_confusions("polytone-9-abc") == STATED
    assert find_confusions("polytone-8-abc") is None


@pytest.mark.parametrize("folder", [embedded_model_folder, fast_model_folder])
def test_the_embedded_models_state_theirs(folder):
    stated = read_confusion(folder())
    assert stated is not None
    assert len({one.language for one in stated.sources}) >= 50
    assert sum(one.texts for one in stated.sources) > 10_000
    assert any(one.unseen for one in stated.sources)
    assert CONFUSION_FILE in read_checksums(folder())


def test_what_is_stated_is_stated_of_the_model_that_is_there():
    stated = read_confusion(embedded_model_folder())
    assert stated is not None
    assert stated.model_id == load_classifier("polytone").model_id
