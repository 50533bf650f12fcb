"""How each measure is called, scaled and written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from sentiment.evaluation.intervals import reliability

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sentiment.charts.theme import NumberStyle
    from sentiment.records import Interval

Measure = Literal["negative", "positive", "net", "stars"]
MEASURE_TITLES: dict[Measure, str] = {
    "negative": "Negative reviews, share",
    "positive": "Positive reviews, share",
    "net": "Net sentiment, positive − negative share",
    "stars": "Stars, mean of 1 to 5",
}
NARROWEST_SHARE = 0.1
_SIZE_WORDS = {"enough": "", "small": " – few reviews", "too few": " – too few to say"}


def write_value(value: float, *, measure: Measure, style: NumberStyle) -> str:
    """One value of a measure in the reader's numbers."""
    if measure == "stars":
        return style.number(value, digits=2)
    return style.points(value) if measure == "net" else style.percent(value)


def write_interval(interval: Interval, *, measure: Measure, style: NumberStyle) -> str:
    """Value, 95 % interval and n, and whether the group is small."""
    value, low, high = (
        write_value(number, measure=measure, style=style)
        for number in (interval.value, interval.low, interval.high)
    )
    size = _SIZE_WORDS[reliability(interval.n)]
    return f"{value} (95 %: {low} to {high}), n = {style.number(interval.n)}{size}"


def write_corrected(interval: Interval, *, measure: Measure, style: NumberStyle) -> str:
    """A corrected value, its 95 % interval, and how many labelled texts it rests on."""
    value, low, high = (
        write_value(number, measure=measure, style=style)
        for number in (interval.value, interval.low, interval.high)
    )
    labels = f"by {style.number(interval.n)} labelled texts"
    return f"{value} (95 %: {low} to {high}), {labels}"


def measure_axis(
    intervals: Iterable[Interval],
    *,
    measure: Measure,
    style: NumberStyle,
    whole_intervals: bool = False,
) -> dict[str, Any]:
    """The value axis: a range that holds the values and most of their intervals, and its ticks.

    Intervals of groups that are too few to say would flatten all others, so
    they do not widen the range, unless ``whole_intervals`` asks for it.
    """
    listed = list(intervals)
    firm = [one for one in listed if reliability(one.n) != "too few"] or listed
    if whole_intervals:
        firm = listed
    lows = [one.value for one in listed] + [one.low for one in firm]
    highs = [one.value for one in listed] + [one.high for one in firm]
    floor, ceiling = {"net": (-1.0, 1.0), "stars": (1.0, 5.0)}.get(measure, (0.0, 1.0))
    low = min(lows, default=floor) if measure in ("net", "stars") else 0.0
    high = max(highs, default=ceiling)
    if measure in ("negative", "positive"):
        high = max(high, NARROWEST_SHARE)
    slack = 0.06 * max(high - low, 0.1)
    low, high = max(floor, low - slack), min(ceiling, high + slack)
    step = next((step for step in _steps(measure) if (high - low) / step <= 6), 0.5)
    first = round(low / step + 0.499)
    ticks = [position * step for position in range(first, int(high / step + 1e-9) + 1)]
    pad = 0.02 * (high - low)
    return {
        "range": [low - pad, high + pad],
        "tickvals": ticks,
        "ticktext": [_write_tick(tick, measure=measure, style=style) for tick in ticks],
    }


def _steps(measure: Measure) -> tuple[float, ...]:
    return (0.25, 0.5, 1.0) if measure == "stars" else (0.02, 0.05, 0.1, 0.2, 0.25, 0.5)


def _write_tick(tick: float, *, measure: Measure, style: NumberStyle) -> str:
    if measure == "stars":
        return style.number(tick, digits=0 if float(tick).is_integer() else 2)
    if measure == "net" and abs(tick) < 1e-9:
        return "0"
    return style.points(tick) if measure == "net" else style.percent(tick)
