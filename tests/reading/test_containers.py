import gzip
import io
import random
import zipfile

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sentiment.errors import ReadingError
from sentiment.reading import containers
from sentiment.reading.containers import identify_kind, unpack_gzip

CSV = b"id,text\n1,good\n2,bad\n"


def pack(members, **options):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("name", ["reviews.csv.gz", "reviews.gz", "reviews.csv"])
def test_gzip_is_told_by_content(read, name):
    found = read(gzip.compress(CSV), name=name)
    assert found.table.file == name
    assert found.rows == [("1", "good"), ("2", "bad")]


def test_gzip_of_two_streams(read):
    assert len(read(gzip.compress(CSV) + gzip.compress(b"3,ok\n"), name="a.gz").rows) == 3


def test_gzip_that_breaks_off_gives_what_came_before(read):
    lines = [f"{n},{random.Random(n).random()}" for n in range(20_000)]
    whole = gzip.compress(("id,text\n" + "\n".join(lines)).encode())
    found = read(whole[: len(whole) // 2], name="a.csv.gz")
    assert 5_000 < len(found.rows) < 15_000
    assert found.table.notes[0] == "The gzip file breaks off; what came before was read."


@pytest.mark.parametrize(
    "content", [b"\x1f\x8b", b"\x1f\x8b\x08\x00", b"\x1f\x8bgarbage that is none"]
)
def test_damaged_gzip(read, content):
    with pytest.raises(ReadingError, match="gzip file is damaged"):
        read(content)


def test_gzip_of_nothing(read):
    with pytest.raises(ReadingError, match="is empty"):
        read(gzip.compress(b""))


def test_zip_with_several_exports_and_other_things(read_all):
    content = pack(
        {
            "__MACOSX/._a.csv": b"\0\5",
            "README.txt": b"read me",
            "a.csv": CSV,
            "photos/cat.png": b"\x89PNG....",
            "sub/b.jsonl": b'{"text": "fine"}\n',
            "empty.csv": b"",
        }
    )
    first, second = read_all(content)
    assert (first.table.file, second.table.file) == ("reviews.zip/a.csv", "reviews.zip/sub/b.jsonl")
    assert first.rows == [("1", "good"), ("2", "bad")]
    assert second.rows == [("fine",)]
    notes = " ".join((*first.table.notes, *second.table.notes))
    for name in ("__MACOSX/._a.csv", "README.txt", "photos/cat.png", "empty.csv"):
        assert name in notes


def test_zip_with_nothing_to_read(read_all):
    with pytest.raises(ReadingError, match=r"no export that can be read.*cat.png"):
        read_all(pack({"cat.png": b"\x89PNG"}))


def test_empty_zip(read_all):
    with pytest.raises(ReadingError, match="is empty"):
        read_all(pack({}))


def test_broken_zip(read_all):
    with pytest.raises(ReadingError, match="damaged"):
        read_all(pack({"a.csv": CSV})[:40])


def test_zip_with_one_broken_member_gives_the_others(read_all):
    content = bytearray(pack({"a.csv": bytes(random.Random(1).randbytes(500)), "b.csv": CSV}))
    content[60] ^= 255
    (table,) = read_all(bytes(content))
    assert table.table.file == "reviews.zip/b.csv"
    assert "a.csv is damaged" in table.table.notes[0]


def test_zip_with_password(read_all):
    content = bytearray(pack({"a.csv": CSV}))
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    content[6] |= 1
    with pytest.raises(ReadingError, match="password"):
        read_all(bytes(content))


def test_archives_in_archives_are_refused(read_all):
    with pytest.raises(ReadingError, match="archive in an archive"):
        read_all(pack({"inner.zip": pack({"a.csv": CSV})}))
    with pytest.raises(ReadingError, match="another archive"):
        read_all(gzip.compress(pack({"a.csv": CSV})), name="a.gz")
    with pytest.raises(ReadingError, match="another archive"):
        read_all(gzip.compress(gzip.compress(CSV)), name="a.gz")


def test_zip_bomb(read_all):
    with pytest.raises(ReadingError, match="unfolds into"):
        read_all(pack({"bomb.csv": b"a" * (80 << 20)}, compresslevel=9))


def test_zip_that_lies_about_its_size(read_all, monkeypatch):
    monkeypatch.setattr(containers, "_RATIO_FROM", 1 << 20)
    content = bytearray(pack({"bomb.csv": b"a" * (4 << 20)}, compresslevel=9))
    for magic, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.index(magic) + offset
        content[place : place + 4] = (1000).to_bytes(4, "little")
    with pytest.raises(ReadingError):
        read_all(bytes(content))


def test_gzip_bomb_is_stopped_while_it_unfolds():
    with pytest.raises(ReadingError, match="unfolds into"):
        unpack_gzip(gzip.compress(b"a" * (80 << 20)), name="bomb.gz")


def test_zip_with_too_many_members(read_all, monkeypatch):
    monkeypatch.setattr(containers, "_MEMBER_LIMIT", 3)
    with pytest.raises(ReadingError, match="4 files; at most 3"):
        read_all(pack({f"{n}.csv": CSV for n in range(4)}))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7\n...", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (b"\xff\xd8\xff\xe0", "an image"),
        (b"MZ\x90\0\3", "a Windows program"),
        (b"\x7fELF\2\1", "a program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel file"),
        (b"SQLite format 3\0", "SQLite"),
        (b"7z\xbc\xaf\x27\x1c\0", "7-Zip"),
        (b"\n <!DOCTYPE HTML><html><body>Log in</body></html>", "web page"),
        (pack({"[Content_Types].xml": b"", "word/document.xml": b""}), "text document"),
        (pack({"mimetype": b"", "content.xml": b""}), "OpenDocument"),
        (b"x" * 257 + b"ustar" + b"\0" * 300, "tar archive"),
        (bytes(range(256)) * 40, "binary"),
        (random.Random(3).randbytes(5_000), "binary"),
    ],
)
def test_what_is_no_export_is_named(read, content, words):
    with pytest.raises(ReadingError, match=words) as caught:
        read(content, name="what.csv")
    assert "what.csv" in str(caught.value)
    assert caught.value.hint


def test_a_name_does_not_decide():
    assert identify_kind(CSV) == "text"
    assert identify_kind(gzip.compress(CSV)) == "gzip"
    assert identify_kind(pack({"a.csv": CSV})) == "zip"


def test_a_workbook_and_parquet_may_be_packed_with_gzip(read):
    book = openpyxl.Workbook()
    for row in (("Review", "Rating"), ("Works well", 5)):
        book.worksheets[0].append(row)
    workbook = io.BytesIO()
    book.save(workbook)
    table = io.BytesIO()
    pq.write_table(pa.table({"Review": ["Works well"], "Rating": [5]}), table)
    for packed in (workbook, table):
        found = read(gzip.compress(packed.getvalue()))
        assert found.table.headings == ("Review", "Rating")
        assert found.rows == [("Works well", "5")]
