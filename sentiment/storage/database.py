"""Opening the database: one connection a process and file, a cursor a thread.

DuckDB allows one process to write, or several to read. Inside a process all
threads share one connection, and each takes a cursor of its own: a connection
used by two threads at once returns wrong, silently empty results.
"""

from __future__ import annotations

import contextlib
import os
import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sentiment.errors import StorageError
from sentiment.storage import identity, migrations

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    Cursor = duckdb.DuckDBPyConnection

# Nothing is ever downloaded: what the package bundles is enough.
_CONNECTION_SETTINGS: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
_HOLDER: Final = re.compile(r"held in (?P<program>.+?) \(PID (?P<pid>\d+)\)")

_MAGIC_AT: Final = 8
_MAGIC: Final = b"DUCK"

_TABLE_NAMES: Final = """
SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND NOT internal
"""
_BEGIN: Final = "BEGIN TRANSACTION"
_COMMIT: Final = "COMMIT"
_ROLLBACK: Final = "ROLLBACK"

_registry: dict[Path, Database] = {}
_registry_lock = threading.Lock()


class Database:
    """An open Polytone database; made by :func:`open_database`, shared by threads."""

    def __init__(self, path: Path, connection: Cursor, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self._connection = connection
        self._inode = _inode(path)
        self._lock = threading.Lock()
        self._write_lock = threading.RLock()
        self._closed = False

    @contextlib.contextmanager
    def cursor(self) -> Iterator[Cursor]:
        """A fresh cursor for the calling thread, closed at the end of the block."""
        with self._lock:
            if self._closed:
                raise StorageError(f"The database '{self.path}' was closed.", hint="Open it again.")
            cursor = self._connection.cursor()
        try:
            with _disk_errors(self.path):
                yield cursor
        finally:
            cursor.close()

    @contextlib.contextmanager
    def transaction(self, **tables: Any) -> Iterator[Cursor]:
        """A cursor inside a transaction: all of the block is stored, or none of it.

        Writers of one process wait for each other. ``tables`` are arrow tables
        that statements of the block can read by their name.
        """
        if self.read_only:
            raise StorageError(
                f"The database '{self.path}' was opened for reading only.",
                hint="Open it without read_only to store something.",
            )
        with self._write_lock, self.cursor() as cursor:
            for name, table in tables.items():
                cursor.register(name, table)
            with _transaction(cursor):
                yield cursor

    def close(self) -> None:
        """Close the file for this process; a later :func:`open_database` opens it again."""
        with _registry_lock:
            if _registry.get(self.path) is self:
                del _registry[self.path]
            with self._write_lock, self._lock:
                if not self._closed:
                    self._closed = True
                    self._connection.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _is_current(self) -> bool:
        """Whether the path still leads to the file that is open."""
        return not self._closed and _inode(self.path) == self._inode


def open_database(path: Path, *, read_only: bool = False) -> Database:
    """Open the database at ``path``, making it where there is none, and bring it up to date.

    A second call with the same path in this process returns the same Database.
    Raises StorageError where the file is held by another process, is no
    Polytone database, was made by a newer Polytone, or cannot be opened.
    """
    resolved = Path(path).resolve()
    with _registry_lock:
        known = _registry.get(resolved)
        if known is not None and known._is_current():
            if known.read_only and not read_only:
                raise StorageError(
                    f"'{path}' is already open for reading only in this process.",
                    hint="Close it before opening it for writing.",
                )
            return known
        if known is not None:
            known._connection.close()
            known._closed = True
            del _registry[resolved]
        if not read_only and _is_missing(resolved):
            _create(resolved)
        connection = _connect(resolved, read_only=read_only)
        try:
            _migrate(connection, resolved, read_only=read_only)
        except BaseException:
            connection.close()
            raise
        database = Database(resolved, connection, read_only=read_only)
        _registry[resolved] = database
        return database


def _is_missing(path: Path) -> bool:
    try:
        return not path.exists() or (path.is_file() and path.stat().st_size == 0)
    except OSError:  # a name that no file can have; making one says why
        return True


def _create(path: Path) -> None:
    """Put a complete empty database at ``path`` in one step.

    A process killed while DuckDB writes its first pages would leave a file that
    never opens again; so they are written beside it and moved into place.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        fresh.touch()
        fresh.unlink()
    except (OSError, ValueError) as error:
        raise StorageError(
            f"The database '{path}' cannot be made: {getattr(error, 'strerror', error)}.",
            hint="Name a file in a folder that you may write to.",
        ) from error
    try:
        connection = _connect(fresh, read_only=False)
        try:
            _migrate(connection, fresh, read_only=False)
        finally:
            connection.close()
        if path.exists():
            fresh.replace(path)
        else:
            _move_if_free(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def _move_if_free(fresh: Path, path: Path) -> None:
    try:
        os.link(fresh, path)
    except FileExistsError:
        return  # another process was faster: its database is the one to open
    except OSError:
        fresh.replace(path)  # a file system without hard links


def _connect(path: Path, *, read_only: bool) -> Cursor:
    import duckdb

    if _is_foreign(path):
        raise _not_a_database(path)
    try:
        return duckdb.connect(str(path), read_only=read_only, config=_CONNECTION_SETTINGS)
    except duckdb.Error as error:
        raise _opening_error(path, str(error)) from error
    except UnicodeError as error:
        raise StorageError(f"'{path!s}' is no name for a database.") from error


def _is_foreign(path: Path) -> bool:
    """Whether the file is no DuckDB database.

    DuckDB opens a CSV, JSON or Parquet file as a database in memory, in which what is
    stored is lost at the end.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_MAGIC_AT + len(_MAGIC))
    except OSError:
        return False  # DuckDB says better why it cannot be opened
    return bool(head) and head[_MAGIC_AT:] != _MAGIC


def _not_a_database(path: Path) -> StorageError:
    return StorageError(
        f"'{path}' is not a Polytone database.",
        hint="Name another file; reviews are loaded with: polytone ingest FILE",
    )


def _opening_error(path: Path, message: str) -> StorageError:
    if "lock" in message:
        holder = _HOLDER.search(message)
        who = f"process {holder['pid']}, {Path(holder['program']).name}" if holder else "unknown"
        return StorageError(
            f"The database '{path}' is in use by another program ({who}).",
            hint="Close the other Polytone (its window or its terminal), "
            "or name another database with --db.",
        )
    if path.is_dir():
        return StorageError(f"'{path}' is a folder, not a database.", hint="Name a file in it.")
    if not path.exists():
        return StorageError(
            f"There is no database '{path}'.", hint="Check the path, or ingest a file first."
        )
    if not os.access(path, os.R_OK):
        return StorageError(
            f"The database '{path}' may not be read.", hint="Check the file's permissions."
        )
    if "not a valid DuckDB" in message:
        return _not_a_database(path)
    if not os.access(path, os.W_OK):
        return StorageError(
            f"The database '{path}' may not be written to.",
            hint="Change the file's permissions, or name a copy of it with --db.",
        )
    if "newer version" in message or "storage version" in message:
        return StorageError(
            f"'{path}' was written by another version of DuckDB.", hint="Update Polytone."
        )
    return StorageError(
        f"The database '{path}' cannot be opened: {message.splitlines()[0]}",
        hint="Check the path and the file's permissions.",
    )


def _migrate(connection: Cursor, path: Path, *, read_only: bool) -> None:
    tables = {name for (name,) in connection.execute(_TABLE_NAMES).fetchall()}
    if tables and migrations.HISTORY_TABLE not in tables:
        raise StorageError(
            f"'{path}' is a DuckDB database, but not one of Polytone's.",
            hint="Name another file with --db; this one was left as it is.",
        )
    applied = (
        {name for (name,) in connection.execute(migrations.READ_HISTORY).fetchall()}
        if tables
        else set()
    )
    unknown = applied - {migration.name for migration in migrations.MIGRATIONS}
    if unknown:
        raise StorageError(
            f"'{path}' was made by a newer Polytone (it has '{min(unknown)}').",
            hint="Update Polytone: pip install --upgrade polytone",
        )
    pending = [step for step in migrations.MIGRATIONS if step.name not in applied]
    if pending and read_only:
        raise StorageError(
            f"'{path}' is older than this Polytone (it lacks '{pending[0].name}').",
            hint="Open it once for writing, for example with: polytone app",
        )
    for migration in pending:
        with _transaction(connection):
            _apply(connection, migration)
    if not read_only and identity.is_renewal_due(connection):
        with _transaction(connection):
            identity.renew_keys(connection)


def _apply(connection: Cursor, migration: migrations.Migration) -> None:
    connection.execute(migrations.CREATE_HISTORY)
    for statement in migration.statements:
        connection.execute(statement)
    connection.execute(migrations.RECORD_MIGRATION, {"name": migration.name})


@contextlib.contextmanager
def _transaction(cursor: Cursor) -> Iterator[None]:
    cursor.execute(_BEGIN)
    try:
        yield
        cursor.execute(_COMMIT)
    except BaseException:
        _roll_back(cursor)
        raise


def _roll_back(cursor: Cursor) -> None:
    import duckdb

    with contextlib.suppress(duckdb.Error):  # a failed COMMIT has rolled back already
        cursor.execute(_ROLLBACK)


@contextlib.contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    """What the disk or the memory refuses, said as an error for people."""
    import duckdb

    try:
        yield
    except (duckdb.IOException, duckdb.FatalException) as error:
        raise StorageError(
            f"The database '{path}' could not be read or written: {str(error).splitlines()[0]}",
            hint="Check the free space of the disk, then start again; what was stored is kept.",
        ) from error
    except duckdb.OutOfMemoryException as error:
        raise StorageError(
            f"There was not enough memory for '{path}'.",
            hint="Close other programs, or narrow the filters.",
        ) from error


def _inode(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
