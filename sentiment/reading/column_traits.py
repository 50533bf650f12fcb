"""What the values of a column look like, judged on a sample of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from sentiment.reading.cells import trimmed
from sentiment.reading.date_cells import ClockedDate, parse_date
from sentiment.reading.dates import EARLIEST, read_dates
from sentiment.reading.declared_languages import is_language_tag
from sentiment.reading.markets import market_code, market_in_sentence, market_of
from sentiment.reading.ratings import parse_rating

if TYPE_CHECKING:
    import pyarrow as pa

SAMPLE = 120


@dataclass(frozen=True)
class ColumnTraits:
    """A sample of a column's values (missing ones left out); shares are of the sample, 0 to 1."""

    heading: str
    values: tuple[str, ...]

    @cached_property
    def different(self) -> float:
        """Different values as a share of all."""
        return len(set(self.values)) / len(self.values) if self.values else 0.0

    @cached_property
    def letters(self) -> float:
        """Letters in a value, on average; those of scripts without spaces count threefold."""
        if not self.values:
            return 0.0
        counted = sum(
            3 if c >= "\u2e80" else 1 for value in self.values for c in value[:500] if c.isalpha()
        )
        return counted / len(self.values)

    @cached_property
    def dates(self) -> float:
        """Share of values that are dates between 1995 and now."""
        return self._share(_is_date)

    @cached_property
    def epochs(self) -> float:
        """Share of values that are times as one number."""
        import pyarrow as pa

        if not self.values or not all(value.isdigit() for value in self.values):
            return 0.0
        read = read_dates(pa.array(self.values, type=pa.string()))
        return float(1.0 - read.written_at.null_count / len(self.values))

    @cached_property
    def ratings(self) -> float:
        """Share of short values that are ratings up to 100."""
        return self._share(_is_rating)

    @cached_property
    def highest_rating(self) -> float:
        """The highest rating in the sample; 0 without any."""
        found = (parse_rating(value) for value in set(self.values) if len(value) <= 60)
        return max((rating.value for rating in found if rating), default=0.0)

    @cached_property
    def languages(self) -> float:
        """Share of values that are language codes or locales in their usual spelling."""
        return self._share(is_language_tag)

    @cached_property
    def markets(self) -> float:
        """Share of values that name a country."""
        return self._share(lambda value: len(value) <= 80 and market_of(value) is not None)

    @cached_property
    def country_codes(self) -> float:
        """Share of values that are country codes in capitals."""
        return self._share(lambda value: value.isupper() and market_code(value) is not None)

    @cached_property
    def sentences_with_market(self) -> float:
        """Share of values that are a sentence with a country and a date in it."""
        return self._share(
            lambda v: 12 < len(v) <= 160 and _is_date(v) and market_in_sentence(v) is not None
        )

    def _share(self, test: object) -> float:
        if not self.values or not callable(test):
            return 0.0
        known = {value: bool(test(value)) for value in set(self.values)}
        return sum(known[value] for value in self.values) / len(self.values)


def column_traits(heading: str, column: pa.ChunkedArray) -> ColumnTraits:
    """The traits of a column, from the first of its filled cells."""
    cells = trimmed(column.slice(0, SAMPLE * 20)).drop_null().slice(0, SAMPLE)
    return ColumnTraits(heading, tuple(cells.to_pylist()))


def _is_date(text: str) -> bool:
    if len(text) > 160 or not any(c.isdigit() for c in text):
        return False
    found = parse_date(text)
    if isinstance(found, ClockedDate):
        days = [found.day.as_date("dmy"), found.day.as_date("mdy"), found.day.as_date("ymd")]
        return any(day and _is_possible(day.year) for day in days)
    return found is not None and _is_possible(found.year)


def _is_possible(year: int) -> bool:
    return EARLIEST.year <= year <= datetime.now(UTC).year


def _is_rating(text: str) -> bool:
    if len(text) > 60:
        return False
    rating = parse_rating(text)
    return rating is not None and -1 <= rating.value <= 100
