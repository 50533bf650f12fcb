"""Exports in, reviews out: the two orders that the rest of Polytone gives to reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.errors import ReadingError
from sentiment.reading.known_profiles import is_known_header, known_profiles
from sentiment.reading.markets import named_market
from sentiment.reading.raw_tables import read_raw_tables
from sentiment.reading.recognition import recognise
from sentiment.reading.reviews import refuse_table, transform
from sentiment.records import ProgressReport, ReadingOptions, silent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sentiment.reading.raw_tables import RawTable
    from sentiment.records import Progress, ReadExport, Recognition, SavedProfile

_NO_OPTIONS = ReadingOptions()


def profile_names() -> list[str]:
    """Names of the known profiles, in the order of the table."""
    return list(dict.fromkeys(profile.name for profile in known_profiles()))


def recognise_file(
    path: Path,
    *,
    options: ReadingOptions = _NO_OPTIONS,
    saved_profiles: Sequence[SavedProfile] = (),
) -> list[Recognition]:
    """What a file is, one entry for each table in it, without keeping anything.

    The whole file is looked at, because only a whole column settles the order
    of day and month and the scale of ratings. Raises as :func:`read_file`.
    """
    exports = read_file(path, options=options, saved_profiles=saved_profiles)
    return [export.recognition for export in exports]


def read_file(
    path: Path,
    *,
    options: ReadingOptions = _NO_OPTIONS,
    saved_profiles: Sequence[SavedProfile] = (),
    progress: Progress = silent,
) -> Iterator[ReadExport]:
    """The tables of a file (several for an archive) as reviews and rejected rows.

    In each, ``read`` is reviews plus rejected rows. A table of an archive that
    holds no reviews is refused row by row where another table holds some.

    Raises UsageError for a profile, field, heading or market that does not
    exist, and ReadingError for a file that cannot be read or holds no reviews.
    """
    market = named_market(options.market) if options.market else None
    refused: list[tuple[RawTable, ReadingError]] = []
    found = 0
    for raw in read_raw_tables(
        path, encoding=options.encoding, delimiter=options.delimiter, is_header=is_known_header
    ):
        try:
            layout = recognise(raw, options=options, saved_profiles=saved_profiles)
        except ReadingError as error:
            refused.append((raw, error))
            continue
        export = transform(raw, layout, options=options, market=market)
        found += 1
        read = export.read
        exports = [export]
        del raw, export  # whoever stores the export needs the memory
        yield exports.pop()
        progress(ProgressReport("reading", read, read))
    if refused and not found:
        raise refused[0][1]
    for raw, refusal in refused:
        yield refuse_table(raw, refusal.message)
