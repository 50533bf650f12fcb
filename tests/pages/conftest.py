"""Databases behind the pages: an empty one, and one with reviews of every kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from sentiment.models.abstaining import AbstainBand, AbstainBands, write_abstain_bands
from sentiment.records import RatingScale, ReadExport, Recognition, rejected_schema, review_schema
from sentiment.storage.database import Database
from sentiment.storage.imports import store_export
from sentiment.storage.languages import store_languages
from sentiment.storage.predictions import set_active_model, store_predictions, unscored_texts
from sentiment.workflows.opening import open_store

MODEL = "words-1"
APP = Path(__file__).resolve().parents[2] / "app.py"
HOSTILE = "<script>alert(1)</script> **bold** $x$ :smile: [link](http://evil.example) <b>b</b>"
ARABIC = "التطبيق ممتاز جدا، لكن iPhone يتوقف أحيانا!"
# text, language, uncertain, market, stars, probabilities negative/neutral/positive
KINDS = (
    (HOSTILE, "en", False, "US", 1.0, (0.90, 0.06, 0.04)),
    (ARABIC, "ar", False, "SA", 5.0, (0.05, 0.15, 0.80)),
    ("最高です。配送が早い！", "ja", False, "JP", 5.0, (0.03, 0.07, 0.90)),
    ("质量很差，退款很慢。", "zh", False, "CN", 4.0, (0.85, 0.10, 0.05)),
    ("ok", "de", True, "DE", 3.0, (0.30, 0.40, 0.30)),
    ("Die App stürzt seit dem Update ständig ab.", "de", False, "DE", 1.0, (0.95, 0.04, 0.01)),
    ("Une bouilloire parfaite, merci !", "fr", False, None, 2.0, (0.02, 0.08, 0.90)),
)
ROUNDS = 8


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """An empty database, which the pages open as well."""
    path = tmp_path / "pages.duckdb"
    monkeypatch.setenv("POLYTONE_DB", str(path))
    opened = open_store(path)
    yield opened
    opened.close()


@pytest.fixture
def filled(database: Database) -> Database:
    """Fifty-six scored reviews over sixteen months, one edited, one with stars only."""
    _store(database, _reviews())
    _store(database, [_row(0, HOSTILE + " Edited.", "US", 2.0) | {"external_id": "review-0-long"}])
    _store(database, [_row(900, None, "DE", 4.0)])
    _identify(database)
    _score(database)
    return database


BANDS = AbstainBands(
    model_id=MODEL,
    target_error=0.1,
    least_kept=0.3,
    pooled=AbstainBand(0.82, True, texts=1000, kept=600, wrong_kept=60, wrong_abstained=160),
    languages={
        "ar": AbstainBand(0.82, False, texts=100, kept=80, wrong_kept=4, wrong_abstained=9),
        "de": AbstainBand(0.5, True, texts=300, kept=100, wrong_kept=10, wrong_abstained=80),
    },
)


def state_bands(
    bands: AbstainBands, folder: Path, monkeypatch: pytest.MonkeyPatch, *, model_id: str
) -> Path:
    """Put bands where the package keeps those of its models; return their file."""
    folder.mkdir(parents=True)
    monkeypatch.setattr("sentiment.models.catalogue.EMBEDDED", {"polytone": lambda: folder})
    return write_abstain_bands(folder, replace(bands, model_id=model_id))


@pytest.fixture
def stated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The active model is unsure of Arabic and of short German reviews: sixteen of all."""
    return state_bands(BANDS, tmp_path / "models" / "one", monkeypatch, model_id=MODEL)


@pytest.fixture
def open_page() -> Callable[..., AppTest]:
    """Open a page of the app, as a link with query parameters would."""

    def opened(page: str, /, *, locale: str = "en-US", **query: str | list[str]) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=120)
        app.context["locale"] = locale
        app.run()
        app.switch_page(f"pages/{page}.py")
        app.query_params.clear()
        app.query_params.update(query)
        return app.run()

    return opened


def page_text(app: AppTest) -> str:
    """Everything that stands on the page, as far as a test can see it."""
    parts = [*app.markdown, *app.caption, *app.error, *app.warning, *app.info, *app.success]
    return "\n".join([*(str(part.value) for part in parts), *(h.value for h in app.get("html"))])


def _reviews() -> list[dict[str, object]]:
    rows = []
    for number in range(ROUNDS * len(KINDS)):
        text, _, _, market, stars, _ = KINDS[number % len(KINDS)]
        rows.append(
            _row(number, f"{text} {number}" if number >= len(KINDS) else text, market, stars)
        )
    return rows


def _row(number: int, text: str | None, market: str | None, stars: float) -> dict[str, object]:
    return {
        "line": number + 2,
        "external_id": f"review-{number}-long",
        "body": text,
        "text": text,
        "rating": stars,
        "stars": stars,
        "written_at": datetime(2025, 1, 6) + timedelta(days=8 * number),
        "declared_language": "en" if number == 1 else None,
        "market": market,
        "product": "Kettle **2**" if number % 2 else "Lamp",
        "author": None,
    }


def _store(database: Database, rows: list[dict[str, object]]) -> None:
    recognition = Recognition(
        file="reviews.csv", container="csv", encoding="utf-8", delimiter=",", profile="sample",
        mapping={}, headings=(), examples={}, rating_scale=RatingScale(1, 5),
    )  # fmt: skip
    rejected = pa.table(
        {"line": [99], "reason": ["no text and no rating"], "raw": ["=1+1,,"]},
        schema=rejected_schema(),
    )
    reviews = pa.Table.from_pylist(rows, schema=review_schema())
    store_export(database, ReadExport(recognition, len(rows) + 1, reviews, rejected))


def _kind_of(text: str) -> tuple[object, ...]:
    return next(kind for kind in KINDS if text.startswith(kind[0]))


def _identify(database: Database) -> None:
    with database.cursor() as cursor:
        rows = cursor.execute(
            "SELECT review_no, text FROM reviews WHERE text IS NOT NULL"
        ).fetchall()
    kinds = [_kind_of(text) for _, text in rows]
    store_languages(
        database,
        pa.table(
            {
                "review_no": [number for number, _ in rows],
                "language": [kind[1] for kind in kinds],
                "confidence": [0.5 if kind[2] else 0.98 for kind in kinds],
                "uncertain": [kind[2] for kind in kinds],
            }
        ),
    )


def _score(database: Database) -> None:
    texts = unscored_texts(database, model_id=MODEL, limit=10_000)
    chances = [_kind_of(text)[5] for text in texts.column("text").to_pylist()]
    store_predictions(
        database,
        model_id=MODEL,
        predictions=pa.table(
            {
                "text_key": texts.column("text_key"),
                "p_negative": pa.array([chance[0] for chance in chances], pa.float32()),
                "p_neutral": pa.array([chance[1] for chance in chances], pa.float32()),
                "p_positive": pa.array([chance[2] for chance in chances], pa.float32()),
            }
        ),
    )
    set_active_model(database, MODEL)
