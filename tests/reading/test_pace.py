"""Progress is counted over threads and never goes back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from sentiment.reading.pace import Pace

if TYPE_CHECKING:
    from sentiment.records import ProgressReport


def test_what_threads_do_adds_up_in_order() -> None:
    reports: list[ProgressReport] = []
    pace = Pace(reports.append, stage="reading", total=300)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(pace.advance, [3] * 100))
    assert [report.done for report in reports] == list(range(3, 301, 3))
    assert {(report.stage, report.total) for report in reports} == {("reading", 300)}
    assert reports[-1].seconds_left == 0


def test_ticks_are_reported_now_and_then_and_at_the_end() -> None:
    reports: list[ProgressReport] = []
    pace = Pace(reports.append, stage="reading", total=2_000)
    for _ in range(2_500):
        pace.tick()
    pace.finish()
    pace.finish()
    assert [(report.done, report.total) for report in reports] == [
        (1_000, 2_000),
        (2_000, 2_000),
        (2_500, 2_500),
    ]
