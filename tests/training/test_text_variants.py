import numpy as np
import pytest

from sentiment.evaluation.probe_cases import read_probe_words
from sentiment.training.corpora import Mixture
from sentiment.training.text_variants import (
    CHEERING,
    LONGEST_TURNED,
    MOCKING,
    NEGATIVE,
    NEUTRAL,
    POSITIVE,
    Variants,
    add_variants,
)

TEXTS = ["lovely stay", "it came on Monday", "awful food", "schönes Zimmer", "x" * 121, "tlhIngan"]
LABELS = np.array([POSITIVE, NEUTRAL, NEGATIVE, POSITIVE, POSITIVE, POSITIVE])
LANGUAGES = ["en", "en", "en", "de", "en", "tlh"]
BINARY = np.zeros(6, dtype=bool)
ORDER = np.tile(np.arange(6), 50)


def mixture(taught=None, binary=BINARY):
    return Mixture(TEXTS, LABELS, binary, ORDER, taught)


def signed(seed=1, taught=None):
    variants = Variants(signed=1.0)
    return add_variants(mixture(taught), LANGUAGES, variants=variants, seed=seed)


def turned(taught=None, binary=BINARY):
    variants = Variants(turned=1.0)
    return add_variants(mixture(taught, binary), LANGUAGES, variants=variants, seed=1)


def test_a_share_of_the_examples_is_replaced_and_no_text_is_lost():
    some = add_variants(mixture(), LANGUAGES, variants=Variants(signed=0.2), seed=1)
    assert some.texts[:6] == TEXTS
    assert len(some.order) == len(ORDER)
    assert 40 < np.sum(some.order >= 6) < 80
    untouched = some.order < 6
    assert (some.order[untouched] == ORDER[untouched]).all()
    assert len(some.texts) == len(some.labels) == len(some.binary) == some.order.max() + 1


def test_a_signed_text_keeps_its_words_its_label_and_its_corpus():
    binary = np.array([True, False, False, False, False, False])
    variants = Variants(signed=1.0)
    result = add_variants(mixture(binary=binary), LANGUAGES, variants=variants, seed=1)
    for place, source in enumerate(ORDER):
        row = result.order[place]
        assert TEXTS[source] in result.texts[row] != TEXTS[source]
        assert result.labels[row] == LABELS[source]
        assert result.binary[row] == binary[source]


@pytest.mark.parametrize(("row", "language"), [(0, "en"), (3, "de"), (5, "en")])
def test_it_is_signed_in_its_language_with_the_first_word_of_any_group(row, language):
    words = read_probe_words(language)
    first = {group[0] for form in words.values() for group in form.values()}
    others = {word for form in words.values() for group in form.values() for word in group[1:]}
    result = signed()
    for place in np.flatnonzero(row == ORDER):
        beside = result.texts[result.order[place]].replace(TEXTS[row], "").strip(" \n:,()—")
        assert beside in first
        assert beside not in others - first


def test_an_emoji_mocks_praise_and_makes_an_opinion_of_a_fact():
    result = turned()
    seen = set()
    for place, source in enumerate(ORDER):
        row = result.order[place]
        text, emoji = result.texts[row].rsplit(" ", 1) if row >= 6 else (result.texts[row], "")
        if LABELS[source] == NEGATIVE or len(TEXTS[source]) > LONGEST_TURNED:
            assert row == source
        else:
            assert text == TEXTS[source]
            assert result.labels[row] == (POSITIVE if emoji in CHEERING else NEGATIVE)
            assert emoji in MOCKING or LABELS[source] == NEUTRAL
        seen.add((int(LABELS[source]), emoji in CHEERING))
    assert seen >= {(POSITIVE, False), (NEUTRAL, True), (NEUTRAL, False)}


def test_where_a_corpus_has_no_neutral_texts_nothing_is_turned():
    assert (turned(binary=~BINARY).order == ORDER).all()


def test_teachers_answer_for_signed_texts_and_not_for_turned_ones():
    taught = np.full((6, 3), [0.2, 0.3, 0.5], dtype=np.float32)
    kept = signed(taught=taught)
    assert np.allclose(kept.taught, [0.2, 0.3, 0.5])
    assert len(kept.taught) == len(kept.texts)
    new = turned(taught=taught)
    assert (new.taught[6:].argmax(axis=1) == new.labels[6:]).all()
    assert np.allclose(new.taught.sum(axis=1), 1.0)


def test_the_seed_decides():
    assert signed(seed=1).texts == signed(seed=1).texts != signed(seed=2).texts
