"""The pictures of docs/bias-study.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import plotly.graph_objects as go
from bias_trials import GroupTrials
from PIL import Image

from sentiment.charts.consistency_chart import shift_figure
from sentiment.evaluation.parallel_consistency import Consistency
from sentiment.evaluation.rating_style import RatingStyle
from sentiment.language.group_names import group_name
from sentiment.records import Interval

BLUE, ORANGE, GREY = "#2186C4", "#D55E00", "#808890"
WIDTH = 760
COLOURS = 128  # enough for lines and words, at a third of the bytes


class EnglishStyle:
    """Numbers as in English."""

    def number(self, value: float, *, digits: int = 0) -> str:
        """As its name says."""
        return f"{value:,.{digits}f}"

    def percent(self, share: float, *, digits: int = 0) -> str:
        """As its name says."""
        return f"{100 * share:.{digits}f} %"

    def points(self, difference: float, *, digits: int = 0) -> str:
        """As its name says."""
        return f"{100 * difference:+.{digits}f} points"

    def share(self, interval: Interval, *, digits: int = 0) -> str:
        """As its name says."""
        return self.percent(interval.value, digits=digits)

    def day(self, day: object) -> str:
        """As its name says."""
        return str(day)

    def period(self, first_day: object, *, grain: str) -> str:
        """As its name says."""
        return f"{first_day} {grain}"

    def tick_format(self, *, grain: str) -> str:
        """As its name says."""
        return grain


def draw_pictures(
    folder: Path,
    *,
    consistency: Consistency,
    trials: Sequence[GroupTrials],
    styles: Mapping[str, Sequence[RatingStyle]],
) -> None:
    """Write three PNGs into ``folder``."""
    names = {one.language: group_name(one.language, by="language") for one in consistency.languages}
    clear = frozenset(
        one.language
        for one in consistency.languages
        if one.shift.q < 0.05 and abs(one.shift.difference.value) >= 0.05
    )
    shifts = shift_figure(consistency.languages, names=names, style=EnglishStyle(), clear=clear)
    shifts.update_xaxes(title="shift of the score against the same texts in all languages")
    _write(shifts, folder / "same-words.png")
    _write(_corrected_figure(trials), folder / "raw-and-corrected.png")
    _write(_style_figure(styles), folder / "rating-style.png")


def _corrected_figure(trials: Sequence[GroupTrials]) -> go.Figure:
    """The first trial of each language: what the model says, and what 100 labels make of it."""
    ordered = sorted(trials, key=lambda one: one.raw[0, 0])
    figure = go.Figure()
    for name, mark, colour, shift, values in (
        ("as the model calls them", "circle-open", GREY, 0.0, [one.raw[0, 0] for one in ordered]),
        (
            "corrected with 100 labels (95 %)",
            "diamond",
            BLUE,
            0.0,
            [one.corrected[0, 0] for one in ordered],
        ),
    ):
        bars = {}
        if mark == "diamond":
            bars = {
                "error_x": {
                    "type": "data",
                    "symmetric": False,
                    "array": [one.high[0, 0] - one.corrected[0, 0] for one in ordered],
                    "arrayminus": [one.corrected[0, 0] - one.low[0, 0] for one in ordered],
                    "color": colour,
                    "thickness": 1.2,
                    "width": 2,
                }
            }
        figure.add_trace(
            go.Scatter(
                x=values,
                y=[y + shift for y in range(len(ordered))],
                mode="markers",
                name=name,
                marker={"symbol": mark, "size": 8, "color": colour},
                **bars,
            )
        )
    figure.add_vline(x=float(ordered[0].truth[0]), line={"color": ORANGE, "dash": "dash"})
    figure.update_xaxes(
        title="share of negative texts; dashed: the truth, the same texts in every language",
        tickformat=".0%",
        range=[0, 0.56],
    )
    figure.update_yaxes(
        tickvals=list(range(len(ordered))),
        ticktext=[group_name(one.group, by="language") for one in ordered],
    )
    figure.update_layout(height=560, legend={"orientation": "h", "y": 1.0, "yanchor": "bottom"})
    return figure


def _style_figure(styles: Mapping[str, Sequence[RatingStyle]]) -> go.Figure:
    """Gaps of groups with 100 reviews or more, corpus by corpus."""
    figure = go.Figure()
    labels: list[str] = []
    for name, each in styles.items():
        by = "language" if name == "tripadvisor_bcn" else "market"
        labels += [""] if labels else []
        for one in sorted((s for s in each if s.n >= 100), key=lambda s: s.gap.value):
            colour = ORANGE if one.declared else GREY
            figure.add_trace(
                go.Scatter(
                    x=[one.gap.value],
                    y=[len(labels)],
                    mode="markers",
                    showlegend=False,
                    marker={
                        "symbol": "diamond" if one.declared else "circle-open",
                        "size": 8,
                        "color": colour,
                    },
                    error_x={
                        "type": "data",
                        "symmetric": False,
                        "array": [one.gap.high - one.gap.value],
                        "arrayminus": [one.gap.value - one.gap.low],
                        "color": colour,
                        "thickness": 1.2,
                        "width": 2,
                    },
                )
            )
            labels.append(f"{group_name(one.group, by=by)}, {name.split('_')[0]}")
    figure.add_vline(x=0, line={"color": GREY, "dash": "dash"})
    figure.update_xaxes(
        title="stars given minus stars that the words suggest (95 %); filled: declared",
        tickformat="+.1f",
    )
    figure.update_yaxes(tickvals=list(range(len(labels))), ticktext=labels, showgrid=False)
    figure.update_layout(height=80 + 20 * len(labels))
    return figure


def _write(figure: go.Figure, path: Path) -> None:
    figure.update_layout(
        width=WIDTH,
        paper_bgcolor="white",
        plot_bgcolor="white",
        font={"color": "#1F2430", "size": 12, "family": "sans-serif"},
        margin={"l": 8, "r": 16, "t": 32, "b": 8},
    )
    figure.update_xaxes(gridcolor="#E3E6EA", showgrid=True, automargin=True, zeroline=False)
    figure.update_yaxes(gridcolor="#E3E6EA", automargin=True, zeroline=False)
    drawn = Image.open(BytesIO(figure.to_image(format="png", scale=1.2)))
    drawn.convert("RGB").quantize(COLOURS).save(path, optimize=True)
