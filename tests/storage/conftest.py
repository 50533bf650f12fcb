from __future__ import annotations

import functools
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
    return functools.partial(fill_database, database)


def fill_database(
    database: Database, rows: Sequence[Row], *, profile: str = "shop", model_id: str = "model-1"
) -> None:
    """Store rows with the language and the scores that they name themselves.

    A row's "language" is (code, confidence, uncertain), its "scores" three probabilities.
    """
    own = ("language", "scores")
    answers = {row["text"]: row for row in rows if row.get("text")}
    plain = [{name: row[name] for name in row if name not in own} for row in rows]
    imports.store_export(database, make_export(plain, profile=profile))
    found = [
        {"review_no": row["review_no"], "language": code, "confidence": sure, "uncertain": unsure}
        for row in languages.reviews_without_language(database, limit=1000).to_pylist()
        for code, sure, unsure in _given(answers, row["text"], "language")
    ]
    if found:
        languages.store_languages(database, pa.Table.from_pylist(found))
    predictions.set_active_model(database, model_id)
    scored = [
        {"text_key": row["text_key"], "p_negative": low, "p_neutral": middle, "p_positive": high}
        for row in predictions.unscored_texts(database, model_id=model_id, limit=1000).to_pylist()
        for low, middle, high in _given(answers, row["text"], "scores")
    ]
    if scored:
        table = pa.Table.from_pylist(scored)
        predictions.store_predictions(database, model_id=model_id, predictions=table)


def _given(answers: Mapping[str, Row], text: str, name: str) -> list[tuple[Any, ...]]:
    answer = answers.get(text, {}).get(name)
    return [answer] if answer else []
