import json

import pytest

from sentiment.errors import ModelError
from sentiment.models.catalogue import find_estimation
from sentiment.models.stated_estimation import (
    MethodError,
    StatedEstimation,
    read_estimation,
    write_estimation,
)

STATED = StatedEstimation(
    model_id="polytone-9-abc",
    method="expected confusion",
    groups=40,
    languages=30,
    texts=8_000,
    unseen=True,
    methods={
        "expected confusion": MethodError(0.05, 0.01, 0.06, 0.0),
        "average threshold": MethodError(0.07, -0.01, 0.08, 0.6),
    },
)


def test_what_is_written_is_read_again(tmp_path):
    assert read_estimation(tmp_path) is None
    write_estimation(tmp_path, STATED)
    assert read_estimation(tmp_path) == STATED
    assert STATED.error.mean_absolute == 0.05


@pytest.mark.parametrize("changed", [{"format": "x-2"}, {"method": "guessing"}, {"methods": {}}])
def test_a_damaged_file_is_refused(tmp_path, changed):
    path = write_estimation(tmp_path, STATED)
    path.write_text(json.dumps({**json.loads(path.read_text()), **changed}))
    with pytest.raises(ModelError, match=r"estimation.json is damaged"):
        read_estimation(tmp_path)


def test_it_is_found_by_the_identity_of_the_model(tmp_path, monkeypatch):
    write_estimation(tmp_path, STATED)
    monkeypatch.setattr("sentiment.models.catalogue.EMBEDDED", {"polytone": lambda: tmp_path})
    assert find_estimation("polytone-9-abc") == STATED
    assert find_estimation("polytone-8-abc") is None
