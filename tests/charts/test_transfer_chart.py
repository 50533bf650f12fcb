from __future__ import annotations

import numpy as np

from sentiment.charts.transfer_chart import describe_transfer, transfer_figure
from sentiment.evaluation.transfer_table import tabulate_transfer
from tests.charts.plain_style import PlainStyle

LABELS = np.arange(60) % 3
TABLE = tabulate_transfer(
    {"de": LABELS, "en": LABELS},
    {
        ("de", "de"): LABELS,
        ("de", "en"): np.zeros(60, int),
        ("en", "de"): np.where(LABELS == 1, 0, LABELS),
        ("en", "en"): LABELS,
    },
    languages=["de", "en"],
    resamples=50,
)


def test_every_cell_has_its_number_and_the_diagonal_a_frame():
    figure = transfer_figure(TABLE, names={"de": "German (de)"}, style=PlainStyle())
    (heat,) = figure.data
    assert [(a.y, a.x, a.text) for a in figure.layout.annotations] == [
        (0, 0, "100"), (0, 1, "17"), (1, 0, "56"), (1, 1, "100"),
    ]  # fmt: skip
    assert [a.font.color for a in figure.layout.annotations[:2]] == ["#FFFFFF", "#000000"]
    assert list(heat.y) == ["German (de)", "en"]
    assert len(figure.layout.shapes) == 2
    assert "trained in German (de), tested in en: 17%" in heat.hovertext[0][1]
    assert "n = 60" in heat.hovertext[0][1]


def test_in_words():
    told = describe_transfer(TABLE, names={"de": "German"}, style=PlainStyle())
    assert "trained in German: German 100%, en 17%" in told
