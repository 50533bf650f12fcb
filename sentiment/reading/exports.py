"""Exports in, reviews out: the two orders that the rest of Polytone gives to reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.errors import PolytoneError, ReadingError, UsageError
from sentiment.reading.known_profiles import is_known_header, known_profiles
from sentiment.reading.markets import named_market
from sentiment.reading.raw_tables import read_raw_tables
from sentiment.reading.recognition import recognise
from sentiment.reading.reviews import refuse_table, transform
from sentiment.reading.sheet_choice import SheetChoice
from sentiment.records import ExportStream, ReadingOptions, silent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sentiment.reading.raw_tables import RawTable
    from sentiment.reading.recognition import Layout
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
) -> Iterator[ReadExport]:
    """:func:`stream_file`, each export read whole.

    In each, ``read`` is reviews plus rejected rows.
    """
    for stream in stream_file(path, options=options, saved_profiles=saved_profiles):
        yield stream.collect()


def stream_file(
    path: Path,
    *,
    options: ReadingOptions = _NO_OPTIONS,
    saved_profiles: Sequence[SavedProfile] = (),
    progress: Progress = silent,
) -> Iterator[ExportStream]:
    """The tables of a file (several for an archive or workbook), their reviews batch by batch.

    An export's batches have to be gone through before the next export is asked for. A
    table of an archive that holds no reviews is refused row by row where another table
    holds some; so is a sheet beside others that are more surely reviews.
    ``progress`` hears of rows "reading" and then "storing".

    Raises UsageError for a profile, field, heading or market that does not
    exist, and ReadingError for a file that cannot be read or holds no reviews.
    """
    market = named_market(options.market) if options.market else None
    sheets = SheetChoice()
    refused: list[tuple[RawTable, PolytoneError]] = []
    found = 0

    def read(raw: RawTable, layout: Layout) -> ExportStream:
        return transform(raw, layout, options=options, market=market, progress=progress)

    for raw in read_raw_tables(
        path,
        encoding=options.encoding,
        delimiter=options.delimiter,
        is_header=is_known_header,
        progress=progress,
    ):
        try:
            layout = recognise(raw, options=options, saved_profiles=saved_profiles)
        except ReadingError as error:
            refused.append((raw, error))
            continue
        except UsageError as error:
            if raw.workbook is None:
                raise
            refused.append((raw, error))  # a heading that a person named is in another sheet
            continue
        if raw.workbook is not None and not sheets.accept(raw, layout, options=options):
            continue
        streams = [read(raw, layout)]
        found += 1
        del raw  # the batches let go of the rows that were read
        yield streams.pop()
    for raw, late in sheets.take_waiting():
        if isinstance(late, PolytoneError):
            refused.append((raw, late))
        else:
            found += 1
            yield read(raw, late)
    if refused and not found:
        raise max(refused, key=lambda refusal: len(refusal[0].headings))[1]
    for raw, refusal in refused:
        yield ExportStream.of(refuse_table(raw, refusal.message))
