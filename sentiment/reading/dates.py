"""Dates in every spelling, as UTC; day and month order settled by the whole column.

ISO with and without offsets and epochs are read column-wise. Everything else
is read once for each distinct value: month names in 40 languages, numeric
dates with any separator, Japanese eras, Arabic-Indic digits, Buddhist years,
Excel's serial days.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from sentiment.reading.cells import parse_distinct, trimmed
from sentiment.reading.date_cells import ClockedDate, NumericDate, parse_clock, parse_date

if TYPE_CHECKING:
    import pyarrow as pa

    from sentiment.records import DateOrder

EARLIEST = date(1995, 1, 1)
_DAYS_AHEAD = 2  # clocks and time zones; anything later was not written yet
FALLBACK = "fallback"
_ISO = r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?)?"
_DAY_AND_CLOCK = (
    r"^(?P<day>.*\d)(?:,? +|T)"
    r"(?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?)$"
)
_MANY = 20_000


@dataclass(frozen=True)
class Dates:
    """A column of dates: ``written_at`` is UTC without zone, null where unreadable or impossible.

    ``order`` is None and ``settled`` false where numeric dates can be read in
    two ways; those are null. ``why`` says what settled the order. ``unread``
    counts cells that are no date, ``impossible`` those before 1995 or in the
    future, ``unsettled`` those left out for their order.
    """

    written_at: pa.Array
    order: DateOrder | None
    settled: bool
    why: str
    unread: int
    impossible: int
    unsettled: int


def read_dates(
    column: pa.Array,
    *,
    order: DateOrder | None = None,
    fallback: DateOrder | None = None,
    today: date | None = None,
) -> Dates:
    """A column of cells as times.

    ``order`` is what a person (or the format) fixed; ``fallback`` is used
    where the column itself does not settle the order.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    cells = trimmed(column)
    times, rest = _iso_times(cells)
    iso = times.null_count < len(times)
    if rest.null_count == len(rest):
        texts = _Texts(times, order, True, "", 0)
    else:
        epochs, rest = _epochs(rest)
        texts = _read_texts(rest, order=order, fallback=fallback, today=today)
        times = pc.coalesce(times, epochs, texts.times)
    unread = times.null_count - cells.null_count - texts.unsettled
    last = (today or datetime.now(UTC).date()) + timedelta(days=_DAYS_AHEAD)
    possible = pc.and_(
        pc.greater_equal(times, pa.scalar(datetime(EARLIEST.year, 1, 1), times.type)),
        pc.less(times, pa.scalar(datetime(last.year, last.month, last.day), times.type)),
    )
    impossible = len(times) - times.null_count - (pc.sum(possible).as_py() or 0)
    if impossible:
        times = pc.if_else(possible, times, pa.scalar(None, times.type))
    return Dates(
        written_at=times,
        order=texts.order or ("ymd" if iso and texts.settled else None),
        settled=texts.settled,
        why=texts.why,
        unread=unread,
        impossible=impossible,
        unsettled=texts.unsettled,
    )


def settle_order(
    numeric: Counter[NumericDate], *, today: date | None = None
) -> tuple[DateOrder | None, str]:
    """The order that the values of a column settle, and what settled it; None where they do not.

    Day or month first is settled where one of them reads dates that the other
    cannot read, and what only the other reads is at most one in twenty of that
    (typing errors). Dotted dates (5.3.2025) are day first: CLDR has no locale
    that writes the month first with dots. Years of two digits may also come
    first: the order that needs no future and three times fewer years wins.
    """
    limit = (today or datetime.now(UTC).date()).year + 1
    days: dict[DateOrder, dict[NumericDate, date]] = {"dmy": {}, "mdy": {}, "ymd": {}}
    for value in numeric:
        for order, found in days.items():
            if order == "ymd" and value.long_year:
                continue
            day = value.as_date(order)
            if day and (value.long_year or EARLIEST.year <= day.year < limit):
                found[value] = day
    totals = {order: sum(numeric[value] for value in found) for order, found in days.items()}
    better: DateOrder = "mdy" if totals["mdy"] > totals["dmy"] else "dmy"
    worse: DateOrder = "dmy" if better == "mdy" else "mdy"
    years = {order: len({day.year for day in found.values()}) for order, found in days.items()}
    if not any(totals.values()):
        return None, ""
    if totals["ymd"] > totals[better] or (
        totals["ymd"] == totals[better] and years["ymd"] * 3 <= years[better]
    ):
        return "ymd", "years of two digits come first"
    if totals["ymd"] == totals[better] and years[better] * 3 > years["ymd"]:
        return None, ""
    only_better = sum(numeric[value] for value in days[better] if value not in days[worse])
    only_worse = sum(numeric[value] for value in days[worse] if value not in days[better])
    if only_better and only_worse * 20 <= only_better:
        return better, "some numbers are above 12"
    if all(value.dotted for value in numeric) and better == "dmy":
        return "dmy", "dates with dots have the day first"
    return None, ""


@dataclass(frozen=True)
class _Texts:
    times: pa.Array
    order: DateOrder | None
    settled: bool
    why: str
    unsettled: int


def _read_texts(
    cells: pa.Array, *, order: DateOrder | None, fallback: DateOrder | None, today: date | None
) -> _Texts:
    """Dates that are neither ISO nor a number, each distinct one read once."""
    import pyarrow as pa
    import pyarrow.compute as pc

    cells, clocks = _split_clocks(cells)
    encoded = cells.dictionary_encode()
    parsed = [parse_date(text) for text in encoded.dictionary.to_pylist()]
    counted = pc.value_counts(encoded.indices.drop_null()).to_pylist()
    often = {entry["values"]: entry["counts"] for entry in counted}
    numeric = Counter[NumericDate]()
    for position, value in enumerate(parsed):
        if isinstance(value, ClockedDate):
            numeric[value.day] += often[position]
    settled, why = True, ""
    if numeric and order is None:
        order, why = settle_order(numeric, today=today)
        if order is None and fallback:
            order, why = fallback, FALLBACK
        settled = order is not None
    times = [v.as_time(order) if isinstance(v, ClockedDate) else v for v in parsed]
    unsettled = sum(
        often[position]
        for position, value in enumerate(parsed)
        if isinstance(value, ClockedDate) and times[position] is None and not settled
    )
    values = pa.array(times, type=pa.timestamp("us")).take(encoded.indices)
    return _Texts(pc.add(values, clocks), order, settled, why, unsettled)


def _split_clocks(cells: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Many different times as days and times of day, of which there are few different ones."""
    import pyarrow as pa
    import pyarrow.compute as pc

    zero = pa.scalar(0, pa.duration("us"))
    if pc.count_distinct(cells).as_py() < _MANY:
        return cells, zero
    parts = pc.extract_regex(cells, _DAY_AND_CLOCK)
    written = pc.struct_field(parts, "clock")
    clocks = parse_distinct(written, parse_clock, type=pa.duration("us"))
    days = pc.coalesce(pc.struct_field(parts, "day"), cells)
    impossible = pc.and_(pc.is_valid(written), pc.is_null(clocks))
    days = pc.if_else(impossible, pa.scalar(None, pa.string()), days)
    return days, pc.coalesce(clocks, zero)


def _iso_times(cells: pa.Array) -> tuple[pa.Array, pa.Array]:
    """The cells that are ISO times, read; and the others, null where read."""
    import pyarrow as pa
    import pyarrow.compute as pc

    stamp = pa.timestamp("us")
    for kind in (stamp, pa.timestamp("us", tz="UTC")):
        try:  # a column of one form is read at once
            return cells.cast(kind).cast(stamp), pa.nulls(len(cells), pa.string())
        except pa.ArrowInvalid:
            continue
    naive = pc.fill_null(pc.match_substring_regex(cells, f"{_ISO}$"), False)
    zoned = pc.fill_null(
        pc.match_substring_regex(cells, _ISO + r" ?(Z|UTC|[+-]\d{2}:?\d{2})$"), False
    )
    nothing = pa.scalar(None, pa.string())
    written = pa.nulls(len(cells), type=stamp)
    rest = cells
    for mask, kind in ((naive, stamp), (zoned, pa.timestamp("us", tz="UTC"))):
        if not pc.any(mask).as_py():
            continue
        chosen = pc.if_else(mask, cells, nothing)
        chosen = pc.replace_substring_regex(chosen, r"(\.\d{6})\d+", r"\1")
        if kind.tz:
            chosen = pc.replace_substring_regex(chosen, r" ?UTC$", "Z")
            chosen = pc.replace_substring_regex(chosen, r" ([+-]\d{2}:?\d{2})$", r"\1")
        try:
            times = chosen.cast(kind).cast(stamp)
        except pa.ArrowInvalid:  # some 30 February: the slow way tells which
            continue
        written = pc.coalesce(written, times)
        rest = pc.if_else(mask, nothing, rest)
    return written, rest


def _epochs(cells: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Cells that are numbers, read, and the others, null where read.

    Seconds, milli-, micro- and nanoseconds since 1970; Excel's days since 1899-12-30.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    stamp = pa.timestamp("us")
    nothing = pa.scalar(None, pa.string())
    times = pa.nulls(len(cells), type=stamp)
    for pattern, factor, shift in (
        (r"^\d{9,10}(\.\d+)?$", 1e6, 0.0),
        (r"^\d{12,13}(\.0+)?$", 1e3, 0.0),
        (r"^\d{15,16}$", 1.0, 0.0),
        (r"^\d{18,19}$", 1e-3, 0.0),
        (r"^[2-6]\d{4}(\.\d+)?$", 86400e6, -25569.0),
    ):
        mask = pc.fill_null(pc.match_substring_regex(cells, pattern), False)
        if pc.any(mask).as_py():
            numbers = pc.if_else(mask, cells, nothing).cast(pa.float64())
            moments = pc.round(pc.multiply(pc.add(numbers, shift), factor)).cast(pa.int64())
            times = pc.coalesce(times, moments.cast(stamp))
            cells = pc.if_else(mask, nothing, cells)
    return times, cells
