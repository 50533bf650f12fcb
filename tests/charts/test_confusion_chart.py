"""The confusion grid: what each cell says, what a click on it carries, nothing as HTML."""

from __future__ import annotations

from sentiment.charts.confusion_chart import confusion_figure, describe_confusion
from sentiment.evaluation.confusion import confusion_quality
from tests.charts.plain_style import PlainStyle

STYLE = PlainStyle()
NAMES = {"negative": "bad <b>", "neutral": "so so", "positive": "good"}
QUALITY = confusion_quality([[30, 5, 5], [0, 0, 0], [10, 0, 1_190]])


def test_a_cell_says_its_share_of_the_true_class_and_its_count() -> None:
    figure = confusion_figure(QUALITY, names=NAMES, style=STYLE)
    texts = {(note.y, note.x): note.text for note in figure.layout.annotations}
    assert texts[0, 0] == "<b>75%</b><br>30"
    assert texts[2, 2] == "<b>99%</b><br>1,190"
    assert texts[1, 1] == "<b>–</b><br>0"
    assert figure.layout.yaxis.range == (2.5, -0.5)  # the first class on top


def test_every_cell_can_be_clicked_and_says_which_it_is() -> None:
    figure = confusion_figure(QUALITY, names=NAMES, style=STYLE)
    marks = figure.data[1]
    places = {
        (y, x): tuple(data) for x, y, data in zip(marks.x, marks.y, marks.customdata, strict=True)
    }
    assert len(places) == 9
    assert places[2, 0] == ("positive", "negative")
    assert "10" in marks.hovertext[6] and "rightly" not in marks.hovertext[6]
    assert "rightly" in marks.hovertext[8]


def test_the_chosen_cell_is_framed() -> None:
    assert not confusion_figure(QUALITY, names=NAMES, style=STYLE).layout.shapes
    chosen = ("positive", "negative")
    (frame,) = confusion_figure(QUALITY, names=NAMES, style=STYLE, chosen=chosen).layout.shapes
    assert (frame.x0 + frame.x1, frame.y0 + frame.y1) == (0, 4)


def test_names_are_not_read_as_html_and_the_table_is_told_in_words() -> None:
    figure = confusion_figure(QUALITY, names=NAMES, style=STYLE)
    assert figure.layout.xaxis.ticktext[0] == "bad &lt;b&gt;"
    told = describe_confusion(QUALITY, names=NAMES, style=STYLE)
    assert "Of 40 that are bad <b> it calls bad <b> 30 (75%), so so 5 (12%), good 5 (12%)" in told
    assert "so so it calls" not in told
    empty = confusion_quality([[0] * 3] * 3)
    assert "No review" in describe_confusion(empty, names=NAMES, style=STYLE)
