"""Ratings in every spelling, and the scale they are on.

``4``, ``4,0``, ``4/5``, ``80%``, ``★★★★☆``, ``5.0 out of 5 stars`` and its
translations, ``FIVE``. The scale of a column is that of the profile or the one
its values name or span; a rating outside it gives no stars.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sentiment.reading.cells import encode
from sentiment.records import RatingScale

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

FIVE_STARS = RatingScale(1, 5)
_SCALES = {5: FIVE_STARS, 10: RatingScale(1, 10), 20: RatingScale(0, 20), 100: RatingScale(0, 100)}
_WORDS = {"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_FULL, _EMPTY, _HALF = "★⭐🌟✭✮✯⚫●", "☆✩⚪○", "½⯨⯪"
_NUMBER = re.compile(r"(?<![\w.,])-?\d+(?:[.,]\d+)?(?![.,]?\d)")
_BUBBLE = re.compile(r"bubble_(\d)(\d)\b")
_MOST_LETTERS = 14
OUTLIERS = 0.02  # share of ratings that may lie outside the scale that the others span
STRAY = 0.05  # the same for ratings above 10 where the others are all below


@dataclass(frozen=True)
class Rating:
    """A rating as given; ``out_of`` is the highest possible where the value names it."""

    value: float
    out_of: int | None = None


@dataclass(frozen=True)
class Ratings:
    """A column of ratings: ``values`` as given, ``stars`` on 1 to 5 (null outside the scale).

    ``filled`` is true where the cell held anything. ``unread`` counts cells that
    are no rating, ``outside`` those beyond the scale.
    """

    values: pa.Array
    stars: pa.Array
    filled: pa.Array
    scale: RatingScale | None
    unread: int
    outside: int

    def slice(self, begin: int, length: int) -> Ratings:
        """The ratings of some of the rows; the counts stay those of the whole column."""
        return replace(
            self,
            values=self.values.slice(begin, length),
            stars=self.stars.slice(begin, length),
            filled=self.filled.slice(begin, length),
        )


def parse_rating(text: str) -> Rating | None:
    """The rating that a cell states; None where it states none.

    >>> parse_rating("5,0 von 5 Sternen"), parse_rating("★★★★☆"), parse_rating("FIVE")
    (Rating(value=5.0, out_of=5), Rating(value=4.0, out_of=5), Rating(value=5.0, out_of=None))
    """
    text = unicodedata.normalize("NFKC", text.replace("½", "⯨")).strip().casefold()
    text = text.replace("٫", ".").replace("\ufe0f", "")
    if bubble := _BUBBLE.search(text):
        return Rating(int(bubble[1]) + int(bubble[2]) / 10, 5)
    halves = 0.5 if re.search(r"\d\s*⯨", text) else 0.0
    numbers = [float(found.replace(",", ".")) for found in _NUMBER.findall(_joined(text))]
    letters = sum(c.isalpha() for c in text)
    if not numbers:
        return _glyphs(text) or _word(text)
    if letters > (_MOST_LETTERS if len(numbers) == 1 else 3 * _MOST_LETTERS):
        return None  # a sentence with a number in it
    if len(numbers) == 1:
        return Rating(numbers[0] + halves, 100 if re.search(r"[%٪]", text) else None)
    if len(numbers) != 2:
        return None
    # "4/5" names the highest last; sentences differ by language, but the higher is the highest.
    value, out_of = numbers if "/" in text else sorted(numbers)
    return Rating(value + halves, int(out_of)) if out_of in _SCALES else None


def read_ratings(column: pa.Array, *, scale: RatingScale | None = None) -> Ratings:
    """A column of cells as ratings and stars, on ``scale`` or on the one the column settles."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    cells, places = encode(column)
    parsed = [parse_rating(cell) if cell else None for cell in cells]
    often = np.bincount(places.drop_null().to_numpy(), minlength=len(cells)).tolist()
    summed = Counter[Rating]()
    for rating, count in zip(parsed, often, strict=True):
        if rating:
            summed[rating] += count
    settled = scale or settle_scale(summed)
    stars = [_stars(rating, settled) if rating and settled else None for rating in parsed]
    filled = pc.fill_null(pc.is_valid(pa.array(cells, pa.string())).take(places), False)
    values = [rating.value if rating else None for rating in parsed]
    return Ratings(
        values=pa.array(values, pa.float64()).take(places),
        stars=pa.array(stars, pa.float64()).take(places),
        filled=filled,
        scale=settled,
        unread=_count_lost(often, cells, values),
        outside=_count_lost(often, values, stars),
    )


def _stars(rating: Rating, scale: RatingScale) -> float | None:
    own = _SCALES.get(rating.out_of or 0)
    used = own if own and own.high != scale.high else scale
    return used.to_stars(rating.value) if used.low <= rating.value <= used.high else None


def _count_lost(often: Sequence[int], before: Sequence[object], after: Sequence[object]) -> int:
    """How many cells were something before and are nothing after."""
    return sum(
        count
        for count, one, other in zip(often, before, after, strict=True)
        if other is None is not one
    )


def settle_scale(ratings: Counter[Rating]) -> RatingScale | None:
    """The scale that ratings (with how often each occurs) are on; None without ratings.

    A scale that the values name ("/10", "%") decides. Otherwise the narrowest
    of 0-1, 1-5 (0.5-5 with half stars), 1-10 (0-10 with zeros) and 0-100 that
    holds all but at most 2 % of the ratings, or 5 % where these are above 10: a 7 among
    fives may be a scale to 10, but hardly anybody rates out of 100 and stays below 11.
    """
    total = sum(ratings.values())
    if not total:
        return None
    named = Counter[int]()
    for rating, count in ratings.items():
        if rating.out_of:
            named[rating.out_of] += count
    if named and named.total() * 2 >= total:
        return _SCALES[named.most_common(1)[0][0]]
    allowed = int(total * OUTLIERS)
    values = Counter[float]()
    for rating, count in ratings.items():
        if not rating.out_of:
            values[rating.value] += count
    if set(values) == {0.0, 1.0} or _are_shares(values):
        return RatingScale(0, 1)
    above = {high: sum(c for v, c in values.items() if v > high) for high in (5, 10)}
    if above[10] > max(allowed, int(total * STRAY)):
        return _SCALES[100]
    if above[5] - above[10] <= allowed:
        half = any(0 < value < 1 for value in values)
        return RatingScale(0.5, 5) if half else FIVE_STARS
    return RatingScale(0, 10) if any(0 <= value < 1 for value in values) else _SCALES[10]


def _are_shares(values: Counter[float]) -> bool:
    """Whether all values lie from 0 to 1, some between: a spreadsheet's percentages."""
    return all(0 <= value <= 1 for value in values) and any(0 < value < 1 for value in values)


def _joined(text: str) -> str:
    """Numbers freed of letters that touch them, as in ``5つ星のうち4.0`` or ``4.0개``."""
    return re.sub(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)|(?<=/)(?=\d)", " ", text)


def _glyphs(text: str) -> Rating | None:
    full = sum(text.count(glyph) for glyph in _FULL)
    empty = sum(text.count(glyph) for glyph in _EMPTY)
    half = any(glyph in text for glyph in _HALF)
    if not full and not empty:
        return None
    value = full + (0.5 if half else 0.0)
    return Rating(value, 5 if full + empty + half == 5 or full + empty == 5 else None)


def _word(text: str) -> Rating | None:
    """A number's word, alone or before its stars; "one of the best" is a sentence."""
    first, *following = re.split(r"[\s_-]+", text)
    if first not in _WORDS or (following and not following[0].startswith(("star", "out"))):
        return None
    return Rating(float(_WORDS[first]))
