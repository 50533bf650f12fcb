from math import log, sqrt

import pytest

from sentiment.language import distinctive_words as module
from sentiment.language.distinctive_words import distinctive_words

NEW = ["The battery died", "battery is bad", "Battery: bad, bad, bad!", "bad battery again"] * 3
OLD = ["a good phone", "the screen is good", "good screen", "nice phone", "phone was fine"] * 6


def test_words_of_the_group_come_first_and_count_once_a_text():
    found = distinctive_words(NEW, OLD, language="en")
    assert [(word.word, word.count, word.background_count) for word in found] == [
        ("battery", 12, 0),
        ("bad", 9, 0),
    ]
    assert (found[0].texts, found[0].background_texts, found[0].unit) == (12, 30, "word")
    assert found[0].z > found[1].z > 1.96


def test_z_is_the_published_formula():
    inside = {"battery": 12, "bad": 9, "died": 3, "again": 3}
    outside = {"good": 18, "phone": 18, "screen": 12, "nice": 6, "fine": 6}
    everything = sum(inside.values()) + sum(outside.values())
    prior_tokens = 0.1 * everything
    prior = prior_tokens * 12 / everything
    odds = log((12 + prior) / (27 + prior_tokens - 12 - prior))
    odds_outside = log(prior / (60 + prior_tokens - prior))
    expected = (odds - odds_outside) / sqrt(1 / (12 + prior) + 1 / prior)
    assert distinctive_words(NEW, OLD, language="en")[0].z == pytest.approx(expected)


def test_the_other_side_has_its_own_words():
    assert [word.word for word in distinctive_words(OLD, NEW, language="en")] == [
        "good",
        "phone",
        "screen",
    ]


def test_same_texts_have_nothing_distinctive():
    assert distinctive_words(OLD, OLD, language="en") == []
    assert distinctive_words([], OLD, language="en") == []
    assert distinctive_words(NEW, [], language="en") == []
    assert distinctive_words([], []) == []
    assert distinctive_words(["only"] * 5, ["only"] * 5) == []


def test_limits():
    assert len(distinctive_words(NEW, OLD, language="en", limit=1)) == 1
    assert distinctive_words(NEW, OLD, language="en", minimum=13) == []
    assert distinctive_words(NEW, OLD, language="en", smallest_z=99) == []


def test_words_already_cut_and_the_commonest_spelling():
    new = [["Akku", "leer"], ["Akku", "schwach"], ["AKKU", "leer"], ["Akku"]]
    old = [["Display", "gut"], ["Kamera", "gut"]] * 5
    found = distinctive_words(new, old, language="de")
    assert (found[0].word, found[0].count) == ("Akku", 4)


def test_placeholders_elision_and_numbers_are_no_words():
    new = ["@anna l’écran 2024 https://example.org cassé"] * 6
    old = ["bonne batterie", "bon prix"] * 6
    found = {word.word for word in distinctive_words(new, old, language="fr")}
    assert found == {"écran", "cassé"}


def test_negations_stay():
    found = distinctive_words(["does not work"] * 6, ["works well"] * 6, language="en")
    assert "not" in {word.word for word in found}


def test_each_text_in_its_own_language():
    new = ["电池坏了", "电池太差", "电池 电池", "battery bad", "the battery", "battery"] * 6
    old = ["屏幕很好", "good screen"] * 18
    found = distinctive_words(
        new,
        old,
        languages=["zh", "zh", "zh", "en", "en", "en"] * 6,
        background_languages=["zh", "en"] * 18,
    )
    assert {"电池", "battery"} <= {word.word for word in found}


def test_without_segmentation_pairs_stand_in_and_say_so(monkeypatch):
    monkeypatch.setattr(module, "can_segment", lambda language: False)
    found = distinctive_words(["电池坏了"] * 6, ["屏幕很好"] * 6, language="zh")
    assert {word.unit for word in found} == {"character pair"}
    assert "电池" in {word.word for word in found}
