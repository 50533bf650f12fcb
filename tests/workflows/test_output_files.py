"""Files for people: whole or not at all."""

import os
from pathlib import Path

import pytest

from sentiment.errors import PolytoneError, UsageError
from sentiment.workflows.output_files import output_kind, whole_file


def test_the_ending_says_the_kind_in_either_case(tmp_path: Path) -> None:
    assert output_kind(tmp_path / "a.CSV") == "csv"
    assert output_kind(tmp_path / "a.parquet") == "parquet"


@pytest.mark.parametrize(
    ("name", "says"), [("a.xls", "'a.xls'"), ("none/a.csv", "no folder"), ("", "is a folder")]
)
def test_what_cannot_be_written_is_said_before_the_work(
    tmp_path: Path, name: str, says: str
) -> None:
    with pytest.raises(UsageError, match=says):
        output_kind(tmp_path / name)


def test_a_folder_that_may_not_be_written_to_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # the superuser may all
    with pytest.raises(PolytoneError, match="may not be written to") as caught:
        output_kind(tmp_path / "a.csv")
    assert not isinstance(caught.value, UsageError)


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    output = tmp_path / "a.csv"
    output.write_text("before")
    with pytest.raises(PolytoneError, match="No space left"), whole_file(output) as partial:
        partial.write_text("half")
        raise OSError(28, "No space left on device")
    assert output.read_text() == "before"
    assert list(tmp_path.iterdir()) == [output]
