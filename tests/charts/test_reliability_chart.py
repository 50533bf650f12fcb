"""The reliability diagram: measured points with intervals, few reviews marked as few."""

from __future__ import annotations

import numpy as np
import pytest

from sentiment.charts.reliability_chart import describe_reliability, reliability_figure
from sentiment.evaluation.calibration_error import reliability_bins
from tests.charts.plain_style import PlainStyle

CHANCES = np.array([[0.9, 0.05, 0.05]] * 100 + [[0.5, 0.3, 0.2]] * 12, np.float32)
LABELS = np.array([0] * 80 + [2] * 20 + [0] * 6 + [1] * 6)
BINS = reliability_bins(CHANCES, LABELS)


def test_points_stand_where_sureness_and_truth_are() -> None:
    figure = reliability_figure(BINS, style=PlainStyle())
    diagonal, measured, bars = figure.data
    assert list(diagonal.x) == list(diagonal.y)
    assert list(measured.x) == pytest.approx([0.5, 0.9])
    assert list(measured.y) == pytest.approx([0.5, 0.8])
    assert list(measured.marker.symbol) == ["circle-open", "circle"]
    assert min(measured.error_y.array) > 0 and min(measured.error_y.arrayminus) > 0
    assert list(bars.y) == [12, 100]


def test_the_diagram_is_told_in_words() -> None:
    told = describe_reliability(BINS, style=PlainStyle())
    assert "right 80%" in told and "n = 12" in told
