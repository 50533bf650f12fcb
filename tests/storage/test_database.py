from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from sentiment.errors import StorageError
from sentiment.records import Filters
from sentiment.storage import imports, migrations, search, summaries
from sentiment.storage.database import Database, open_database

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOLD_OPEN = """
import sys
from pathlib import Path
from sentiment.storage.database import open_database
open_database(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


def test_same_path_gives_the_same_database(tmp_path: Path) -> None:
    path = tmp_path / "here" / "reviews.duckdb"
    with open_database(path) as database:
        assert open_database(tmp_path / "here" / ".." / "here" / "reviews.duckdb") is database
        assert open_database(path, read_only=True) is database
    reopened = open_database(path)
    assert reopened is not database
    reopened.close()
    reopened.close()


def test_migrations_are_recorded_once(tmp_path: Path) -> None:
    path = tmp_path / "reviews.duckdb"
    for _ in range(2):
        with open_database(path) as database, database.cursor() as cursor:
            applied = cursor.execute(
                "SELECT name, applied_at IS NOT NULL FROM polytone_migrations ORDER BY name"
            ).fetchall()
            assert applied == [(step.name, True) for step in migrations.MIGRATIONS]
    assert [entry.name for entry in tmp_path.iterdir()] == ["reviews.duckdb"]


def test_nothing_can_be_downloaded(database: Database) -> None:
    with database.cursor() as cursor:
        for name in ("autoinstall_known_extensions", "autoload_known_extensions"):
            setting = cursor.execute("SELECT current_setting($name)", {"name": name}).fetchall()
            assert setting == [(False,)]


def test_other_process_is_named(tmp_path: Path) -> None:
    path = tmp_path / "reviews.duckdb"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD_OPEN, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        for read_only in (False, True):
            with pytest.raises(StorageError) as caught:
                open_database(path, read_only=read_only)
            message = str(caught.value)
            assert str(path) in message
            assert f"process {holder.pid}" in message
            assert "Close the other Polytone" in message
        holder.communicate()
    open_database(path).close()


def test_other_files_are_refused(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("not a database\n" * 1000)
    with pytest.raises(StorageError, match=r"notes\.txt' is not a Polytone database"):
        open_database(text)
    assert text.read_text() == "not a database\n" * 1000
    with pytest.raises(StorageError, match="is a folder"):
        open_database(tmp_path)
    with pytest.raises(StorageError, match=r"no database .*missing\.duckdb"):
        open_database(tmp_path / "missing.duckdb", read_only=True)
    assert not (tmp_path / "missing.duckdb").exists()


@pytest.mark.parametrize("name", ["reviews.csv", "reviews.json", "reviews.parquet"])
def test_an_export_named_as_database_is_refused_and_left(tmp_path: Path, name: str) -> None:
    """DuckDB would open it in memory, and what is ingested would be gone at the end."""
    path = tmp_path / name
    path.write_text('{"review": "good", "rating": 5}\n')
    with pytest.raises(StorageError, match="not a Polytone database"):
        open_database(path)
    assert path.read_text() == '{"review": "good", "rating": 5}\n'


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError, match=r"inside\.duckdb' cannot be made"):
        open_database(tmp_path / "file" / "inside.duckdb")
    with pytest.raises(StorageError, match="cannot be made: File name too long"):
        open_database(tmp_path / ("x" * 300))


def test_a_file_that_may_only_be_read_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "reviews.duckdb"
    open_database(path).close()

    def refuse(*_: object, **__: object) -> None:
        raise duckdb.IOException(f'IO Error: Cannot open file "{path}": Permission denied')

    monkeypatch.setattr(duckdb, "connect", refuse)  # the superuser may open it
    monkeypatch.setattr(os, "access", lambda file, mode: mode != os.W_OK)
    with pytest.raises(StorageError, match="may not be written to"):
        open_database(path)


def test_foreign_duckdb_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "sales.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE sales (amount INTEGER)")
    with pytest.raises(StorageError, match="not one of Polytone's"):
        open_database(path)
    with duckdb.connect(str(path)) as connection:
        assert connection.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [
            ("sales",)
        ]


def test_empty_file_becomes_a_database(tmp_path: Path) -> None:
    path = tmp_path / "reviews.duckdb"
    path.touch()
    with open_database(path) as database:
        assert summaries.read_choices(database).reviews == 0


def test_newer_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "reviews.duckdb"
    with open_database(path) as database, database.transaction() as cursor:
        cursor.execute(migrations.RECORD_MIGRATION, {"name": "9999 from the future"})
    with pytest.raises(StorageError, match=r"newer Polytone .*9999 from the future"):
        open_database(path)


def test_older_database_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "reviews.duckdb"
    every = migrations.MIGRATIONS
    monkeypatch.setattr(migrations, "MIGRATIONS", every[:2])
    open_database(path).close()
    monkeypatch.setattr(migrations, "MIGRATIONS", every)
    with pytest.raises(StorageError, match=f"older than this Polytone .*{every[2].name}"):
        open_database(path, read_only=True)
    with open_database(path) as database:
        assert summaries.read_choices(database).reviews == 0


def test_failed_migration_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "reviews.duckdb"
    every = migrations.MIGRATIONS
    open_database(path).close()
    broken = migrations.Migration("9 broken", ("CREATE TABLE half (a INTEGER)", "SELECT nothing"))
    monkeypatch.setattr(migrations, "MIGRATIONS", (*every, broken))
    with pytest.raises(duckdb.BinderException):
        open_database(path)
    monkeypatch.setattr(migrations, "MIGRATIONS", every)
    with open_database(path) as database, database.cursor() as cursor:
        names = cursor.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        assert ("half",) not in names


def test_read_only_database_refuses_to_store(tmp_path: Path, export: Callable[..., Any]) -> None:
    path = tmp_path / "reviews.duckdb"
    open_database(path).close()
    with open_database(path, read_only=True) as database:
        with pytest.raises(StorageError, match="for reading only"):
            imports.store_export(database, export([{"text": "good"}]))
        with pytest.raises(StorageError, match="already open for reading only"):
            open_database(path)


def test_closed_database_says_so(tmp_path: Path) -> None:
    database = open_database(tmp_path / "reviews.duckdb")
    database.close()
    with pytest.raises(StorageError, match="was closed"), database.cursor():
        pass


def test_replaced_file_is_opened_anew(tmp_path: Path, export: Callable[..., Any]) -> None:
    path = tmp_path / "reviews.duckdb"
    first = open_database(path)
    imports.store_export(first, export([{"text": "good"}]))
    path.unlink()
    with open_database(path) as second:
        assert second is not first
        assert search.count_reviews(second, filters=Filters()) == 0


def test_transaction_is_stored_whole_or_not_at_all(database: Database) -> None:
    with pytest.raises(KeyboardInterrupt), database.transaction() as cursor:
        cursor.execute("INSERT INTO settings VALUES ('a', 'b')")
        raise KeyboardInterrupt
    with database.cursor() as cursor:
        assert cursor.execute("SELECT * FROM settings WHERE name = 'a'").fetchall() == []
    with database.transaction() as cursor:
        cursor.execute("INSERT INTO settings VALUES ('a', 'b')")
    with database.cursor() as cursor:
        assert cursor.execute("SELECT * FROM settings WHERE name = 'a'").fetchall() == [("a", "b")]


def test_eight_threads_read_while_one_writes(
    database: Database, export: Callable[..., Any]
) -> None:
    def rows(number: int) -> list[dict[str, Any]]:
        return [
            {"external_id": f"id-{number}-{row:03}", "text": f"text {number} {row}", "market": "DE"}
            for row in range(50)
        ]

    imports.store_export(database, export(rows(0)))
    written = threading.Event()
    wrong: list[object] = []

    def read() -> None:
        seen = 0
        try:
            while not written.is_set() or seen == 0:
                [count] = summaries.count_by(database, by="market")
                found = search.find_reviews(database, filters=Filters(text="TEXT"), limit=5)
                if count.reviews < max(seen, 50) or count.reviews % 50 or len(found) != 5:
                    wrong.append((seen, count, found))
                seen = count.reviews
        except Exception as error:  # a thread's error would be lost
            wrong.append(error)

    readers = [threading.Thread(target=read) for _ in range(8)]
    for reader in readers:
        reader.start()
    for number in range(1, 9):
        imports.store_export(database, export(rows(number)))
    written.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert search.count_reviews(database) == 9 * 50
