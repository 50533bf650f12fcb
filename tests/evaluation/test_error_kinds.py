"""Kinds of errors: the table by language."""

import pytest

from sentiment.evaluation.behaviour_cases import read_cases
from sentiment.evaluation.error_kinds import KINDS, JudgedText, kinds_of

WRONG = (0.6, 0.2, 0.2)
CASES = read_cases()


def record(text, language="en", **given):
    return JudgedText(text, language, **{"truth": 2, "probabilities": WRONG} | given)


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "I wouldn’t buy it again.", "negation"),
        ("sw", "Chakula hakikuwa kizuri.", "negation"),
        ("he", "השירות לא היה טוב", "negation"),
        ("fa", "اصلا کیفیت نداره", "negation"),
        ("uk", "Ніколи більше", "negation"),
        ("de", "Schön, aber viel zu teuer.", "contrast"),
        ("he", "אוכל טעים אבל יקר", "contrast"),
        ("fa", "خوبه ولی گرونه", "contrast"),
        ("fr", "Chambre propre, personnel agréable, mais repas horrible", "mixed feelings"),
        ("zh", "手机很好，但是客服太差", "mixed feelings"),
        ("th", "อาหารอร่อย แต่ห้องสกปรก", "mixed feelings"),
        ("ko", "화면은 좋은데 배터리가 최악", "mixed feelings"),
        ("en", "It opened at nine and closed at five.", "no feeling words"),
        ("en", "Meh", "very short"),
        ("ja", "普通です", "very short"),
        ("th", "เฉย ๆ", "very short"),
        ("hi", "ठीक है", "very short"),
        ("en", "The room. " * 120, "very long"),
        ("zh", "房间一般。" * 80, "very long"),
        ("hi", "Khana bahut swadisht tha, hum phir aayenge.", "code-switched"),
        ("ar", "El akl kan 7elw w el khedma 3ala mazagak", "code-switched"),
        ("de", "Die Lieferung was quick but I have to say the Tasche ist kaputt", "code-switched"),
        ("en", "Great, delayed again 🙄", "marks of sarcasm"),
        ("en", "What a “great” hotel", "marks of sarcasm"),
        ("en", "best phone ever /s", "marks of sarcasm"),
        ("de", "Na toll, wieder eine Stunde Verspätung", "marks of sarcasm"),
        ("en", "The worst 👏 service 👏 ever", "marks of sarcasm"),
        ("en", "Loved it 😡", "emoji against words"),
        ("es", "¿Alguien sabe si viene con cable?", "question"),
        ("ar", "هل يوجد ضمان؟", "question"),
        ("el", "Πότε θα έρθει;", "question"),
        ("hi", "₹ २,४९९", "numbers only"),
        ("en", "14/05/2024", "numbers only"),
        ("en", "👍👍!!", "no words"),
        ("ru", "УЖАСНЫЙ СЕРВИС", "all capitals"),
        ("en", "Sooooo goood", "drawn-out letters"),
        ("und", "asdf jkl", "language uncertain"),
    ],
)
def test_a_text_is_of_its_kind(language, text, kind):
    assert kind in kinds_of(record(text, language))


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "A knot in the rope", "negation"),
        ("sw", "Siku njema, simu nzuri", "negation"),
        ("en", "The food was not good, service bad", "mixed feelings"),
        ("th", "อาหารไม่อร่อย ห้องสกปรก", "mixed feelings"),
        ("ja", "よくない、最悪です", "mixed feelings"),
        ("en", "Not bad 🙂", "emoji against words"),
        ("zh", "这个 iPhone 15 Pro 很好用，屏幕清晰", "code-switched"),
        ("de", "Super Service, alles top", "code-switched"),
        ("nl", "Het was in de winkel en we zijn over", "code-switched"),
        ("en", 'We read "The Hobbit" there', "marks of sarcasm"),
        ("en", "Tom &amp; Jane; fine", "question"),
        ("en", "Room 14 was quiet", "numbers only"),
        ("zh", "房间很大，服务也很好", "very short"),
        ("en", "I like my TV from LG", "all capitals"),
        ("en", "1000000", "drawn-out letters"),
    ],
)
def test_a_text_is_not_of_a_kind(language, text, kind):
    assert kind not in kinds_of(record(text, language))


@pytest.mark.parametrize(
    ("behaviour", "kind"),
    [
        ("negation", "negation"),
        ("not_bad", "negation"),
        ("contrast", "contrast"),
        ("sarcasm_emoji", "marks of sarcasm"),
        ("numbers_only", "numbers only"),
        ("romanised", "code-switched"),
    ],
)
def test_the_behaviour_list_is_told_apart_in_every_language(behaviour, kind):
    chosen = [case for case in CASES if case.kind.name == behaviour]
    missed = [
        case.text for case in chosen if kind not in kinds_of(record(case.text, case.language))
    ]
    assert len(chosen) > 8
    assert missed == []


def test_plain_reviews_of_the_behaviour_list_are_of_few_kinds():
    plain = [case for case in CASES if case.kind.name == "plain"]
    wrong = {"code-switched", "marks of sarcasm", "mixed feelings", "numbers only", "question"}
    found = [case.text for case in plain if wrong & set(kinds_of(record(case.text, case.language)))]
    assert found == []
    feelings = [record(case.text, case.language).feelings for case in plain]
    for (praise, blame), case in zip(feelings, plain, strict=True):
        assert not (praise and case.expectation == "negative"), case.text
        assert not (blame and case.expectation == "positive"), case.text


def test_stars_against_truth_and_words():
    kind = "stars against text"
    assert kind in kinds_of(record("x", stars=1.0, truth_from="annotation"))
    assert kind not in kinds_of(record("x", stars=5.0, truth_from="annotation"))
    assert kind in kinds_of(record("Lovely, perfect!", truth=0, stars=1.0, truth_from="stars"))
    assert kind not in kinds_of(record("Lovely!", stars=5.0, truth_from="stars"))
    assert kind not in kinds_of(record("Lovely!"))
    assert "three stars" in kinds_of(record("x", stars=3.0, truth_from="stars", truth=1))


def test_sure_mistakes_and_unsure_languages():
    kinds = kinds_of(record("x", probabilities=(0.95, 0.03, 0.02), language_uncertain=True))
    assert {"confident mistake", "language uncertain"} <= set(kinds)


def test_names_are_unique_and_sentences_end():
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    assert all(kind.sentence.endswith(".") for kind in KINDS)
