"""Bring an export in: recognise it, read it, store it, say what became of every row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.errors import UsageError
from sentiment.records import ReadingOptions, SavedProfile, silent

if TYPE_CHECKING:
    from pathlib import Path

    from sentiment.records import ImportReport, Progress, Recognition
    from sentiment.storage.database import Database


def recognise(
    database: Database, path: Path, *, options: ReadingOptions | None = None
) -> list[Recognition]:
    """What is found out about ``path`` before anything is stored.

    One recognition a file; several for an archive. Raises
    :class:`sentiment.errors.ReadingError` where nothing in it can be read.
    """
    from sentiment.reading.exports import recognise_file
    from sentiment.storage.profiles import list_profiles

    return recognise_file(
        path, options=options or ReadingOptions(), saved_profiles=list_profiles(database)
    )


def import_file(
    database: Database,
    path: Path,
    *,
    options: ReadingOptions | None = None,
    progress: Progress = silent,
) -> list[ImportReport]:
    """Read ``path`` and store it; one report for each export in it.

    Each export is stored in one transaction: stopped half-way, it leaves
    nothing behind and can simply be given again.
    """
    from sentiment.reading.exports import stream_file
    from sentiment.storage.imports import store_export
    from sentiment.storage.profiles import list_profiles

    exports = stream_file(
        path,
        options=options or ReadingOptions(),
        saved_profiles=list_profiles(database),
        progress=progress,
    )
    return [store_export(database, export) for export in exports]


def imports(database: Database) -> list[ImportReport]:
    """All imports so far, the newest first."""
    from sentiment.storage.imports import list_imports

    return list_imports(database)


def save_profile(
    database: Database, recognition: Recognition, *, name: str, market: str | None = None
) -> SavedProfile:
    """Keep a recognition, as corrected by a person, as a profile of their own.

    ``market`` is the one given for the whole file, if any.
    """
    from sentiment.reading.exports import profile_names
    from sentiment.storage.profiles import save_profile as store

    name = name.strip()
    if not name or name in profile_names():
        raise UsageError(
            f"A profile cannot be saved under the name '{name}'.",
            hint="Give it a name that no built-in profile has.",
        )
    profile = SavedProfile(
        name=name,
        headings=recognition.headings,
        mapping=dict(recognition.mapping),
        date_order=recognition.date_order,
        rating_scale=recognition.rating_scale,
        market=market,
    )
    store(database, profile)
    return profile


def saved_profiles(database: Database) -> list[SavedProfile]:
    """The profiles that people saved, by name."""
    from sentiment.storage.profiles import list_profiles

    return list_profiles(database)


def rejected_csv(database: Database, *, import_id: int | None = None) -> bytes:
    """The refused rows as CSV (file, line, reason, raw), safe to open in a spreadsheet."""
    from sentiment.storage.rejected import rejected_rows
    from sentiment.workflows.spreadsheets import to_csv

    return to_csv(rejected_rows(database, import_id=import_id))
