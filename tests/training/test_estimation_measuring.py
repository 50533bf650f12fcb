from __future__ import annotations

import numpy as np
import pytest

from sentiment.errors import TrainingError
from sentiment.training.estimation_measuring import (
    measure_methods,
    state_estimation,
    usable_sets,
)
from sentiment.training.labelled_sets import LabelledSet


def labelled(language: str, *, n: int = 120, classes: int = 3, part="in-domain") -> LabelledSet:
    labels = np.arange(n) % classes * (1 if classes == 3 else 2)
    texts = tuple(f"{language} {number}" for number in range(n))
    return LabelledSet("shop", part, language, classes, texts, labels, n)


def claimed(one: LabelledSet, *, right: float, sureness: float) -> np.ndarray:
    """A model that is equally sure of everything, and right as often as told."""
    n = len(one.labels)
    answers = np.where(np.arange(n) < right * n, one.labels, (one.labels + 1) % 3)
    chances = np.full((n, 3), (1 - sureness) / 2, np.float32)
    chances[np.arange(n), answers] = sureness
    return chances


def test_two_classes_and_few_texts_are_not_used():
    sets = [labelled("de"), labelled("en", classes=2), labelled("fi", n=20)]
    assert [one.language for one in usable_sets(sets)] == ["de"]


def test_the_better_method_is_stated():
    sets = [labelled("de"), labelled("en"), labelled("fi")]
    chances = [claimed(one, right=0.75, sureness=0.7) for one in sets]
    errors = measure_methods(sets, chances)
    stated = state_estimation("m-1", errors, sets=sets)
    # All texts are equally sure, so that a threshold keeps all of them or none.
    assert stated.method == "expected confusion"
    assert stated.error.bias == pytest.approx(-0.05, abs=1e-3)
    assert (stated.groups, stated.languages, stated.texts) == (3, 3, 360)
    assert stated.methods["average threshold"].mean_absolute == pytest.approx(0.25, abs=1e-3)


def test_what_was_never_seen_is_stated_where_there_is_enough_of_it():
    seen = [labelled(f"s{number}") for number in range(4)]
    unseen = [labelled(f"u{number}", part="never seen") for number in range(10)]
    sets = [*seen, *unseen]
    chances = [claimed(one, right=0.7, sureness=0.7) for one in seen]
    chances += [claimed(one, right=0.55, sureness=0.7) for one in unseen]
    errors = measure_methods(sets, chances)
    stated = state_estimation("m-1", errors, sets=sets)
    assert stated.unseen and (stated.groups, stated.languages, stated.texts) == (10, 10, 1_200)
    assert stated.methods["expected confusion"].bias == pytest.approx(0.15, abs=1e-3)
    fewer = state_estimation("m-1", measure_methods(sets[:8], chances[:8]), sets=sets[:8])
    assert not fewer.unseen and fewer.groups == 8
    assert fewer.methods["expected confusion"].bias == pytest.approx(0.075, abs=1e-3)


def test_too_few_sets_are_refused():
    with pytest.raises(TrainingError, match="Only 1 test sets"):
        measure_methods([labelled("de")], [np.full((120, 3), 1 / 3, np.float32)])
