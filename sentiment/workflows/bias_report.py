"""The report on bias that is kept: one HTML file for people, one CSV for their tools.

The HTML holds everything in itself: it asks for nothing from elsewhere and executes nothing.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from math import isnan
from typing import TYPE_CHECKING, Any

from sentiment.evaluation.findings import TOPICS
from sentiment.evaluation.intervals import reliability

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from jinja2 import Template

    from sentiment.workflows.bias import BiasAnswer
    from sentiment.workflows.bias_measures import Measure

TEMPLATE = "bias_report.html.jinja"
TITLES = {
    "shares": "Shares, corrected for the model's errors",
    "rating style": "Rating style: the same words, other stars",
    "fairness": "Whether the model errs more in some groups",
    "same words": "Same words in other languages",
    "probes": "Counterfactual probes",
}
METHODS = {
    "shares": "Corrected shares rest on labels of reviews that were drawn at random: in the group "
    "itself (prediction-powered inference), else in its language, else on test texts that were "
    "published with the model (adjusted counts). Stars are no truth here: they are how people "
    "rate. The intervals hold the uncertainty of the correction.",
    "rating style": "The stars that a text suggests are learnt from all groups together, each "
    "weighing the same. A gap is declared at q < 0.05, 0.1 stars or more and 100 reviews or more. "
    "A model that reads a language worse can look like a gap.",
    "fairness": "One class is held against the rest. p-values are corrected over groups and rates "
    "(Benjamini-Hochberg). Where the truth is stars, a gap can be the way of rating.",
    "probes": "Sentences of our own in which only a name, a place, a nationality, a religion or a "
    "gender changes. A probe shows what the model makes of words, not how customers are treated.",
}
_SIZES = {"enough": "", "small": "few", "too few": "too few to say"}
_COLUMNS = (
    "topic", "by", "group", "name", "measure", "unit", "value", "low", "high", "n",
    "corrected_p", "size", "note",
)  # fmt: skip


def write_report(answer: BiasAnswer, output: Path) -> None:
    """Write the report to ``output``, as HTML or CSV by its ending, whole or not at all."""
    from sentiment.workflows.output_files import output_ending, whole_file

    kind = output_ending(output, of=("html", "csv"))
    content = report_csv(answer) if kind == "csv" else report_html(answer).encode()
    with whole_file(output) as partial:
        partial.write_bytes(content)


def report_csv(answer: BiasAnswer) -> bytes:
    """Every number of ``answer``, one a row, as CSV that is safe to open in a spreadsheet.

    Shares and differences of shares are in 0..1, stars in stars; ``low`` and ``high`` are the
    95 % interval; ``corrected_p`` is the p-value after correction for the number of comparisons
    where a test was made.
    """
    import pyarrow as pa

    from sentiment.workflows.spreadsheets import to_csv

    rows = [_cells(measure) for measure in answer.measures]
    kinds = {"value": pa.float64(), "low": pa.float64(), "high": pa.float64(), "n": pa.int64()}
    kinds["corrected_p"] = pa.float64()
    return to_csv(
        pa.table(
            {
                name: pa.array([row[name] for row in rows], kinds.get(name, pa.string()))
                for name in _COLUMNS
            }
        )
    )


def report_html(answer: BiasAnswer, *, about: str = "all reviews") -> str:
    """``answer`` as one HTML page: the sentences first, then every table with n and interval.

    ``about`` says in words which reviews it is about.
    """
    return _template().render(
        answer=answer,
        about=about,
        clear=[one.sentence for one in answer.findings if one.clear],
        others=[one.sentence for one in answer.findings if not one.clear],
        sections=[
            {
                "title": TITLES[topic],
                "method": METHODS.get(topic, ""),
                "tables": list(_tables([m for m in answer.measures if m.topic == topic])),
            }
            for topic in TOPICS
            if any(measure.topic == topic for measure in answer.measures)
        ],
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("sentiment.workflows", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(TEMPLATE)


def _tables(measures: Sequence[Measure]) -> Iterable[dict[str, Any]]:
    """One table for each measure of each grouping, in the order in which they come."""
    for (by, name, unit), rows in groupby(measures, key=lambda m: (m.by, m.measure, m.unit)):
        listed = list(rows)
        low, high = _range(listed)
        yield {
            "heading": f"{name[:1].upper()}{name[1:]}, by {by.removeprefix('column:')}",
            "rows": [_row(one, low=low, high=high) for one in listed],
            "unit": unit,
            "tested": any(one.corrected_p is not None for one in listed),
            "zero": 100 * -low / (high - low) if low < 0 < high else None,
        }


def _range(measures: Sequence[Measure]) -> tuple[float, float]:
    """What the bars of a table span: all values, and the intervals of what is not too few."""
    shown = [m.interval for m in measures if not isnan(m.interval.value)]
    firm = [one for one in shown if reliability(one.n) != "too few"] or shown
    if not firm:
        return 0.0, 1.0
    low = min([one.low for one in firm] + [one.value for one in shown])
    high = max([one.high for one in firm] + [one.value for one in shown])
    pad = 0.05 * (high - low) or 0.5
    return low - pad, high + pad


def _row(measure: Measure, *, low: float, high: float) -> dict[str, Any]:
    interval = measure.interval

    def place(value: float) -> float:
        return round(min(100.0, max(0.0, 100 * (value - low) / (high - low))), 2)

    known = not isnan(interval.value)
    low_end, high_end = (_written(end, measure.unit) for end in (interval.low, interval.high))
    return {
        "name": measure.name,
        "value": _written(interval.value, measure.unit) if known else "–",
        "interval": f"{low_end} to {high_end}" if known else "",
        "n": f"{interval.n:,}",
        "p": "" if measure.corrected_p is None else _p(measure.corrected_p),
        "note": "; ".join(filter(None, (_SIZES[reliability(interval.n)], measure.note))),
        "at": (place(interval.value), place(interval.low), place(interval.high)) if known else None,
    }


def _written(value: float, unit: str) -> str:
    """A number in its unit: ``12.3 %``, ``+4.0 points``, ``−0.42 stars``, ``1.20``."""
    if unit == "share":
        return f"{100 * value:.1f} %"
    sign = "−" if value < 0 else "+" if value > 0 else "±"
    if unit == "points":
        return f"{sign}{abs(100 * value):.1f} points"
    if unit == "stars gap":
        return f"{sign}{abs(value):.2f} stars"
    return f"{value:.2f}"


def _p(value: float) -> str:
    return "< .001" if value < 0.001 else f"{value:.3f}".removeprefix("0")


def _cells(measure: Measure) -> dict[str, Any]:
    interval = measure.interval

    def number(value: float) -> float | None:
        return None if isnan(value) else round(value, 6)

    return {
        "topic": measure.topic,
        "by": measure.by,
        "group": measure.group,
        "name": measure.name,
        "measure": measure.measure,
        "unit": measure.unit,
        "value": number(interval.value),
        "low": number(interval.low),
        "high": number(interval.high),
        "n": interval.n,
        "corrected_p": measure.corrected_p,
        "size": reliability(interval.n),
        "note": measure.note,
    }
