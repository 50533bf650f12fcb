from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sentiment.charts.shares_chart import (
    CORRECTED_MARK,
    RAW_MARK,
    describe_shares,
    shares_figure,
)
from sentiment.evaluation.corrected_shares import KnownErrors, correct_shares
from sentiment.evaluation.labelled_strata import RepresentativeTable
from tests.charts.plain_style import PlainStyle

TABLE = np.array([[16.0, 2, 2], [2, 6, 2], [2, 2, 66]])
NAMES = {"JP": "Japan", "BR": "<b>Brazil</b>"}


@pytest.fixture
def groups():
    labelled = correct_shares(
        "JP",
        called={"ja": np.array([300.0, 100, 600])},
        labels=RepresentativeTable(TABLE, 100),
        known=KnownErrors(),
    ).shares
    return [labelled, replace(labelled, group="BR", corrected=None, method="none")]


def test_raw_and_corrected_have_other_shapes(groups):
    figure = shares_figure(groups, sentiment="negative", names=NAMES, style=PlainStyle())
    raw, corrected = figure.data
    assert (raw.marker.symbol, corrected.marker.symbol) == (RAW_MARK, CORRECTED_MARK)
    assert (raw.name, corrected.name) == ("as the model calls them", "corrected")
    assert list(raw.x) == [0.3, 0.3]
    assert len(corrected.x) == 1
    assert corrected.error_x.array[0] > 0
    # A row's two marks stand apart, a single one in the middle; the first group is at the top.
    assert raw.y[0] < 0 < corrected.y[0]
    assert raw.y[1] == 1
    assert round(raw.y[0]) == round(corrected.y[0]) == 0
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    assert list(figure.layout.yaxis.ticktext) == ["Japan", "&lt;b&gt;Brazil&lt;/b&gt;"]


def test_nothing_corrected_is_one_trace(groups):
    figure = shares_figure(groups[1:], sentiment="positive", names=NAMES, style=PlainStyle())
    assert [trace.name for trace in figure.data] == ["as the model calls them"]
    assert list(figure.data[0].x) == [0.6]
    assert "Positive reviews, share" in figure.layout.xaxis.title.text


def test_it_is_told_in_words(groups):
    words = describe_shares(groups, sentiment="negative", names=NAMES, style=PlainStyle())
    assert words.startswith("Share of negative reviews. Japan: ")
    assert "corrected; <b>Brazil</b>" in words
    assert words.endswith("as called, not corrected")
