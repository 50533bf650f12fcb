from __future__ import annotations

import numpy as np

from sentiment.charts.consistency_chart import (
    describe_pairs,
    describe_shifts,
    pair_figure,
    shift_figure,
)
from sentiment.evaluation.parallel_consistency import Consistency, parallel_consistency
from tests.charts.plain_style import PlainStyle

NAMES = {"de": "<b>German</b>", "en": "English", "sw": "Swahili"}
STYLE = PlainStyle()


def answered(languages: tuple[str, ...] = ("de", "en", "sw")) -> Consistency:
    rows, ids, names = [], [], []
    for i in range(20):
        for name in languages:
            ids.append(str(i))
            names.append(name)
            rows.append((0.9, 0.05, 0.05) if name == "sw" and i < 5 else (0.1, 0.1, 0.8))
    return parallel_consistency(ids, names, chances=np.array(rows), resamples=50)


def test_clear_shifts_differ_in_shape_and_few_texts_are_named() -> None:
    found = answered().languages
    figure = shift_figure(found, names=NAMES, style=STYLE, clear=frozenset({"sw"}))
    clear, others = figure.data
    assert (clear.marker.symbol, others.marker.symbol) == ("diamond", "circle-open")
    assert list(clear.y) == [0]
    assert clear.x[0] < 0
    assert clear.error_x.arrayminus[0] > 0
    assert "n = 20 – few texts" in clear.hovertext[0]
    assert figure.layout.yaxis.ticktext[1:] == ("&lt;b&gt;German&lt;/b&gt;", "English")
    assert "Swahili −0." in describe_shifts(found, names=NAMES, style=STYLE)


def test_each_pair_stands_twice_and_no_language_with_itself() -> None:
    found = answered()
    figure = pair_figure(found.pairs, order=["de", "en", "sw"], names=NAMES, style=STYLE)
    (heat,) = figure.data
    assert heat.z[0][0] is None
    assert heat.z[0][2] == heat.z[2][0] == 0.25
    assert [(a.y, a.x, a.text) for a in figure.layout.annotations] == [
        (0, 1, "0"), (0, 2, "25"), (1, 0, "0"), (1, 2, "25"), (2, 0, "25"), (2, 1, "25"),
    ]  # fmt: skip
    assert "<b>" not in heat.hovertext[0][2]
    told = describe_pairs(found.pairs, names=NAMES, style=STYLE, most=1)
    assert "Swahili: 25%" in told
    assert told.count(";") == 0


def test_a_large_grid_has_no_numbers_in_it() -> None:
    found = answered(tuple(f"l{i:02}" for i in range(13)))
    order = sorted(one.language for one in found.languages)
    assert not pair_figure(found.pairs, order=order, names={}, style=STYLE).layout.annotations
