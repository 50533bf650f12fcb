from __future__ import annotations

from pathlib import Path

import pytest

from sentiment.errors import ReadingError
from sentiment.records import ReadingOptions
from sentiment.workflows.previewing import preview_columns


def test_columns_come_with_their_first_filled_values(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("aa;bb\n;x1\n1;x2\n2;\n3;x4\n4;x5\n", encoding="utf-8")
    (columns,) = preview_columns(path)
    assert columns.headings == ("aa", "bb")
    assert columns.mapping == {}
    assert columns.examples == {"aa": ("1", "2", "3"), "bb": ("x1", "x2", "x4")}


def test_the_encoding_and_the_delimiter_that_a_person_chose_are_used(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes("aa|größe\n1|2\n".encode("cp1252"))
    options = ReadingOptions(encoding="windows-1252", delimiter="|")
    (columns,) = preview_columns(path, options=options)
    assert columns.headings == ("aa", "größe")


def test_a_file_without_a_table_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    with pytest.raises(ReadingError):
        preview_columns(path)
