"""Attributions of classifiers whose answer is known by construction."""

from itertools import pairwise

import numpy as np
import pytest

from sentiment.errors import UsageError
from sentiment.models.catalogue import load_classifier
from sentiment.models.classifier import ScoringCancelled, never
from sentiment.models.occlusion import MOST_PREDICTIONS, attribute, remove_span


class SummingClassifier:
    """Log-odds of positive against negative are the sum of the weights of what occurs."""

    model_id = "sum-1"

    def __init__(self, weights):
        self.weights = weights
        self.calls = []

    def predict(self, texts, *, progress=None, cancelled=never):
        if cancelled():
            raise ScoringCancelled
        self.calls.append(list(texts))
        sums = [sum(self.weights[w] * text.count(w) for w in self.weights) for text in texts]
        positive = 1 / (1 + np.exp(-np.array(sums)))
        return np.stack([1 - positive, 0 * positive, positive], axis=1).astype(np.float32)


@pytest.mark.parametrize(
    ("language", "text", "weights"),
    [
        ("en", "Lovely room, but dreadful food.", {"Lovely": 1.0, "dreadful": -2.5, "but": -0.5}),
        ("zh", "手机屏幕非常清晰，但是电池太差了！", {"清晰": 1.5, "太差": -2.0, "但是": -0.25}),
        ("ja", "とても使いやすい商品です。", {"とても": 0.5, "使い": 1.0, "商品です": -0.25}),
        ("th", "อาหารไม่อร่อย แต่บริการดี 😡", {"ไม่": -1.5, "อร่อย": 1.0, "😡": -2.0}),
        ("ar", "الطعام ليس جيداً، لكن المكان رائع", {"رائع": 2.0, "ليس": -1.0, "لكن": 0.5}),
        ("he", "השירות גרוע אבל האוכל מצוין", {"גרוע": -1.5, "מצוין": 2.0}),
        ("hi", "खाना अच्छा नहीं था", {"नहीं": -2.0, "अच्छा": 1.0}),
        ("ko", "배송이 늦어요ㅠㅠ", {"늦어요": -1.0, "ㅠㅠ": -2.0}),
        ("en", "Great 👍🏽 again 🙄🙄", {"Great": 1.0, "👍🏽": 0.5, "🙄": -1.0}),
    ],
)
def test_the_weights_of_the_words_are_found_again(language, text, weights):
    found = attribute(SummingClassifier(weights), text, language=language, target="positive")
    by_word = {word: span.weight for word, span in found.words()}
    expected = {w: weights[w] * text.count(w) for w in weights}
    assert {w: by_word.pop(w, by_word.get(w * 2)) for w in weights} == pytest.approx(
        expected, abs=1e-3
    )
    assert all(abs(weight) < 1e-3 for word, weight in by_word.items() if word[0] not in weights)
    for word, span in found.words():
        assert text[span.start : span.end] == word


def test_the_strongest_words_come_first_and_shares_add_up():
    model = SummingClassifier({"good": 1.0, "awful": -3.0})
    found = attribute(model, "good but awful", language="en")
    assert (found.target, found.sentiment, found.model_id) == ("negative", "negative", "sum-1")
    assert [word for word, _ in found.words()] == ["awful", "good", "but"]
    assert [round(found.share(span), 2) for _, span in found.words()] == [0.75, -0.25, 0.0]
    assert sum(found.probabilities) == pytest.approx(1)
    assert len(model.calls) == 1


def test_the_other_class_has_the_weights_turned():
    model = SummingClassifier({"good": 1.0, "awful": -3.0})
    found = attribute(model, "good but awful", language="en", target="positive")
    assert [round(span.weight, 2) for _, span in found.words()] == [-3.0, 1.0, 0.0]


def test_without_its_only_word_a_text_speaks_for_no_class():
    model = SummingClassifier({"good": 1.0})
    (span,) = attribute(model, "good", language="en").spans
    odds = np.log(1 / 3 / (2 / 3))
    assert span.weight == pytest.approx(1.0 - odds, abs=1e-3)


@pytest.mark.parametrize("text", ["", "  \n"])
def test_nothing_to_see_has_no_spans(text):
    found = attribute(SummingClassifier({}), text)
    assert found.spans == ()
    assert found.language == "und"


@pytest.mark.parametrize("sentences", [12, 60, 600])
def test_a_long_text_costs_a_bounded_number_of_predictions(sentences):
    filler = "We stayed in a room for a night. "
    text = filler * sentences + "The bath was disgusting. " + filler * sentences
    model = SummingClassifier({"disgusting": -2.0})
    found = attribute(model, text, language="en")
    assert sum(map(len, model.calls)) <= MOST_PREDICTIONS
    assert len(model.calls) == 2
    strongest, span = found.words()[0]
    assert "disgusting" in strongest
    assert len(strongest) < len(text) / 20
    assert span.weight == pytest.approx(2.0, abs=1e-3)
    assert all(a.end <= b.start for a, b in pairwise(found.spans))
    covered = sum(len(word.replace(" ", "")) for word, _ in found.words())
    assert covered == len(text.replace(" ", ""))


def test_a_text_of_a_few_dozen_words_is_weighed_word_by_word():
    text = " ".join(f"word{number}" for number in range(MOST_PREDICTIONS - 1))
    model = SummingClassifier({"word17": 1.0})
    found = attribute(model, text, language="en")
    assert len(found.spans) == MOST_PREDICTIONS - 1
    assert [len(call) for call in model.calls] == [MOST_PREDICTIONS]


def test_a_target_that_is_no_class_is_refused():
    with pytest.raises(UsageError, match=r"'mixed'.*negative, neutral, positive"):
        attribute(SummingClassifier({}), "good", target="mixed")


def test_it_can_be_cancelled():
    with pytest.raises(ScoringCancelled):
        attribute(SummingClassifier({}), "good", cancelled=lambda: True)


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("not good", (0, 3), " good"),
        ("good,cheap", (4, 5), "good cheap"),
        ("不好吃", (1, 2), "不吃"),
        ("ไม่ดี", (0, 3), "ดี"),
        ("ok😡bad", (2, 3), "ok bad"),
    ],
)
def test_what_is_left_without_a_span(text, span, expected):
    assert remove_span(text, span) == expected


def test_words_that_weigh_most_move_the_embedded_model_more_than_others():
    """The deletion test: without its strongest words an answer falls, without others less."""
    model = load_classifier()
    texts = [
        "The screen cracked on the second day and nobody answers my emails.",
        "Our guide was funny, patient and knew every stone of the old town.",
        "Das Zimmer war schmutzig und das Personal unverschämt, nie wieder.",
        "Schnelle Lieferung, alles bestens verpackt, gerne wieder!",
        "部屋は汚く、受付の態度は最悪で、シャワーは水しか出ませんでした。",
        "ห้องสกปรก พนักงานพูดจาไม่ดี น้ำก็เย็นเฉียบ",
        "وصل الطلب قبل موعده ويعمل بشكل ممتاز.",
        "कमरा गंदा था, कर्मचारी बदतमीज़ थे और पानी ठंडा था।",
    ]
    falls = {"strongest": [], "weakest": []}
    for text in texts:
        found = attribute(model, text)
        spans = [span for _, span in found.words()]
        before = max(found.probabilities)
        for name, chosen in (("strongest", spans[:2]), ("weakest", spans[-2:])):
            left = text
            for span in sorted(chosen, key=lambda span: -span.start):
                left = remove_span(left, (span.start, span.end))
            after = model.predict([left])[0][int(np.argmax(found.probabilities))]
            falls[name].append(before - float(after))
    assert np.mean(falls["strongest"]) > np.mean(falls["weakest"]) + 0.1
