"""The sample exports: what they promise to hold, and that they can be composed anew."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / "data"
PLAY = "reviews_com.orrelund.home.csv"
APP_STORE = "app-store-connect_orrelund-home.csv"
TRUSTPILOT = "trustpilot_orrelund.csv"
AMAZON = "amazon_orrelund.csv"
JUDGEME = "judgeme_orrelund.csv"
BOOKING = "booking_casa-azinhal-lisboa.csv"
BUSINESS = "google-business-profile_istanbul.json"
JA_SHOP = "orrelund-jp_shift-jis.csv"
ENCODINGS = {
    PLAY: ("utf-16", ","),
    APP_STORE: ("utf-8", ","),
    TRUSTPILOT: ("cp1252", ";"),
    AMAZON: ("utf-8", ","),
    JUDGEME: ("utf-8", ","),
    BOOKING: ("utf-8-sig", ","),
    JA_SHOP: ("cp932", ","),
}
TEXT_COLUMNS = ("Review Text", "body", "Review Content", "レビュー本文")


def rows_of(name: str) -> list[dict[str, str]]:
    encoding, delimiter = ENCODINGS[name]
    text = (DATA / name).read_bytes().decode(encoding)
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def text_of(row: dict[str, str]) -> str:
    if "Positive review" in row:
        return " ".join((row["Positive review"], row["Negative review"])).strip()
    return next(row[column] for column in TEXT_COLUMNS if column in row).strip()


def business() -> list[dict[str, str]]:
    return json.loads((DATA / BUSINESS).read_text(encoding="utf-8"))["reviews"]


@pytest.fixture(scope="module")
def texts() -> list[str]:
    written = [text_of(row) for name in ENCODINGS for row in rows_of(name)]
    return [text for text in written + [entry.get("comment", "") for entry in business()] if text]


@pytest.fixture(scope="module")
def composed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("composed")
    subprocess.run([sys.executable, DATA / "compose.py", folder], check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("name", [*ENCODINGS, BUSINESS, "answers.csv"])
def test_each_export_is_composed_byte_for_byte(name: str, composed: Path) -> None:
    assert (composed / name).read_bytes() == (DATA / name).read_bytes()


def test_no_export_is_without_its_source(composed: Path) -> None:
    exports = {path.name for path in DATA.iterdir() if path.suffix in {".csv", ".json"}}
    assert exports - {"events.csv"} == {path.name for path in composed.iterdir()}


def test_the_folder_stays_small() -> None:
    files = [path for path in DATA.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert sum(path.stat().st_size for path in files) < 2_000_000


def test_distinct_texts(texts: list[str]) -> None:
    assert len(set(texts)) >= 2_200
    assert max(map(len, texts)) > 3_000


def test_no_single_text_is_most_of_the_samples(texts: list[str]) -> None:
    text, count = Counter(texts).most_common(1)[0]
    assert count <= 10, text


def test_encodings_are_those_of_the_sources() -> None:
    assert (DATA / PLAY).read_bytes().startswith(b"\xff\xfe")
    assert (DATA / BOOKING).read_bytes().startswith(b"\xef\xbb\xbf")
    for name in (TRUSTPILOT, JA_SHOP):
        with pytest.raises(UnicodeDecodeError):
            (DATA / name).read_bytes().decode("utf-8")
    for name in (APP_STORE, AMAZON, JUDGEME):
        assert not (DATA / name).read_bytes().startswith(b"\xef\xbb\xbf")


def test_languages_and_months(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(DATA))
    from composing.story import compose_reviews

    written = [review for review in compose_reviews() if review.text or review.liked]
    by_language = Counter(review.language for review in written)
    assert len(by_language) >= 15
    twelve = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "tr", "ja", "ar", "zh")
    assert all(by_language[language] >= 60 for language in twelve)
    assert 20 <= by_language["sw"] <= 50
    months = {(review.written_at.year, review.written_at.month) for review in written}
    assert len(months) == 18
    assert min(months) == (2025, 5)
    assert max(months) == (2026, 10)


def test_scripts_are_their_own(texts: list[str]) -> None:
    everything = "".join(texts)
    ranges = {"kana": "あん", "hangul": "가힣", "thai": "กฮ", "hindi": "अह", "arabic": "اي"}
    for name, (first, last) in ranges.items():
        assert sum(first <= letter <= last for letter in everything) > 200, name
    assert "ı" in everything
    assert "؟" in everything
    assert "。" in everything


def test_markets() -> None:
    territories = Counter(row["territory"] for row in rows_of(APP_STORE))
    assert len(territories) >= 15
    sentences = {row["Review Date"].split(" on ")[0] for row in rows_of(AMAZON)}
    assert len(sentences) >= 10
    assert all(sentence.startswith("Reviewed in ") for sentence in sentences)


def test_germany_turns_with_the_release() -> None:
    stars: dict[bool, list[int]] = defaultdict(list)
    for row in rows_of(APP_STORE):
        if row["territory"] == "DEU" and row["rating"]:
            after = date.fromisoformat(row["createdDate"][:10]) >= date(2026, 6, 9)
            stars[after].append(int(row["rating"]))
    assert sum(stars[False]) / len(stars[False]) > 3.5
    assert sum(stars[True]) / len(stars[True]) < 2.3
    told = " ".join(text_of(row) for row in rows_of(APP_STORE) if row["territory"] == "DEU")
    assert told.casefold().count("anmeld") > 15
    assert told.casefold().count("akku") > 15


def test_rows_to_refuse_and_duplicates() -> None:
    empty = {
        name: sum(not text_of(row) and not rating_of(row) for row in rows_of(name))
        for name in ENCODINGS
    }
    assert empty == {
        PLAY: 3, APP_STORE: 0, TRUSTPILOT: 1, AMAZON: 2, JUDGEME: 0, BOOKING: 0, JA_SHOP: 1
    }  # fmt: skip
    assert sum(row["curated"] == "spam" for row in rows_of(JUDGEME)) == 4
    repeated = {
        name: len(rows) - len({tuple(row.values()) for row in rows})
        for name, rows in ((name, rows_of(name)) for name in ENCODINGS)
    }
    assert repeated == {
        PLAY: 2, APP_STORE: 0, TRUSTPILOT: 1, AMAZON: 2, JUDGEME: 1, BOOKING: 1, JA_SHOP: 1
    }  # fmt: skip


def rating_of(row: dict[str, str]) -> str:
    columns = ("Star Rating", "rating", "Review Stars", "Review Rating", "Review score", "評価")
    return next(row[column] for column in columns if column in row)


def test_one_review_was_edited() -> None:
    versions: dict[str, set[str]] = defaultdict(set)
    for row in rows_of(PLAY):
        versions[row["Review Link"]].add(row["Review Text"])
    assert sorted(len(texts) for texts in versions.values())[-2:] == [1, 2]


def test_what_a_reader_may_stumble_over(texts: list[str]) -> None:
    assert any(text.startswith("=HYPERLINK(") for text in texts)
    assert any(text.startswith(("+", "-", "@")) for text in texts)
    assert any("<b>" in text for text in texts)
    assert sum("\n" in text for text in texts) > 20
    assert sum('"' in text for text in texts) > 10
    assert "!!!" in texts
    assert "👍" in texts
    assert sum("(Translated by Google)" in text for text in texts) == 4
    assert sum(not text_of(row) and rating_of(row) != "" for row in rows_of(PLAY)) > 50


def test_events_and_markets_of_the_demo() -> None:
    with (DATA / "events.csv").open(encoding="utf-8", newline="") as lines:
        events = list(csv.DictReader(lines))
    assert list(events[0]) == ["day", "label", "market"]
    assert all(date(2025, 5, 1) <= date.fromisoformat(event["day"]) for event in events)
    assert {event["market"] for event in events} >= {"", "DE", "BR"}
    demo = tomllib.loads((DATA / "demo.toml").read_text(encoding="utf-8"))
    assert all((DATA / name).is_file() and len(code) == 2 for name, code in demo["market"].items())


def test_answers_are_a_random_sample_of_the_rows_with_a_text() -> None:
    with (DATA / "answers.csv").open(encoding="utf-8", newline="") as lines:
        answers = list(csv.DictReader(lines))
    assert list(answers[0]) == ["file", "line", "answer"]
    assert len({(row["file"], row["line"]) for row in answers}) == len(answers) == 700
    assert {row["answer"] for row in answers} == {"negative", "positive", "mixed"}
    assert {row["file"] for row in answers} == {*ENCODINGS, BUSINESS}
