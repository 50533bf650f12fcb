from __future__ import annotations

import pytest

from sentiment.reading.profiles import (
    Profile,
    best_profile,
    best_saved_profile,
    heading_key,
    map_headings,
    matches,
)
from sentiment.records import SavedProfile

SHOP = Profile(
    name="shop",
    title="Shop",
    fields={"text": ("Body", "Content"), "rating": ("Stars",), "date": ("Updated", "Created")},
    signature=(("Body", "Content"), ("Stars",)),
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Review Text", "review_text"),
        ("Review Text", "ReviewText"),
        ("Review Created (UTC)", "review created utc"),
        ("Número da reserva", "NUMERO DA RESERVA"),
        ("Straße", "STRASSE"),
        ("Yorum Başlığı", "YORUM BASLIGI"),
        ("レビュー本文", "レビュー 本文"),
        ("Ｒａｔｉｎｇ", "rating"),
    ],
)
def test_spellings_of_one_heading_agree(one: str, other: str) -> None:
    assert heading_key(one) == heading_key(other)


def test_different_headings_differ() -> None:
    assert len({heading_key(h) for h in ("Review", "Reviews", "Review 2", "評価", "レビュー")}) == 5


def test_a_signature_needs_every_group() -> None:
    assert matches(SHOP, ["stars", "content", "more"])
    assert not matches(SHOP, ["content", "more"])


def test_only_the_profiles_own_headings_and_an_index() -> None:
    strict = Profile("s", "S", {"text": ("Review",)}, (("Review",),), only=True)
    assert matches(strict, ["column 1", "review"])
    assert not matches(strict, ["review", "price"])


def test_the_profile_that_knows_most_headings_wins() -> None:
    larger = Profile("l", "L", SHOP.fields, SHOP.signature, others=("Color",))
    found = best_profile([SHOP, larger], ["Body", "Stars", "Color"])
    assert found is larger
    assert best_profile([SHOP], ["a"]) is None


def test_an_empty_column_gives_way_to_a_filled_one() -> None:
    headings = ["Stars", "Body", "Updated", "Created"]
    assert map_headings(SHOP, headings)["date"] == "Updated"
    assert map_headings(SHOP, headings, empty=frozenset({"Updated"}))["date"] == "Created"
    assert (
        map_headings(SHOP, headings, empty=frozenset({"Updated", "Created"}))["date"] == "Updated"
    )


def test_saved_profiles_match_exactly_or_nearly() -> None:
    saved = SavedProfile("mine", ("A", "B", "C", "D", "E"), {"text": "A", "rating": "B"})
    assert best_saved_profile([saved], ["e", "d", "c", "b", "a"], exactly=True) is saved
    assert best_saved_profile([saved], ["a", "b", "c", "d", "x"], exactly=True) is None
    assert best_saved_profile([saved], ["a", "b", "c", "d", "x"], exactly=False) is saved
    assert best_saved_profile([saved], ["a", "b", "c", "x"], exactly=False) is None
    assert best_saved_profile([saved], ["b", "c", "d", "e"], exactly=False) is None
