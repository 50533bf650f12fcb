"""What the command line writes: answers to standard output, all else to standard error."""

from __future__ import annotations

import json
import sys
import time
from contextlib import contextmanager
from math import isfinite
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sentiment.records import Progress, ProgressReport

_SECONDS_BETWEEN_LINES = 10.0
_STAGES = {
    "reading": "Reading",
    "storing": "Storing",
    "languages": "Identifying languages",
    "loading": "Loading the model",
    "scoring": "Scoring",
    "benchmark": "Scoring test texts",
    "vectors": "Computing vectors of texts",
}


def say(text: str) -> None:
    """A line for the person, on standard error."""
    print(text, file=sys.stderr, flush=True)


def print_json(value: Any) -> None:
    """An answer for a script, on standard output; dates as ISO."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def json_number(value: float) -> float | None:
    """A number as JSON can hold it: to six digits, None where there is none."""
    return round(value, 6) if isfinite(value) else None


def print_table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table on standard output, numbers to the right; review text is never styled."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE)
    for index, heading in enumerate(headings):
        numbers = rows and all(isinstance(row[index], int | float) for row in rows)
        table.add_column(heading, justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    Console().print(table)


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """A progress callable: a bar with rate and estimate, or a line now and then in a log."""
    if not sys.stderr.isatty():
        yield _log_lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bars(*columns, TextColumn("{task.fields[speed]}"), console=Console(stderr=True)) as bars:
        tasks: dict[str, Any] = {}

        def show(report: ProgressReport) -> None:
            if report.stage not in tasks:
                name = _STAGES.get(report.stage, report.stage)
                tasks[report.stage] = bars.add_task(name, total=report.total, speed="")
            bars.update(
                tasks[report.stage],
                completed=report.done,
                total=report.total,
                speed=_speed(report),
            )

        yield show


def _log_lines() -> Progress:
    last = time.monotonic()

    def show(report: ProgressReport) -> None:
        nonlocal last
        if time.monotonic() - last < _SECONDS_BETWEEN_LINES:
            return
        last = time.monotonic()
        name = _STAGES.get(report.stage, report.stage)
        say(f"{name}: {report.done:,} of {report.total:,} {_speed(report)}".rstrip())

    return show


def _speed(report: ProgressReport) -> str:
    left = report.seconds_left
    if left is None:
        return ""
    minutes, seconds = divmod(round(left), 60)
    return f"{report.per_second:,.0f} reviews/s, {minutes}:{seconds:02d} left"
