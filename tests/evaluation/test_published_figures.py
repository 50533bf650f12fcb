from __future__ import annotations

import pytest

from sentiment.evaluation.published_figures import read_published_figures


def test_the_mean_is_that_of_the_languages():
    for figures in read_published_figures():
        assert len(figures.macro_f1) == 8
        mean = sum(figures.macro_f1.values()) / len(figures.macro_f1)
        assert mean == pytest.approx(figures.mean, abs=0.0015)


def test_of_a_source_that_nobody_published_on_there_are_none():
    assert read_published_figures("shop") == []


@pytest.mark.parametrize(("n", "same"), [(870, True), (864, True), (850, False), (900, False)])
def test_the_same_test_set_has_as_many_texts(n, same):
    assert read_published_figures()[0].is_on_as_many(n) is same
