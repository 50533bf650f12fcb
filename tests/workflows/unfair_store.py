"""A store of simulated reviews: texts that are numbers, with languages, truth and scores."""

from __future__ import annotations

import pyarrow as pa

from sentiment.storage.database import Database
from sentiment.storage.imports import store_export
from sentiment.storage.languages import reviews_without_language, store_languages
from sentiment.storage.predictions import set_active_model, store_predictions, unscored_texts
from tests.evaluation.planted_unfairness import Simulated
from tests.storage.conftest import make_export

BASE = "words-1"
NAMES = ("p_negative", "p_neutral", "p_positive")
SIZES = {"en": 500, "de": 300, "th": 250, "fi": 20}


def store(database: Database, drawn: Simulated, *, truth: str = "label") -> None:
    """Reviews whose text is a number, with their language, label or stars, and scores."""
    rows = [
        {"text": str(number)}
        | ({"label": int(label)} if truth == "label" else {"stars": float(1 + 2 * label)})
        for number, label in enumerate(drawn.truth)
    ]
    store_export(database, make_export(rows))
    found = reviews_without_language(database, limit=10_000)
    spoken = [drawn.languages[int(text)] for text in found["text"].to_pylist()]
    size = found.num_rows
    columns = {"language": spoken, "confidence": [0.9] * size, "uncertain": [False] * size}
    store_languages(database, pa.table({"review_no": found["review_no"], **columns}))
    waiting = unscored_texts(database, model_id=BASE, limit=10_000)
    places = [int(text) for text in waiting["text"].to_pylist()]
    chances = drawn.probabilities[places]
    scores = {name: chances[:, place] for place, name in enumerate(NAMES)}
    table = pa.table({"text_key": waiting["text_key"], **scores})
    store_predictions(database, model_id=BASE, predictions=table)
    set_active_model(database, BASE)
