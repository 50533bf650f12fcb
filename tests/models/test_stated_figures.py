"""Figures beside the weights: read whole, or refused with the file and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sentiment.errors import ModelError
from sentiment.models.stated_figures import read_stated_figures


def _rows(content: dict[str, Any]) -> int:
    return int(content["rows"])


def test_the_content_is_built_without_its_format(tmp_path: Path) -> None:
    path = tmp_path / "figures.json"
    path.write_text('{"format": "figures-1", "rows": 3}')
    assert read_stated_figures(path, lambda content: content, form="figures-1") == {"rows": 3}
    assert read_stated_figures(path, _rows, form="figures-1") == 3


def test_a_model_that_states_nothing_has_none(tmp_path: Path) -> None:
    assert read_stated_figures(tmp_path / "figures.json", _rows, form="figures-1") is None


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{", "JSONDecodeError"),
        ("[]", "TypeError"),
        ('{"rows": 3}', "format"),
        ('{"format": "figures-2", "rows": 3}', "'figures-2', expected 'figures-1'"),
        ('{"format": "figures-1"}', "rows"),
        ('{"format": "figures-1", "rows": "x"}', "ValueError"),
    ],
)
def test_what_is_damaged_is_named(tmp_path: Path, content: str, why: str) -> None:
    (tmp_path / "figures.json").write_text(content)
    with pytest.raises(ModelError, match=rf"figures.json is damaged .*{why}.*force-reinstall"):
        read_stated_figures(tmp_path / "figures.json", _rows, form="figures-1")
