"""A small world of reviews in which one market turns after a release, for tests of answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from sentiment.records import ReadExport, Recognition, rejected_schema, review_schema

if TYPE_CHECKING:
    from sentiment.storage.database import Database

FIRST_DAY = date(2025, 1, 6)
LAST_DAY = date(2026, 6, 30)
RELEASE = date(2026, 5, 4)
MODEL = "test-model-1"


@dataclass(frozen=True)
class MarketPlan:
    """How many reviews a day a market writes, in which language, and its negative share."""

    market: str
    language: str
    a_day: float
    negative: float
    negative_after: float
    products: tuple[str, ...] = ("PulseApp", "PulseWatch")


PLANS = (
    MarketPlan("DE", "de", 0.9, 0.2, 0.62),
    MarketPlan("US", "en", 1.6, 0.25, 0.25),
    MarketPlan("FR", "fr", 0.8, 0.3, 0.3),
    MarketPlan("JP", "ja", 0.6, 0.2, 0.2),
    MarketPlan("BR", "pt", 0.8, 0.55, 0.2),
    MarketPlan("SA", "ar", 0.04, 0.3, 0.3),
)
_GOOD = {
    "de": "Tolle Uhr, läuft sehr gut",
    "en": "Great watch, works very well",
    "fr": "Montre superbe, marche très bien",
    "ja": "とても良い時計です",
    "pt": "Relógio ótimo, funciona muito bem",
    "ar": "ساعة رائعة تعمل جيدا",
}
_BAD = {
    "de": "Leider schlecht, Service antwortet nie",
    "en": "Really bad, support never answers",
    "fr": "Vraiment mauvais, le service ne répond pas",
    "ja": "とても悪いです、返事がない",
    "pt": "Muito ruim, o suporte não responde",
    "ar": "سيئة جدا ولا أحد يرد",
}
_BAD_AFTER = "Seit dem Update Absturz beim Start, Akku leer, Absturz ohne Ende"


def fill(database: Database, *, scored: bool = True, first_day: date = FIRST_DAY) -> int:
    """Store the reviews of all plans from ``first_day`` on, scored or not; return how many.

    In Germany the negative share rises with the release, in PulseApp; in Brazil it falls.
    """
    import pyarrow as pa

    from sentiment.storage.imports import store_export
    from sentiment.storage.languages import store_languages
    from sentiment.storage.predictions import (
        set_active_model,
        store_predictions,
        unscored_texts,
    )

    rows, chances = _write_reviews(first_day)
    reviews = pa.Table.from_pylist(rows, schema=review_schema())
    recognition = Recognition(
        "reviews.csv", "csv", "utf-8", ",", "googleplay", {}, (), {}, market_from="a column"
    )
    store_export(
        database,
        ReadExport(recognition, reviews.num_rows, reviews, rejected_schema().empty_table()),
    )
    if not scored:
        return len(rows)
    _store_languages(database, store_languages)
    table = unscored_texts(database, model_id=MODEL, limit=1_000_000)
    found = [chances[text] for text in table["text"].to_pylist()]
    predictions = pa.table(
        {
            "text_key": table["text_key"],
            **{
                name: pa.array([chance[at] for chance in found], pa.float32())
                for at, name in enumerate(("p_negative", "p_neutral", "p_positive"))
            },
        }
    )
    store_predictions(database, model_id=MODEL, predictions=predictions)
    set_active_model(database, MODEL)
    return len(rows)


def _store_languages(database: Database, store: Any) -> None:
    import pyarrow as pa

    from sentiment.storage.languages import reviews_without_language

    table = reviews_without_language(database, limit=1_000_000)
    store(
        database,
        pa.table(
            {
                "review_no": table["review_no"],
                "language": table["declared_language"],
                "confidence": pa.array([0.99] * table.num_rows, pa.float64()),
                "uncertain": pa.array([False] * table.num_rows),
            }
        ),
    )


def _write_reviews(
    first_day: date,
) -> tuple[list[dict[str, Any]], dict[str, tuple[float, float, float]]]:
    generator = np.random.default_rng(20260630)
    rows: list[dict[str, Any]] = []
    chances: dict[str, tuple[float, float, float]] = {}
    for plan in PLANS:
        for offset in range((LAST_DAY - FIRST_DAY).days + 1):
            day = FIRST_DAY + timedelta(days=offset)
            for _ in range(generator.poisson(plan.a_day)):
                product = plan.products[int(generator.integers(len(plan.products)))]
                turned = day >= RELEASE
                share = plan.negative_after if turned else plan.negative
                if plan.market == "DE" and product == "PulseWatch":
                    share = plan.negative
                elif plan.market == "DE" and turned:
                    share = 0.9
                drawn = float(generator.random())
                bad, neutral = drawn < share, share <= drawn < share + 0.1
                words = _BAD if bad else _GOOD
                text = words[plan.language]
                if bad and plan.market == "DE" and turned:
                    text = _BAD_AFTER
                text = f"{text} {len(rows)}"
                chances[text] = (
                    (0.8, 0.15, 0.05) if bad else (0.2, 0.6, 0.2) if neutral else (0.05, 0.15, 0.8)
                )
                if day < first_day:
                    continue
                rows.append(_row(len(rows), plan, product=product, day=day, text=text, bad=bad))
    return rows, chances


def _row(
    number: int, plan: MarketPlan, *, product: str, day: date, text: str, bad: bool
) -> dict[str, Any]:
    stars = 1.0 if bad else 5.0
    return {
        "line": number + 2,
        "external_id": f"r-{plan.market}-{number:09d}",
        "body": text,
        "text": text,
        "rating": stars,
        "stars": stars,
        "written_at": datetime(day.year, day.month, day.day, 12),
        "declared_language": plan.language,
        "market": plan.market,
        "product": product,
    }
