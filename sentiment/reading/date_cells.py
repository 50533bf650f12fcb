"""One date cell in any spelling: month names, numbers, eras, clocks and offsets."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sentiment.reading.month_names import month_key, month_names

if TYPE_CHECKING:
    from sentiment.records import DateOrder

_TIME = re.compile(
    r"(?P<before>(?:上午|下午|午前|午後|오전|오후)\s*)?(?<!\d)(?P<h>\d{1,2})[:：](?P<m>\d{2})"
    r"(?:[:：](?P<s>\d{2})(?:[.,](?P<f>\d+))?)?"
    r"(?:\s*(?P<after>[ap]\.?\s?m\b\.?|上午|下午|ص|م(?!\w)))?"
    r"(?:\s*(?P<zone>Z\b|UTC\b|GMT\b)?\s*(?P<offset>[+-]\d{1,2}:?(?:\d{2})?)?(?![\d/]))?",
    re.I,
)
_NUMERIC = re.compile(
    r"(?<![A-Za-z\d.])(\d{1,4})\s*([-/.–])\s*(\d{1,2})\s*[-/.–]\s*(\d{1,4})(?!\d)"
)
_YEAR_MONTH = re.compile(r"^(\d{4})\s*[-/.]\s*(\d{1,2})$|^(\d{1,2})\s*[-/.]\s*(\d{4})$")
_EAST_ASIAN = re.compile(
    r"(?P<era>令和|平成|民國|民国)?\s*(?P<y>\d{1,4}|元)\s*[年년]\s*(?P<m>\d{1,2})\s*[月월]"
    r"(?:\s*(?P<d>\d{1,2})\s*[日일号號])?"
)
_VIETNAMESE = re.compile(
    r"(\d{1,2})\s*(?:tháng|thg)\s*(\d{1,2})(?:\s*,\s*|\s*năm\s*|\s+)(\d{4})", re.I
)
_COMPACT_TIME = re.compile(r"^(\d{8})T(\d{2})(\d{2})(\d{2})?(?=Z|[+-]|\.|$)")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_ERAS = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}
_WORDS = re.compile(r"\d+|[^\W\d_][\w’'.\u0300-\u036f\u0900-\u0dff\u0e30-\u0e4e]*")


@dataclass(frozen=True)
class NumericDate:
    """A date in three numbers, in the order in which they stand; ``dotted`` as in 5.3.2025."""

    first: int
    second: int
    third: int
    long_year: bool
    dotted: bool = False

    def as_date(self, order: DateOrder) -> date | None:
        """The day in that order; None where there is no such day."""
        numbers = (self.first, self.second, self.third)
        parts = dict(zip(order, numbers, strict=True))
        year = parts["y"]
        if self.long_year and year < 1000:
            return None
        return _day(_full_year(year), parts["m"], parts["d"])


@dataclass(frozen=True)
class ClockedDate:
    """A numeric date with its time of day and its offset to UTC."""

    day: NumericDate
    clock: timedelta
    offset: timedelta

    def as_time(self, order: DateOrder | None) -> datetime | None:
        """The time in UTC; without an order only where every order gives the same day."""
        if order is None or (order == "ymd" and self.day.long_year):
            days = {self.day.as_date("dmy"), self.day.as_date("mdy")}
            day = days.pop() if len(days) == 1 and self.day.long_year else None
        else:
            day = self.day.as_date(order)
        if day is None:
            return None
        return datetime(day.year, day.month, day.day) + self.clock - self.offset


def parse_date(text: str) -> datetime | ClockedDate | None:
    """A cell as a time in UTC, or as three numbers whose order is still to be settled.

    >>> parse_date("15. März 2024"), parse_date("2024年1月15日")
    (datetime.datetime(2024, 3, 15, 0, 0), datetime.datetime(2024, 1, 15, 0, 0))
    """
    text = _plain_digits(text)
    if compact := _COMPACT_TIME.match(text):  # ISO without its signs: 20240115T100000Z
        digits, hour, minute, second = compact.groups(default="00")
        text = f"{digits} {hour}:{minute}:{second}{text[compact.end() :]}"
    found = _TIME.search(text)
    clock, offset = _clock(found) if found else (timedelta(), timedelta())
    if clock is None:
        return None
    day_part = f"{text[: found.start()]} {text[found.end() :]}" if found else text
    day_part = re.sub(r"(?<=\d)T(?=\s|$)", " ", day_part).strip(" \t,.;T")
    day = _named_day(day_part)
    if day is None and (match := _NUMERIC.search(day_part)):
        first, separator, second, third = match.groups()
        long_year = len(first) == 4 or len(third) == 4
        if len(first) == 3 or len(third) == 3:
            return None
        value = NumericDate(int(first), int(second), int(third), long_year, separator == ".")
        if len(first) != 4:
            return ClockedDate(value, clock, offset)
        day = value.as_date("ymd")
    if day is None and (match := _YEAR_MONTH.match(day_part)):
        year, month = (match[1], match[2]) if match[1] else (match[4], match[3])
        day = _day(_full_year(int(year)), int(month), 1)
    if day is None:
        return None
    return datetime(day.year, day.month, day.day) + clock - offset


def parse_clock(text: str) -> timedelta | None:
    """A time of day, 24 or 12 hours; None where there is no such time.

    >>> parse_clock("3:05 pm"), parse_clock("25:00")
    (datetime.timedelta(seconds=54300), None)
    """
    found = _TIME.fullmatch(text)
    return _clock(found)[0] if found else None


def _clock(found: re.Match[str]) -> tuple[timedelta | None, timedelta]:
    hour, minute, second = int(found["h"]), int(found["m"]), int(found["s"] or 0)
    half = (found["before"] or found["after"] or "").strip().casefold()
    if hour > 24 or minute > 59 or second > 60:
        return None, timedelta()
    if half.startswith(("p", "下午", "午後", "오후", "م")) and hour < 12:
        hour += 12
    elif half.startswith(("a", "上午", "午前", "오전", "ص")) and hour == 12:
        hour = 0
    fraction = float(f"0.{found['f']}") if found["f"] else 0.0
    clock = timedelta(
        hours=hour, minutes=minute, seconds=second, microseconds=int(fraction * 1e6 + 1e-6)
    )
    offset = timedelta()
    if written := found["offset"]:
        digits = written[1:].replace(":", "").ljust(4, "0") if len(written) > 3 else written[1:]
        hours, minutes = int(digits[:2]), int(digits[2:4] or 0)
        offset = timedelta(hours=hours, minutes=minutes) * (-1 if written[0] == "-" else 1)
        if abs(offset) >= timedelta(hours=24):
            return None, timedelta()
    return clock, offset


def _named_day(text: str) -> date | None:
    """The day in a text with the month's name, or with 年月日 and 년월일."""
    if match := _EAST_ASIAN.search(text):
        year = 1 if match["y"] == "元" else int(match["y"])
        year += _ERAS.get(match["era"] or "", 0)
        return _day(_full_year(year), int(match["m"]), int(match["d"] or 1))
    if match := _COMPACT.match(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if not re.search(r"[^\W\d_]", text):
        return None
    if match := _VIETNAMESE.search(text):
        return _day(int(match[3]), int(match[2]), int(match[1]))
    tokens: list[tuple[str, int]] = []  # ("n", number) and ("m", month), other words left out
    for word in _WORDS.findall(re.sub(r"(?i)(?<=\d)(st|nd|rd|th|er|ª|º|°)\b", " ", text)):
        if word.isdigit():
            tokens.append(("n", int(word)))
        elif month := _month(word):
            tokens.append(("m", month))
    return _ordered_day(tokens)


def _month(word: str) -> int | None:
    names = month_names()
    key = month_key(word)
    if number := names.get(key):
        return number
    return next((names[k] for k in (key[:-2], key[:-1]) if len(k) > 4 and k in names), None)


def _ordered_day(tokens: list[tuple[str, int]]) -> date | None:
    kinds = "".join(kind for kind, _ in tokens)
    for pattern, day_at, month_at, year_at in (
        ("nmn", 0, 1, 2),
        ("mnn", 1, 0, 2),
        ("nmn", 2, 1, 0),
        ("nnm", 1, 2, 0),
        ("mn", None, 0, 1),
    ):
        for start in re.finditer(f"(?={pattern})", kinds):
            numbers = [number for _, number in tokens[start.start() :]]
            year = numbers[year_at]
            if day_at is None and year < 1000:
                continue
            day = 1 if day_at is None else numbers[day_at]
            if found := _day(_full_year(year), numbers[month_at], day):
                return found
    return None


def _full_year(year: int) -> int:
    """Two digits are 2000 to 2099 up to 69, else 19xx (POSIX); above 2400 is Buddhist."""
    if year < 100:
        return year + (2000 if year < 69 else 1900)
    return year - 543 if 2400 < year < 2700 else year


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1000 <= year < 9999 else None
    except ValueError:
        return None


def _plain_digits(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("[\u200e\u200f\u061c]", "", text)
    return "".join(str(unicodedata.digit(c)) if c.isdigit() and c > "\x7f" else c for c in text)
