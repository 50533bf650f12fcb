"""Where the market of each review comes from, and what it says about dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.reading.cells import distinct
from sentiment.reading.column_traits import column_traits
from sentiment.reading.markets import (
    date_pattern,
    read_locale_markets,
    read_markets,
    read_sentence_markets,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from sentiment.reading.recognition import Layout
    from sentiment.records import DateOrder

_MOSTLY = 0.5


def find_markets(
    columns: Mapping[str, pa.ChunkedArray | None],
    layout: Layout,
    *,
    length: int,
    given: str | None,
    notes: list[str],
) -> tuple[pa.Array, str | None]:
    """The market of each row, and a phrase that says where it was found.

    In this order: given for the file, a column of its own, the sentence that
    holds the date, the region of the language's locale. ``columns`` are the
    cells of the fields market, date and language, ``length`` rows. Adds to ``notes``.
    """
    import pyarrow as pa

    if given:
        return pa.repeat(pa.scalar(given, pa.string()), length), f"given for the file: {given}"
    market, date, language = columns["market"], columns["date"], columns["language"]
    if market is not None:
        heading = layout.mapping["market"]
        if heading == layout.mapping.get("date"):
            return read_sentence_markets(market), f"sentence in column '{heading}'"
        markets, unread = read_markets(market)
        if unread:
            notes.append(f"cells of '{heading}' that name no country, left empty: {unread:,}")
        if markets.null_count < len(markets) or language is None:
            return markets, f"column '{heading}'"
    if date is not None and _has_sentences(date, layout):
        markets = read_sentence_markets(date)
        if markets.null_count < len(markets):
            return markets, f"sentence in column '{layout.mapping['date']}'"
    if language is not None and (layout.profile is None or layout.profile.language_names_market):
        markets = read_locale_markets(language)
        if markets.null_count < len(markets):
            return markets, f"region of the locale in column '{layout.mapping['language']}'"
    return pa.nulls(length, pa.string()), None


def order_of_market(markets: pa.Array) -> DateOrder | None:
    """The order of day and month that CLDR gives for the one market of a file.

    None where the file has several markets, or where the market's short
    pattern begins with the year (Canada), as it then says nothing.
    """
    codes = distinct(markets)
    pattern = date_pattern(codes[0]) if len(codes) == 1 else None
    letters = "".join(dict.fromkeys(c for c in (pattern or "").lower() if c in "dmy"))
    if letters == "dmy":
        return "dmy"
    return "mdy" if letters == "mdy" else None


def _has_sentences(date: pa.ChunkedArray, layout: Layout) -> bool:
    if layout.profile is not None and layout.profile.market_in_date:
        return True
    if layout.profile is not None:
        return False
    return column_traits("", date).sentences_with_market >= _MOSTLY
