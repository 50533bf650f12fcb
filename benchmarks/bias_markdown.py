"""How the study of bias writes tables and numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from sentiment.records import Interval


def markdown_table(headings: Sequence[object], rows: Sequence[Sequence[object]]) -> str:
    """A table, columns of numbers to the right."""
    numeric = [
        all(re.match(r"[−+±\d–]", str(row[place])) for row in rows)
        for place in range(len(headings))
    ]
    lines = [
        f"| {' | '.join(map(str, headings))} |",
        f"|{'|'.join('---:' if one else '---' for one in numeric)}|",
    ]
    lines += [f"| {' | '.join(str(cell) for cell in row)} |" for row in rows]
    return "\n".join(lines)


def percent(interval: Interval | None) -> str:
    """A share in percent with its interval; a dash where there is none."""
    if interval is None or np.isnan(interval.value):
        return "–"
    low, high = 100 * interval.low, 100 * interval.high
    return f"{100 * interval.value:.0f} ({low:.0f} to {high:.0f})"


def signed(interval: Interval, *, scale: float = 1, digits: int = 0) -> str:
    """A difference with its interval, all with signs."""
    if np.isnan(interval.value):
        return "–"
    value, low, high = (
        signed_number(scale * number, digits)
        for number in (interval.value, interval.low, interval.high)
    )
    return f"{value} ({low} to {high})"


def signed_number(value: float, digits: int) -> str:
    """A number with its sign; 0 has none."""
    rounded = round(value, digits)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{abs(rounded):.{digits}f}"


def points(share: float) -> str:
    """A share in points."""
    return "–" if np.isnan(share) else f"{100 * share:.1f}"


def star(q: float) -> str:
    """A mark for what is clear of chance after correction."""
    return " *" if q < 0.05 else ""
