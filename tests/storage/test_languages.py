from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from sentiment.records import Filters
from sentiment.storage import imports, languages, search

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentiment.storage.database import Database


def found(database: Database, guesses: dict[str, tuple[str, float, bool]]) -> pa.Table:
    waiting = languages.reviews_without_language(database, limit=100).to_pylist()
    chosen = [
        (row["review_no"], *guesses[row["text"]]) for row in waiting if row["text"] in guesses
    ]
    names = ("review_no", "language", "confidence", "uncertain")
    return pa.table(dict(zip(names, zip(*chosen, strict=True), strict=True)))


def test_reviews_with_text_wait_until_identified(
    database: Database, export: Callable[..., Any]
) -> None:
    rows = [{"text": "Gut", "declared_language": "de"}, {"text": "Bon"}, {"stars": 1.0}]
    report = imports.store_export(database, export(rows))
    waiting = languages.reviews_without_language(database, limit=100)
    assert waiting.column_names == ["review_no", "text", "declared_language", "import_id"]
    assert waiting["declared_language"].to_pylist() == ["de", None]
    assert waiting["import_id"].to_pylist() == [report.import_id] * 2
    assert languages.count_without_language(database) == 2
    assert languages.reviews_without_language(database, limit=1).num_rows == 1
    languages.store_languages(database, found(database, {"Gut": ("de", 0.75, True)}))
    assert languages.count_without_language(database) == 1
    shown = {row.text: row for row in search.find_reviews(database)}
    assert shown["Gut"].language == "de"
    assert shown["Gut"].language_confidence == 0.75
    assert shown["Gut"].language_uncertain is True
    assert shown["Bon"].language is None


def test_text_is_found_before_and_after_identification(
    database: Database, export: Callable[..., Any]
) -> None:
    texts = ["ОЧЕНЬ плохо", "nothing in capitals", "最高です", "Café"]
    imports.store_export(database, export([{"text": text} for text in texts]))
    searches = {
        "очень ПЛОХО": "ОЧЕНЬ плохо",
        "NOTHING in": "nothing in capitals",
        "最高": "最高です",
        "cafe\u0301": "Café",
    }
    for identified in (False, True):
        if identified:
            guesses = dict.fromkeys(texts, ("en", 0.9, False))
            languages.store_languages(database, found(database, guesses))
        for text, expected in searches.items():
            reviews = search.find_reviews(database, filters=Filters(text=text))
            assert [review.text for review in reviews] == [expected]


def test_majority_is_more_than_half_of_the_sure(
    database: Database, export: Callable[..., Any]
) -> None:
    texts = ["eins", "zwei", "drei", "one", "two", "three", "!!"]
    imports.store_export(database, export([{"text": text} for text in texts]))
    assert languages.import_majority(database, import_id=1) is None
    guesses = {
        "eins": ("de", 0.9, False),
        "zwei": ("de", 0.9, False),
        "one": ("en", 0.9, False),
        "two": ("en", 0.5, True),
        "three": ("en", 0.5, True),
        "!!": ("und", 0.9, False),
    }
    languages.store_languages(database, found(database, guesses))
    assert languages.import_majority(database, import_id=1) == "de"
    assert languages.import_majority(database, import_id=2) is None
    languages.store_languages(database, found(database, {"drei": ("en", 0.9, False)}))
    assert languages.import_majority(database, import_id=1) is None
