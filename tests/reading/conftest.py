"""Reading a file that a test writes byte for byte."""

from dataclasses import dataclass

import pytest

from sentiment.reading.raw_tables import RawTable, read_raw_tables


@dataclass(frozen=True)
class Found:
    """A raw table as plain Python: ``rows`` without lines, ``lines``, ``rejected``."""

    table: RawTable
    rows: list[tuple]
    lines: list[int]
    rejected: list[tuple]


def spell_out(table: RawTable) -> Found:
    columns = [column.to_pylist() for column in table.rows.columns]
    assert table.read == table.rows.num_rows + table.rejected.num_rows
    assert len(set(table.headings)) == len(table.headings) == len(columns) - 1
    return Found(
        table,
        list(zip(*columns[:-1], strict=True)),
        columns[-1],
        [tuple(row.values()) for row in table.rejected.to_pylist()],
    )


@pytest.fixture
def read(tmp_path):
    """Write ``content`` to a file and read its one table."""

    def read_content(content, *, name="reviews.csv", **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (table,) = read_raw_tables(path, **options)
        return spell_out(table)

    return read_content


@pytest.fixture
def read_all(tmp_path):
    """Write ``content`` to a file and read all its tables."""

    def read_content(content, *, name="reviews.zip", **options):
        path = tmp_path / name
        path.write_bytes(content)
        return [spell_out(table) for table in read_raw_tables(path, **options)]

    return read_content
