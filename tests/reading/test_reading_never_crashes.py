"""Whatever the bytes: no error but Polytone's own, and the counts add up."""

import gzip
import json
import re
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sentiment.errors import PolytoneError
from sentiment.reading.raw_tables import read_raw_tables

CSV = (
    'id,text,date,stars\r\n1,"Harika, çok iyi 🙂",2024-03-01,5\r\n2,"iki\nsatır ""tırnak""",'
    "2024-03-02,4\r\n3,とても良い,2024-03-03,3\r\n\r\n4,,2024-03-04,2\r\n5,плохо,2024-03-05,1\r\n"
)
SEMICOLONS = 'Puan;Yorum;Tarih\n5;Ürün çok güzel;15.03.2025\n1;"Geç; geldi";16.03.2025\n' * 3
RECORDS = [{"text": "a", "who": {"name": "B"}, "stars": 5}, {"text": "ç", "tags": [1, "x"]}] * 2
VALID = (
    CSV.encode(),
    CSV.encode("utf-8-sig"),
    CSV.encode("utf-16"),
    CSV.encode("utf-16-be"),
    SEMICOLONS.encode("cp1254"),
    SEMICOLONS.replace(";", "\t").encode(),
    b"sep=|\n" + SEMICOLONS.replace(";", "|").encode(),
    CSV.replace("\r\n", "\r").encode(),
    "評価,感想\n5,とても良い\n1,壊れた\n".encode("cp932"),
    json.dumps(RECORDS).encode(),
    json.dumps({"reviews": RECORDS}, indent=1).encode(),
    "\n".join(map(json.dumps, RECORDS)).encode(),
    gzip.compress(CSV.encode(), mtime=0),
)
never_random = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@st.composite
def mutated_files(draw):
    """A valid file, cut, flipped, stuffed or shuffled a few times."""
    data = draw(st.sampled_from(VALID))
    for _ in range(draw(st.integers(1, 5))):
        place = draw(st.integers(0, len(data)))
        kind = draw(st.sampled_from(("cut", "flip", "insert", "repeat", "shuffle")))
        if kind == "cut":
            end = draw(st.integers(place, len(data)))
            data = data[:place] + data[end:]
        elif kind == "flip" and place < len(data):
            changed = data[place] ^ (1 << draw(st.integers(0, 7)))
            data = data[:place] + bytes([changed]) + data[place + 1 :]
        elif kind == "insert":
            pieces = (b'"', b"\n", b"\r", b"\0", b",", b";", b'""', b"\\", b'\\"', b"\xff", b'\n"')
            data = data[:place] + draw(st.sampled_from(pieces)) + data[place:]
        elif kind == "repeat":
            data = data[:place] + data[place : place + 40] * draw(st.integers(1, 4)) + data[place:]
        else:
            data = b"\n".join(draw(st.permutations(data.split(b"\n")[:12])))
    return data


def check(data: bytes, **options: object) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reviews.csv"
        path.write_bytes(data)
        try:
            for table in read_raw_tables(path, **options):
                table.rows.validate(full=True)
                assert table.read == table.rows.num_rows + table.rejected.num_rows
                assert table.read > 0
                assert table.rows.column_names == [
                    *(f"c{place}" for place in range(len(table.headings))),
                    "line",
                ]
                assert len(set(table.headings)) == len(table.headings)
                lines = table.rows.column("line").to_pylist()
                assert lines == sorted(lines)
                refused = table.rejected.column("line").to_pylist()
                assert all(line >= 1 for line in lines + refused)
                if table.container == "csv":
                    assert len(set(lines + refused)) == table.read
                assert all(table.rejected.column("reason").to_pylist())
        except PolytoneError as error:
            assert str(error)


@never_random
@given(st.binary(max_size=400))
def test_random_bytes(data):
    check(data)


@never_random
@given(st.text(alphabet='a1,;\t|"\n\r\\ é日-{}[]:', max_size=200))
def test_random_tables(text):
    check(text.encode())


@never_random
@given(mutated_files())
def test_mutated_files(data):
    check(data)


@never_random
@given(mutated_files(), st.sampled_from(["utf-8", "utf-16", "cp932", "cp1252"]), st.integers(1, 3))
def test_mutated_files_with_options(data, encoding, limit):
    check(data, encoding=encoding, limit=limit, is_header=lambda cells: "stars" in cells)


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            (
                "1,good phone,5",
                '2,"good, ""really""",4',
                '3,"two\nlines, here",3',
                '4,"never closed,2',
                '5,he said "wow" to me,1',
                '6,"a "loose" quote",2',
                "7,too, many, cells,3",
                "8,too few",
                '"',
                "just a line",
                "",
            )
        ),
        st.text(alphabet='a1,"\n', max_size=12),
    ),
    min_size=1,
    max_size=25,
)


@never_random
@given(LINES)
def test_no_line_of_damaged_text_is_lost(lines):
    """Every line with something on it belongs to a kept or a rejected row."""
    text = "id,text,stars\n" + "1,plain words,5\n" * 4 + "\n".join(lines)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reviews.csv"
        path.write_text(text, encoding="utf-8", newline="")
        (table,) = read_raw_tables(path)
    assert table.headings == ("id", "text", "stars")
    covered = {1}
    kept = [tuple(row.values()) for row in table.rows.to_pylist()]
    refused = [(row["raw"], row["line"]) for row in table.rejected.to_pylist()]
    for *cells, line in (*kept, *refused):
        newlines = sum(cell.count("\n") for cell in cells if cell)
        own = set(range(line, line + newlines + 1))
        assert not own & covered, "a line in two rows"
        covered |= own
    row_at = {row[-1]: "\n".join(filter(None, row[:-1])) for row in (*kept, *refused)}
    for number, content in enumerate(text.split("\n"), start=1):
        if content.strip(' ,"') and number not in covered:
            # A joined row drops newlines and commas around quotes, never words.
            before = max(line for line in row_at if line < number)
            words = re.findall(r"\w+", content)
            assert all(word in row_at[before] for word in words), f"line {number} is lost"
