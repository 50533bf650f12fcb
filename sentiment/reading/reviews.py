"""Raw rows → reviews: every field of the record, and the rows that are refused.

All work is done on whole columns; only what is not plain (a date with a
month's name, an entity in a text) is looked at value by value.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sentiment.reading.cells import replace_where, trimmed
from sentiment.reading.date_cells import ClockedDate, parse_date
from sentiment.reading.dates import FALLBACK, read_dates
from sentiment.reading.declared_languages import read_languages
from sentiment.reading.kept_columns import describe_kept, read_kept
from sentiment.reading.labels import read_label_column
from sentiment.reading.markets import market_of
from sentiment.reading.personal_data import mask_texts, pseudonyms
from sentiment.reading.profiles import heading_key
from sentiment.reading.ratings import read_ratings
from sentiment.reading.recognition import GUESSED, Layout
from sentiment.reading.rejecting import WITHHELD, rejected_rows
from sentiment.reading.review_batches import TEXT_FIELDS, ReviewBatches
from sentiment.reading.review_markets import find_markets, order_of_market
from sentiment.reading.threads import side_by_side
from sentiment.records import (
    ExportStream,
    ReadExport,
    ReadingOptions,
    Recognition,
    rejected_schema,
    review_schema,
    silent,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from sentiment.reading.dates import Dates
    from sentiment.reading.ratings import Ratings
    from sentiment.reading.raw_tables import RawTable
    from sentiment.records import Progress, RatingScale

_SPLIT = "texts beside a translation by Google, whose original is scored"
_EXAMPLES = 3
_EXAMPLE_LENGTH = 200


@dataclass
class _Reading:
    """One table on its way: the raw columns by field, and what is to be said about them."""

    raw: RawTable
    layout: Layout
    notes: list[str] = field(default_factory=list)

    def raw_name(self, name: str) -> str:
        """The name of a mapped field's column among the raw rows."""
        return f"c{self.raw.headings.index(self.layout.mapping[name])}"

    def column(self, name: str) -> pa.ChunkedArray | None:
        """The cells of a field; None where it is not mapped."""
        if name not in self.layout.mapping:
            return None
        return self.raw.rows.column(self.raw_name(name))

    def cells(self, name: str) -> pa.ChunkedArray | pa.Array:
        """The cells of a field as they stand; null where it is not mapped."""
        import pyarrow as pa

        column = self.column(name)
        return pa.nulls(self.raw.rows.num_rows, pa.string()) if column is None else column

    def note(self, count: int, text: str) -> None:
        """Say ``text`` and how often it is so, where it is."""
        if count:
            self.notes.append(f"{text}: {count:,}")


def transform(
    raw: RawTable,
    layout: Layout,
    *,
    options: ReadingOptions,
    market: str | None = None,
    progress: Progress = silent,
) -> ExportStream:
    """A raw table as reviews and rejected rows.

    ``market`` is the one given for the file; ``progress`` hears of the rows taken.
    """
    import pyarrow as pa

    reading = _Reading(raw, layout)
    aside = _Reading(raw, layout)  # its notes come after those of the other thread
    (markets, market_from, dates), (ratings, languages, names, labels, kept) = side_by_side(
        lambda: _markets_and_dates(reading, options, market),
        lambda: (
            _ratings(aside, options),
            _languages(aside),
            _names(aside, options),
            _labels(aside),
            _kept(aside, options),
        ),
    )
    reading.notes.extend(aside.notes)
    recognition = _recognition(reading, dates, ratings.scale, market_from)
    columns = {
        "line": raw.rows.column("line").combine_chunks(),
        **names,
        "rating": ratings.values,
        "stars": ratings.stars,
        "written_at": dates.written_at,
        "declared_language": languages,
        "market": markets,
        "label": labels,
        "kept": kept,
    }
    text_columns = {name: reading.raw_name(name) for name in TEXT_FIELDS if name in layout.mapping}
    batches = ReviewBatches(
        layout.profile, text_columns, mask=options.mask_personal_data, progress=progress
    )
    private = bool(layout.profile and layout.profile.private)
    refused_before, first_notes = raw.rejected, (*raw.notes, *layout.notes)

    def finish() -> tuple[Recognition, pa.Table]:
        rejected = pa.concat_tables([refused_before, *batches.rejected])
        if batches.rejected:
            rejected = rejected.sort_by("line")
        if rejected.num_rows and (options.mask_personal_data or private):
            masked = mask_texts(rejected.column("raw").combine_chunks())
            rejected = rejected.set_column(2, rejected_schema().field("raw"), masked)
        split = [f"{_SPLIT}: {batches.split:,}"] if batches.split else []
        notes = dict.fromkeys((*first_notes, *split, *recognition.notes))
        return replace(recognition, notes=tuple(notes)), rejected

    return ExportStream(layout.name, raw.read, batches.read(raw, columns, ratings=ratings), finish)


def refuse_table(raw: RawTable, reason: str) -> ReadExport:
    """A table that holds no reviews, all its rows refused for ``reason``."""
    import pyarrow as pa

    reasons = pa.array([reason] * raw.rows.num_rows, type=pa.string())
    rejected = pa.concat_tables([raw.rejected, rejected_rows(raw, reasons, profile=None)])
    reading = _Reading(raw, Layout(GUESSED, {}), [*raw.notes, reason])
    recognition = _recognition(reading, None, None, None)
    return ReadExport(
        recognition, raw.read, review_schema().empty_table(), rejected.sort_by("line")
    )


def _markets_and_dates(
    reading: _Reading, options: ReadingOptions, market: str | None
) -> tuple[pa.Array, str | None, Dates]:
    layout = reading.layout
    markets, market_from = find_markets(
        {name: reading.column(name) for name in ("market", "date", "language")},
        layout,
        length=reading.raw.rows.num_rows,
        given=market or (market_of(layout.saved.market or "") if layout.saved else None),
        notes=reading.notes,
    )
    return markets, market_from, _dates(reading, options, markets)


def _languages(reading: _Reading) -> pa.Array:
    languages, unread = read_languages(reading.cells("language"))
    reading.note(unread, "cells of the language that name none, left empty")
    return languages


def _labels(reading: _Reading) -> pa.Array:
    import pyarrow as pa

    column = reading.column("label")
    if column is None:
        return pa.nulls(reading.raw.rows.num_rows, pa.int8())
    labels = read_label_column(column, heading=reading.layout.mapping["label"])
    reading.notes.extend(labels.notes)
    return labels.values


def _kept(reading: _Reading, options: ReadingOptions) -> pa.Array:
    layout = reading.layout
    origin = layout.origin if options.keep_origin else None
    if described := describe_kept(layout.kept, origin=origin):
        reading.notes.append(described)
    return read_kept(
        reading.raw,
        layout.kept,
        origin=origin,
        author=layout.mapping.get("author"),
        mask=options.mask_personal_data,
    )


def _names(reading: _Reading, options: ReadingOptions) -> dict[str, pa.Array]:
    authors = trimmed(reading.cells("author"))
    return {
        "external_id": _extracted(reading, "review_id"),
        "product": _extracted(reading, "product"),
        "author": pseudonyms(authors) if options.mask_personal_data else authors,
    }


def _dates(reading: _Reading, options: ReadingOptions, markets: pa.Array) -> Dates:
    layout = reading.layout
    heading = layout.mapping.get("date")
    order = options.date_order or (layout.saved.date_order if layout.saved else None)
    own = layout.profile.date_order if layout.profile else None
    own = None if own == "ymd" else own
    dates = read_dates(reading.cells("date"), order=order, fallback=own or order_of_market(markets))
    if dates.settled and dates.why == FALLBACK:
        source = f"the profile '{layout.name}'" if own else "the market"
        reading.notes.append(
            f"column '{heading}' does not settle whether day or month comes first; "
            f"{source} does: {_spelt(dates.order)}"
        )
    elif dates.settled and dates.why:
        reading.notes.append(f"dates are read as {_spelt(dates.order)}: {dates.why}")
    if not dates.settled:
        reading.notes.append(
            f"DATES LEFT EMPTY: column '{heading}' does not settle whether day or month comes "
            f"first in {dates.unsettled:,} dates such as {_example(reading)}. Name the order with "
            "--date-order dmy or --date-order mdy, or on the Upload page"
        )
    reading.note(dates.unread, f"cells of '{heading}' that are no date, left empty")
    reading.note(dates.impossible, f"dates of '{heading}' before 1995 or in the future, left empty")
    return dates


def _ratings(reading: _Reading, options: ReadingOptions) -> Ratings:
    layout = reading.layout
    scale = options.rating_scale
    scale = scale or (layout.saved.rating_scale if layout.saved else None)
    scale = scale or (layout.profile.rating_scale if layout.profile else None)
    ratings = read_ratings(reading.cells("rating"), scale=scale)
    heading = layout.mapping.get("rating")
    reading.note(ratings.unread, f"cells of '{heading}' that are no rating, left without stars")
    if ratings.scale:
        low, high = ratings.scale.low, ratings.scale.high
        reading.note(
            ratings.outside,
            f"ratings of '{heading}' outside the scale {low:g} to {high:g}, left without stars",
        )
    return ratings


def _extracted(reading: _Reading, name: str) -> pa.Array:
    """A field's cells, or what the profile's pattern takes out of them."""
    import pyarrow.compute as pc

    cells = trimmed(reading.cells(name))
    profile = reading.layout.profile
    pattern = profile.patterns.get(name) if profile else None
    if pattern is None or cells.null_count == len(cells):
        return cells
    values = pc.struct_field(pc.extract_regex(cells, pattern), "value")
    coded = pc.match_substring(values, "%")
    return replace_where(values, coded, _decoded)


def _decoded(value: str) -> str:
    return unquote(value)


def _recognition(
    reading: _Reading, dates: Dates | None, scale: RatingScale | None, market_from: str | None
) -> Recognition:
    raw = reading.raw
    return Recognition(
        file=raw.file,
        container=raw.container,
        encoding=raw.encoding,
        delimiter=raw.delimiter,
        profile=reading.layout.name,
        mapping=dict(reading.layout.mapping),
        headings=raw.headings,
        examples=_examples(reading),
        date_order=dates.order if dates else None,
        date_order_settled=dates.settled if dates else True,
        rating_scale=scale,
        market_from=market_from,
        notes=tuple(dict.fromkeys(reading.notes)),
        origin=reading.layout.origin,
    )


def _examples(reading: _Reading) -> dict[str, tuple[str, ...]]:
    """First values by heading, shortened; people's addresses are not shown."""
    raw, profile = reading.raw, reading.layout.profile
    private = {heading_key(h) for h in profile.private} if profile else set()
    examples: dict[str, tuple[str, ...]] = {}
    for position, heading in enumerate(raw.headings):
        cells = raw.rows.column(f"c{position}").slice(0, 50).drop_null().to_pylist()
        filled = [cell for cell in cells if cell.strip()][:_EXAMPLES]
        if heading_key(heading) in private:
            filled = [WITHHELD] * bool(filled)
        examples[heading] = tuple(
            cell if len(cell) <= _EXAMPLE_LENGTH else cell[: _EXAMPLE_LENGTH - 1] + "…"
            for cell in filled
        )
    return examples


def _example(reading: _Reading) -> str:
    for value in trimmed(reading.cells("date")).drop_null().slice(0, 2000).to_pylist():
        found = parse_date(value)
        if isinstance(found, ClockedDate) and found.as_time(None) is None:
            return f"'{value}'"
    return "these"


def _spelt(order: str | None) -> str:
    names = {"d": "day", "m": "month", "y": "year"}
    return ", ".join(names[letter] for letter in order or "")
