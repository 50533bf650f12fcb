import sys

import numpy as np
import pytest
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from sentiment.errors import MissingExtraError
from sentiment.models.vader import load_vader, mean_compound, vader_chances

PLAIN = {
    "VADER is smart, handsome, and funny!": 2,
    "VADER is not smart, handsome, nor funny.": 0,
    "The book was only kind of good.": 2,
    "Today SUX!": 0,
    "Not bad at all": 2,
    "The parcel has two sides.": 1,
    "😍": 2,
}


def test_its_own_examples_come_out_as_it_says():
    chances = load_vader().predict(list(PLAIN))
    assert dict(zip(PLAIN, chances.argmax(axis=1).tolist(), strict=True)) == PLAIN
    np.testing.assert_allclose(chances.sum(axis=1), 1, atol=1e-6)


def test_the_winner_is_always_that_of_its_thresholds():
    compounds = np.round(np.arange(-1, 1.00005, 0.0001), 4)
    expected = np.where(compounds >= 0.05, 2, np.where(compounds <= -0.05, 0, 1))
    chances = vader_chances(compounds)
    assert (chances.argmax(axis=1) == expected).all()
    assert (np.diff(chances[:, 2]) >= 0).all()
    np.testing.assert_allclose(chances, vader_chances(-compounds)[:, ::-1], atol=1e-6)


def test_capitals_and_marks_reach_it_as_they_were_written():
    calm, loud = load_vader().predict(["the food here is great", "THE food here IS GREAT!!!!"])
    assert loud[2] > calm[2]


def test_a_long_text_is_read_in_parts_to_its_end():
    compound = {"good": 0.5, "bad": -0.7}
    text = " ".join(["good"] * 200 + ["bad"] * 50)
    assert mean_compound(text, lambda part: compound[part.split()[-1]]) == pytest.approx(0.26)
    whole = SentimentIntensityAnalyzer()
    short = "The room was bad. " * 40
    assert (
        mean_compound(short, lambda part: whole.polarity_scores(part)["compound"])
        == (whole.polarity_scores(short)["compound"])
    )


def test_its_identity_has_the_version_of_the_package():
    assert load_vader().model_id == "vader-3.3.2"


def test_without_the_package_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "vaderSentiment.vaderSentiment", None)
    with pytest.raises(MissingExtraError, match=r"polytone\[modeling\]"):
        load_vader()
