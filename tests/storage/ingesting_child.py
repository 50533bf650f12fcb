"""A process that ingests and scores until it is done or killed; see test_killed_process.

Each line that it prints acknowledges a transaction that has been committed.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pyarrow as pa

from sentiment.records import ReadExport, Recognition, rejected_schema, review_schema
from sentiment.storage import imports, languages, predictions
from sentiment.storage.database import Database, open_database

FILES = 20
ROWS = 200
BATCH = 50
MODEL = "model-1"


def text_of(file: int, row: int) -> str:
    """Unlike every other text of the plan."""
    return f"Review {row} of file {file}: " + "very " * (row % 7) + "good"


def planned_export(file: int) -> ReadExport:
    """ROWS new reviews, a duplicate, an edited review of the file before, a rejected row."""
    rows = [
        {"external_id": f"review-{file}-{row}", "text": text_of(file, row)} for row in range(ROWS)
    ]
    rows.append(rows[0])
    if file:
        rows.append({"external_id": f"review-{file - 1}-0", "text": f"Edited in file {file}"})
    nothing = dict.fromkeys(review_schema().names)
    full = [nothing | {"line": line} | row for line, row in enumerate(rows, start=2)]
    refused = [{"line": len(rows) + 2, "reason": "ragged", "raw": "a,b"}]
    return ReadExport(
        recognition=Recognition(f"file-{file}.csv", "csv", "utf-8", ",", "shop", {}, (), {}),
        read=len(rows) + 1,
        reviews=pa.Table.from_pylist(full, schema=review_schema()),
        rejected=pa.Table.from_pylist(refused, schema=rejected_schema()),
    )


def score_all(database: Database) -> None:
    while True:
        texts = predictions.unscored_texts(database, model_id=MODEL, limit=BATCH)
        if not texts.num_rows:
            return
        size = texts.num_rows
        scores = {"p_negative": [0.1] * size, "p_neutral": [0.2] * size, "p_positive": [0.7] * size}
        batch = pa.table({"text_key": texts["text_key"], **scores})
        predictions.store_predictions(database, model_id=MODEL, predictions=batch)
        print("scored", *texts["text_key"].to_pylist(), flush=True)


def identify_all(database: Database) -> None:
    while True:
        waiting = languages.reviews_without_language(database, limit=BATCH)
        if not waiting.num_rows:
            return
        size = waiting.num_rows
        found = pa.table(
            {
                "review_no": waiting["review_no"],
                "language": ["en"] * size,
                "confidence": [0.9] * size,
                "uncertain": [False] * size,
            }
        )
        languages.store_languages(database, found)
        print("identified", *map(str, found["review_no"].to_pylist()), flush=True)


def main(path: str, checkpoint_at: str) -> None:
    print("started", flush=True)
    database = open_database(Path(path))
    with database.cursor() as cursor:
        # Small, so that kills hit DuckDB while it moves its log into the file, too.
        cursor.execute(f"SET wal_autocheckpoint = '{checkpoint_at}'")
    predictions.set_active_model(database, MODEL)
    print("opened", flush=True)
    done = {report.file for report in imports.list_imports(database)}
    identify_all(database)
    score_all(database)
    for file in range(FILES):
        export = planned_export(file)
        if export.recognition.file in done:
            continue
        imports.store_export(database, export)
        print("stored", export.recognition.file, flush=True)
        identify_all(database)
        score_all(database)
    database.close()
    print("finished", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
