from __future__ import annotations

import numpy as np
import pytest

from sentiment.errors import TrainingError
from sentiment.models.stated_confusion import SourceConfusion
from sentiment.training.confusion_measuring import count_confusions, state_confusions
from sentiment.training.labelled_sets import LabelledSet

RATES = np.array([[0.92, 0.04, 0.04], [0.05, 0.9, 0.05], [0.03, 0.03, 0.94]])


def source(number, *, unseen=True, texts=(60, 50, 90)):
    random = np.random.default_rng(number)
    rows = [random.multinomial(n, row) for n, row in zip(texts, RATES, strict=True)]
    table = tuple(tuple(int(count) for count in row) for row in rows)
    return SourceConfusion(f"shop {number}", "sw" if number % 2 else "th", unseen, table)


def test_calls_are_counted_by_source():
    labels = np.array([0, 0, 2])
    given = LabelledSet("shop", "never seen", "sw", 3, ("a", "b", "c"), labels, 3)
    [counted] = count_confusions([given], [np.array([0, 1, 2])])
    assert counted.table == ((1, 1, 0), (0, 0, 0), (0, 0, 1))
    assert (counted.source, counted.language, counted.unseen) == ("shop", "sw", True)


def test_each_unseen_source_is_corrected_with_the_others():
    sources = [source(number) for number in range(8)]
    sources += [source(8, unseen=False), source(9, texts=(60, 0, 90)), source(10, texts=(9, 9, 9))]
    stated = state_confusions("polytone-9", sources)
    assert (stated.model_id, len(stated.sources)) == ("polytone-9", 11)
    assert (stated.tried, stated.answered) == (8, 8)
    assert stated.covered is not None
    assert stated.covered >= 0.85


def test_few_sources_tell_nothing():
    with pytest.raises(TrainingError, match="Only 2 sources"):
        state_confusions("polytone-9", [source(1), source(2)])
