from __future__ import annotations

from collections import Counter

import pyarrow as pa
import pytest

from sentiment.reading.ratings import Rating, parse_rating, read_ratings, settle_scale
from sentiment.records import RatingScale


@pytest.mark.parametrize(
    ("text", "value", "out_of"),
    [
        ("4", 4, None),
        ("4,0", 4, None),
        ("4.5", 4.5, None),
        ("٤", 4, None),
        ("４", 4, None),
        ("4/5", 4, 5),
        ("4,5 / 5", 4.5, 5),
        ("8/10", 8, 10),
        ("80%", 80, 100),
        ("80 %", 80, 100),
        ("★★★★☆", 4, 5),
        ("⭐⭐⭐", 3, None),
        ("⭐️⭐️⭐️⭐️⭐️", 5, 5),
        ("★★★½", 3.5, None),
        ("☆☆☆☆☆", 0, 5),
        ("5.0 out of 5 stars", 5, 5),
        ("5,0 von 5 Sternen", 5, 5),
        ("4,0 sur 5 étoiles", 4, 5),
        ("4,0 de 5 estrellas", 4, 5),
        ("3,0 su 5 stelle", 3, 5),
        ("2,0 van 5 sterren", 2, 5),
        ("5つ星のうち4.0", 4, 5),
        ("5 yıldız üzerinden 4,0", 4, 5),
        ("별 5개 중 4.0개", 4, 5),
        ("4.0 颗星，最多 5 颗星", 4, 5),
        ("4.0 من 5 نجوم", 4, 5),
        ("1.0 z 5 gwiazdek", 1, 5),
        ("4 stars", 4, None),
        ("4★", 4, None),
        ("FIVE", 5, None),
        ("one star", 1, None),
        ("ui_bubble_rating bubble_45", 4.5, 5),
        ("-1", -1, None),
    ],
)
def test_spellings(text: str, value: float, out_of: int | None) -> None:
    assert parse_rating(text) == Rating(value, out_of)


@pytest.mark.parametrize("text", ["good", "", "STAR_RATING_UNSPECIFIED", "1 2 3", "3/7", "a-b"])
def test_what_is_no_rating(text: str) -> None:
    assert parse_rating(text) is None


def stars(*cells: str | None, scale: RatingScale | None = None) -> list[float | None]:
    found: list[float | None] = read_ratings(
        pa.array(cells, pa.string()), scale=scale
    ).stars.to_pylist()
    return found


def test_stars_on_the_scale_of_the_column() -> None:
    assert stars("1", "3", "5") == [1, 3, 5]
    assert stars("1", "10") == [1, 5]
    assert stars("0", "100", "50") == [1, 5, 3]
    assert stars("8/10", "1/10") == [pytest.approx(37 / 9), 1]
    assert stars("50%", "100%") == [3, 5]
    assert stars("0", "1", "1") == [1, 5, 5]
    assert stars("0.8", "1", "0.2") == [pytest.approx(4.2), 5, pytest.approx(1.8)]  # 80 %
    assert stars("4½", "4") == [4.5, 4]
    assert stars("five stars", "one of the best", "two thumbs up") == [5, None, None]
    assert stars("4.0.1", "5") == [None, 5]  # a version


def test_a_named_scale_wins() -> None:
    assert stars("1", "5", scale=RatingScale(1, 10)) == [1, pytest.approx(25 / 9)]


def test_a_value_that_states_its_own_scale_keeps_it() -> None:
    assert stars("5", "4", "3", "10/10") == [5, 4, 3, 5]


def test_missing_unread_and_outside_are_told_apart() -> None:
    ratings = read_ratings(
        pa.array(["4", None, "-", "N/A", "null", "missing", "", "good", "0"]),
        scale=RatingScale(1, 5),
    )
    assert ratings.stars.to_pylist() == [4, *[None] * 8]
    assert ratings.values.to_pylist() == [4, *[None] * 7, 0]
    assert (ratings.unread, ratings.outside) == (1, 1)


def test_settling_the_scale() -> None:
    def settled(values: dict[float, int]) -> RatingScale | None:
        return settle_scale(Counter({Rating(v): n for v, n in values.items()}))

    assert settled({}) is None
    assert settled({5: 9, 1: 1}) == RatingScale(1, 5)
    assert settled({5: 99, 10: 1}) == RatingScale(1, 5)  # one slip in a hundred
    assert settled({5: 9, 10: 1}) == RatingScale(1, 10)
    assert settled({0.5: 3, 5: 9}) == RatingScale(0.5, 5)
    assert settled({0: 3, 5: 9}) == RatingScale(1, 5)
    assert settled({0: 3, 10: 9}) == RatingScale(0, 10)
    assert settled({70: 3, 10: 9}) == RatingScale(0, 100)
    assert settled({1: 10, 5: 20, 17: 1}) == RatingScale(1, 5)  # "17 hippos" among stars
    assert settled({4: 10, 9: 20, 17: 1}) == RatingScale(1, 10)
    assert settled({1: 4, 5: 6, 17: 1}) == RatingScale(0, 100)  # too few to be sure


def test_an_empty_column() -> None:
    ratings = read_ratings(pa.array([None, None], pa.string()))
    assert ratings.scale is None
    assert ratings.stars.to_pylist() == [None, None]
