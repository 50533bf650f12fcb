from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from sentiment.records import (
    RatingScale,
    ReadExport,
    Recognition,
    rejected_schema,
    review_schema,
)
from sentiment.storage import imports, languages, predictions
from sentiment.storage.database import Database, open_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

Row = dict[str, Any]


def make_export(
    rows: Sequence[Row],
    *,
    file: str = "reviews.csv",
    profile: str = "shop",
    rejected: Sequence[Row] = (),
) -> ReadExport:
    """An export of these rows; what a row does not say is null."""
    nothing = dict.fromkeys(review_schema().names)
    full = [nothing | {"line": number} | row for number, row in enumerate(rows, start=2)]
    recognition = Recognition(
        file=file,
        container="csv",
        encoding="utf-8",
        delimiter=",",
        profile=profile,
        mapping={},
        headings=(),
        examples={},
        rating_scale=RatingScale(1, 5),
        market_from="column 'Country'",
        notes=("a note",),
    )
    return ReadExport(
        recognition=recognition,
        read=len(rows) + len(rejected),
        reviews=pa.Table.from_pylist(full, schema=review_schema()),
        rejected=pa.Table.from_pylist(list(rejected), schema=rejected_schema()),
    )


@pytest.fixture
def export() -> Callable[..., ReadExport]:
    return make_export


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "reviews.duckdb") as opened:
        yield opened


@pytest.fixture
def query(database: Database) -> Callable[..., list[tuple[Any, ...]]]:
    """Rows straight from the file, to check what the functions say."""

    def ask(sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        with database.cursor() as cursor:
            return cursor.execute(sql, parameters or {}).fetchall()

    return ask


@pytest.fixture
def fill(database: Database) -> Callable[..., None]:
    """Store rows with the language and the scores that they name themselves.

    A row's "language" is (code, confidence, uncertain), its "scores" three probabilities.
    """

    def store(rows: Sequence[Row], *, profile: str = "shop", model_id: str = "model-1") -> None:
        answers = {row["text"]: row for row in rows if row.get("text")}
        plain = [
            {name: value for name, value in row.items() if name not in ("language", "scores")}
            for row in rows
        ]
        imports.store_export(database, make_export(plain, profile=profile))
        waiting = languages.reviews_without_language(database, limit=10_000).to_pylist()
        found = [
            dict(
                zip(
                    ("review_no", "language", "confidence", "uncertain"),
                    (row["review_no"], *answers[row["text"]]["language"]),
                    strict=True,
                )
            )
            for row in waiting
            if answers[row["text"]].get("language")
        ]
        if found:
            languages.store_languages(database, pa.Table.from_pylist(found))
        predictions.set_active_model(database, model_id)
        texts = predictions.unscored_texts(database, model_id=model_id, limit=10_000).to_pylist()
        scored = [
            dict(
                zip(
                    ("text_key", "p_negative", "p_neutral", "p_positive"),
                    (row["text_key"], *answers[row["text"]]["scores"]),
                    strict=True,
                )
            )
            for row in texts
            if answers[row["text"]].get("scores")
        ]
        if scored:
            predictions.store_predictions(
                database, model_id=model_id, predictions=pa.Table.from_pylist(scored)
            )

    return store
