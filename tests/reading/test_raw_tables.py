import random
import subprocess
import sys
from pathlib import Path

import pytest

from sentiment.errors import ReadingError, UsageError
from sentiment.reading import raw_tables
from sentiment.reading.raw_tables import read_raw_tables


def read_one(path, **options):
    (table,) = read_raw_tables(path, **options)
    return table


def test_a_missing_file(tmp_path):
    with pytest.raises(ReadingError, match="There is no file"):
        read_one(tmp_path / "none.csv")


def test_a_folder(tmp_path):
    with pytest.raises(ReadingError, match="is a folder"):
        read_one(tmp_path)


def test_a_file_without_permission(tmp_path, monkeypatch):
    path = tmp_path / "locked.csv"
    path.write_text("a,b\n1,2\n")

    def refuse(self):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ReadingError, match=r"locked.csv' may not be read: permission denied"):
        read_one(path)


def test_a_path_that_cannot_be(tmp_path):
    with pytest.raises(ReadingError):
        read_one(tmp_path / "a\0b.csv")
    with pytest.raises(ReadingError):
        read_one(tmp_path / ("x" * 5_000))


def test_a_file_that_is_too_large(tmp_path, monkeypatch):
    path = tmp_path / "large.csv"
    path.write_text("a,b\n1,2\n")
    monkeypatch.setattr(raw_tables, "FILE_LIMIT", 5)
    with pytest.raises(ReadingError, match="8 bytes; at most 5"):
        read_one(path)


@pytest.mark.parametrize("content", ["", "\n\n  \n", "\ufeff", "\0\0\0", ",,,\n,,\n"])
def test_an_empty_file(read, content):
    with pytest.raises(ReadingError, match=r"reviews\.csv.*empty"):
        read(content)


@pytest.mark.parametrize(
    "content", ["id,text,stars\n", "id,text,stars", "id;text\n\n;\n", "review\n"]
)
def test_headings_only(read, content):
    with pytest.raises(ReadingError, match=r"reviews\.csv.*no row"):
        read(content)


def test_a_wrong_override_is_told_before_the_file_is_read(tmp_path):
    with pytest.raises(UsageError, match="There is no encoding 'utf-99'"):
        read_one(tmp_path / "none.csv", encoding="utf-99")


def test_encoding_override(read):
    found = read("id;text\n1;şık\n2;ığdır\n".encode("cp1254"), encoding="cp1252")
    assert found.table.encoding == "windows-1252"
    assert found.rows[0] == ("1", "þýk")


def test_google_play_export_in_utf16(read):
    text = (
        "Package Name,Reviewer Language,Star Rating,Review Text\r\n"
        'com.x,tr,5,"Harika, çok iyi 🙂"\r\ncom.x,ja,1,\r\ncom.x,ar,4,"ممتاز\nجدا"\r\n'
    )
    found = read(b"\xff\xfe" + text.encode("utf-16-le"))
    assert (found.table.encoding, found.table.delimiter) == ("utf-16-le", ",")
    assert [row[3] for row in found.rows] == ["Harika, çok iyi 🙂", None, "ممتاز\nجدا"]
    assert found.lines == [2, 3, 4]


def test_trustpilot_export_in_windows_1252(read):
    text = "Review Id;Review Title;Review Stars\r\n"
    text += '1;"Très déçu; vraiment";1\r\n2;Génial – à refaire;5\r\n'
    found = read(text.encode("cp1252"))
    assert (found.table.encoding, found.table.delimiter) == ("windows-1252", ";")
    assert found.rows == [("1", "Très déçu; vraiment", "1"), ("2", "Génial – à refaire", "5")]


def test_nul_bytes_are_noted(read):
    found = read(b"id,text\n1,a\0b\n2,c\n")
    assert found.rows == [("1", "ab"), ("2", "c")]
    assert found.table.notes == ("1 NUL byte was dropped.",)


def test_lines_are_the_lines_of_the_file(read):
    """Every row says its own line, whatever stands before it."""
    draw = random.Random(7)
    text, expected = "marker,text,stars\n", []
    for number in range(500):
        expected.append(text.count("\n") + 1)
        kind = draw.randrange(6)
        if kind == 0:
            text += f'{number},"two\nlines, {number}",3\n\n'
        elif kind == 1:
            text += f'{number},"a ""quoted"" word",4\r\n'
        elif kind == 2:
            text += f'{number},"it is "loose" here",4\n'
        elif kind == 3:
            text += f"{number},one, two,5\n"
        elif kind == 4:
            text += f'{number},"never closed,2\n'
        else:
            text += f"{number},plain words,1\n"
    found = read(text)
    assert found.rejected == []
    assert [row[0] for row in found.rows] == [str(number) for number in range(500)]
    assert found.lines == expected


MEASURE = """
import resource, sys
from pathlib import Path
import pyarrow.csv
from sentiment.reading.raw_tables import read_raw_tables
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
(table,) = read_raw_tables(Path(sys.argv[1]))
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(table.rows.num_rows, table.rejected.num_rows, (after - before) // 1024)
"""


@pytest.mark.parametrize("closed", [True, False])
def test_a_giant_cell_takes_little_more_memory_than_the_file(tmp_path, closed):
    path = tmp_path / "giant.csv"
    megabytes = 60
    with path.open("wb") as file:
        file.write(b'id,text,stars\n1,fine,5\n2,"')
        for _ in range(megabytes):
            file.write(b"all in one cell " * 65_536)
        file.write(b'",3\n3,also fine,4\n' if closed else b"\n3,also fine,4\n")
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True
    )
    rows, rejected, grown = map(int, done.stdout.split())
    assert (rows, rejected) == (2, 1)
    assert grown < 4 * megabytes
