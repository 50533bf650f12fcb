from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from math import nan
from pathlib import Path

import pytest

from sentiment.errors import UsageError
from sentiment.evaluation.findings import Finding
from sentiment.records import Interval
from sentiment.workflows.bias import BiasAnswer
from sentiment.workflows.bias_measures import Measure
from sentiment.workflows.bias_report import report_csv, report_html, write_report

HOSTILE = "=HYPERLINK(1) <script>alert(1)</script> & שלום"


def measure(name: str, interval: Interval, **given: object) -> Measure:
    return Measure(
        **{  # type: ignore[arg-type]
            "topic": "shares",
            "by": "column:Device",
            "group": name,
            "name": name,
            "measure": "negative, corrected",
            "unit": "share",
            "interval": interval,
        }
        | given
    )


@pytest.fixture
def answer() -> BiasAnswer:
    return BiasAnswer(
        database="world.duckdb",
        model_id="words-1",
        made_at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
        by=("column:Device",),
        reviews=1234,
        scored=1200,
        shares={},
        styles={},
        fairness={},
        probes=None,
        findings=(
            Finding("shares", "market", "JP", "Japan stands <b>out</b> (n = 412).", 0.1, 412, True),
            Finding("shares", "market", "BR", "Brazil could be chance.", 0.0, 31, False),
        ),
        unsaid=("Nothing can be said about Kenya: 3 labelled reviews.",),
        measures=(
            measure(HOSTILE, Interval(0.31, 0.25, 0.38, 412)),
            measure("tiny", Interval(0.5, 0.1, 0.9, 5), note="by labels here"),
            measure("nobody", Interval(nan, 0.0, 1.0, 0)),
            measure(
                "gap",
                Interval(-0.42, -0.53, -0.31, 1204),
                topic="rating style",
                measure="gap",
                unit="stars gap",
                corrected_p=0.0002,
            ),
            measure(
                "far",
                Interval(0.07, 0.04, 0.10, 612),
                topic="fairness",
                measure="wrongly called negative",
                unit="points",
                corrected_p=0.0312,
            ),
        ),
    )


class Reader(HTMLParser):
    """The text of a page, its tags, and whatever it would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_says_the_sentences_and_shows_every_number(answer: BiasAnswer) -> None:
    page = Reader()
    html = report_html(answer, about="market Japan (JP)")
    page.feed(html)
    words = re.sub(r"\s+", " ", " ".join(page.words))
    assert "Japan stands <b>out</b> (n = 412)." in words
    assert words.index("Japan stands") < words.index("not clear of chance") < words.index("Brazil")
    assert "Nothing can be said about Kenya" in words
    assert "market Japan (JP), 1,234 of them, 1,200 scored" in words
    assert "31.0 %" in words and "25.0 % to 38.0 %" in words and "412" in words
    assert "too few to say; by labels here" in words and "–" in words
    assert "−0.42 stars" in words and "−0.53 stars to −0.31 stars" in words and "< .001" in words
    assert "+7.0 points" in words and ".031" in words
    assert "22 November 2026, 09:30 UTC" in words


def test_nothing_in_it_is_executed_or_fetched(answer: BiasAnswer) -> None:
    page = Reader()
    html = report_html(answer)
    page.feed(html)
    assert not {"script", "iframe", "link", "img", "b", "object"} & set(page.tags)
    assert not page.fetched and "default-src 'none'" in html
    assert "http" not in html.replace("http-equiv", "")
    assert HOSTILE in page.words


def test_without_findings_this_is_said(answer: BiasAnswer) -> None:
    from dataclasses import replace

    html = report_html(replace(answer, findings=answer.findings[1:], measures=(), unsaid=()))
    assert "No difference between groups stands out clear of chance." in html
    assert "Nothing could be compared" in report_html(replace(answer, findings=()))
    assert "What cannot be said" not in html


def test_numbers_as_csv_are_safe_in_a_spreadsheet(answer: BiasAnswer) -> None:
    rows = list(csv.DictReader(io.StringIO(report_csv(answer).decode("utf-8-sig"))))
    assert len(rows) == len(answer.measures)
    assert rows[0]["name"] == f"'{HOSTILE}" and rows[0]["value"] == "0.31" and rows[0]["n"] == "412"
    assert rows[1]["size"] == "too few" and rows[2]["value"] == ""
    assert rows[3]["corrected_p"] == "0.0002" and rows[0]["corrected_p"] == ""


def test_the_ending_decides(answer: BiasAnswer, tmp_path: Path) -> None:
    write_report(answer, tmp_path / "bias.HTML")
    assert (tmp_path / "bias.HTML").read_text(encoding="utf-8").startswith("<!doctype html>")
    write_report(answer, tmp_path / "bias.csv")
    assert (tmp_path / "bias.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with pytest.raises(UsageError, match=r"neither \.html nor \.csv"):
        write_report(answer, tmp_path / "bias.pdf")
