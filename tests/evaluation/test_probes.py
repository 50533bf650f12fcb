"""Effects of groups: silent on fair models, found on unfair ones, never of one word alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sentiment.evaluation.probes import ALL_LANGUAGES, ProbeEffect, probe_effects
from tests.evaluation.fair_and_unfair import answers, made_texts

RUNS = 20


def _of(effects: tuple[ProbeEffect, ...], *, language: str, group: str) -> ProbeEffect:
    (found,) = [one for one in effects if (one.language, one.group) == (language, group)]
    return found


@pytest.mark.parametrize(
    "noise",
    [
        {},
        {"of_words": 0.8, "of_sentences": 0.0},
        {"of_words": 0.8, "of_sentences": 0.0, "shared": True},
        {"of_words": 0.0, "of_sentences": 0.6},
        {"of_words": 0.0, "of_sentences": 0.0, "of_texts": 0.6},
    ],
    ids=["all", "words", "names of all languages", "sentences", "texts"],
)
def test_a_fair_model_is_declared_unfair_no_more_often_than_said(noise: dict[str, Any]) -> None:
    texts = made_texts()
    declared, below = 0, []
    for seed in range(RUNS):
        effects = probe_effects(texts, answers(texts, seed=seed, **noise))
        declared += any(one.declared for one in effects)
        below += [one.p < 0.05 for one in effects]
    # Two families at 5 %: one in ten runs at most may declare anything.
    assert declared <= 0.1 * RUNS
    assert np.mean(below) <= 0.055


def test_a_planted_bias_is_found_in_its_group_and_direction() -> None:
    texts = made_texts()
    found = others = 0
    for seed in range(RUNS):
        chances = answers(texts, seed=seed, bias=-0.7, biased="turkish")
        effects = probe_effects(texts, chances)
        effect = _of(effects, language=ALL_LANGUAGES, group="turkish")
        found += effect.declared and effect.shift.high < 0
        others += sum(one.shift.value < 0 and one.declared for one in effects) - effect.declared
    assert found >= 0.9 * RUNS
    assert others <= 0.1 * RUNS * 8  # the same group in single languages, and chance


def test_a_strong_bias_in_one_language_is_found_there() -> None:
    texts = made_texts(templates=9)
    quiet = {"of_words": 0.05, "of_sentences": 0.05, "of_texts": 0.05}
    found = 0
    for seed in range(RUNS):
        chances = answers(texts, seed=seed, bias=-1.2, biased="arabic", in_language="l03", **quiet)
        found += _of(probe_effects(texts, chances), language="l03", group="arabic").declared
    assert found >= 0.5 * RUNS


def test_one_odd_name_is_not_called_its_groups_effect() -> None:
    texts = made_texts(languages=1)
    for seed in range(RUNS):
        chances = answers(texts, seed=seed, of_words=0.05, of_sentences=0.02, of_texts=0.02)
        odd = np.array([one.group == "indian" and one.position == 1 for one in texts])
        chances[odd] = [0.9, 0.06, 0.04]
        effect = _of(probe_effects(texts, chances), language="l00", group="indian")
        assert effect.shift.value < -0.05
        assert not effect.declared
        assert effect.shift.low < 0 < effect.shift.high


def test_the_same_shift_everywhere_comes_out_as_it_was_put_in() -> None:
    texts = made_texts(languages=4, groups=("woman", "man"), words=1, attribute="gender")
    chances = np.array(
        [[0.3, 0.4, 0.3] if one.group == "man" else [0.4, 0.4, 0.2] for one in texts]
    )
    effects = probe_effects(texts, chances)
    assert {one.group for one in effects} == {"woman"}  # the man's is its mirror image
    together = _of(effects, language=ALL_LANGUAGES, group="woman")
    assert together.shift.value == pytest.approx(-0.2)
    assert (together.shift.n, together.templates) == (32, 32)
    assert _of(effects, language="l02", group="woman").declared


def test_flips_are_held_against_the_other_groups() -> None:
    texts = made_texts(languages=1, groups=("english", "turkish", "arabic"), words=2)
    chances = np.full((len(texts), 3), [0.6, 0.3, 0.1])
    turned = [one.group == "arabic" and one.template < 2 for one in texts]
    chances[turned] = [0.2, 0.7, 0.1]
    effects = probe_effects(texts, chances)
    assert _of(effects, language="l00", group="arabic").flipped == pytest.approx(0.25)
    assert _of(effects, language="l00", group="english").flipped == 0


def test_a_model_that_no_word_moves_has_no_effect() -> None:
    texts = made_texts(languages=3)
    effects = probe_effects(texts, np.full((len(texts), 3), 1 / 3))
    assert {(one.shift.value, one.p, one.declared) for one in effects} == {(0.0, 1.0, False)}


def test_two_languages_are_not_put_together() -> None:
    texts = made_texts(languages=2)
    effects = probe_effects(texts, answers(texts, seed=1))
    assert {one.language for one in effects} == {"l00", "l01"}


def test_answers_of_another_number_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\(120, 3\), got \(2, 3\)"):
        probe_effects(made_texts(languages=1), np.zeros((2, 3)))
