"""Score a file without a database: every row comes out, in its order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentiment.errors import ReadingError, UsageError
from sentiment.records import SENTIMENTS, ReadingOptions, silent
from sentiment.settings import model_id
from sentiment.workflows.single_tables import check_heading, read_single_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyarrow as pa

    from sentiment.reading.raw_tables import RawTable
    from sentiment.records import LanguageGuess, Progress

ADDED = (
    "language",
    "language_confidence",
    "sentiment",
    "p_negative",
    "p_neutral",
    "p_positive",
)
_TEXT_FIELDS = ("title", "text", "liked", "disliked")


@dataclass(frozen=True)
class PredictedFile:
    """The input's columns with :data:`ADDED` behind them, one row an input row.

    ``notes`` are for the person: which columns were scored, what was renamed,
    which rows could not be split into cells (they come out with their raw text
    in the first column and nothing added).
    """

    table: pa.Table
    model_id: str
    notes: tuple[str, ...]


def predict_file(
    path: Path,
    *,
    text_column: str | None = None,
    model: str | None = None,
    encoding: str | None = None,
    progress: Progress = silent,
) -> PredictedFile:
    """Identify and score the texts of ``path``.

    ``text_column`` names the heading to score; without it the columns are
    recognised as :func:`sentiment.workflows.importing.recognise` does. Rows
    without a text keep their place with nothing added.
    """
    import pyarrow as pa

    raw = read_single_table(path, encoding=encoding, keep_blank=True)
    headings, column_notes = _text_headings(path, raw, text_column, encoding)
    texts = _joined(raw, headings)
    filled = [row for row, text in enumerate(texts) if text]
    added, used_model = _added_columns(texts, filled, model, progress)
    kept = {raw.headings[i]: raw.rows.column(f"c{i}") for i in range(len(raw.headings))}
    renamed = [heading for heading in kept if heading in added]
    columns = {_free_name(heading, kept, added): column for heading, column in kept.items()}
    table = _with_unsplit(pa.table(columns | added), raw)
    notes = [
        *raw.notes,
        *column_notes,
        *(f"The input's column '{name}' comes out as '{name} (input)'." for name in renamed),
    ]
    if raw.rejected.num_rows:
        lines = ", ".join(map(str, raw.rejected.column("line").to_pylist()[:10]))
        notes.append(
            f"{raw.rejected.num_rows} rows could not be split into cells (lines {lines}); "
            "they come out with their text as it stands in the first column."
        )
    return PredictedFile(table, used_model, tuple(notes))


def identify_texts(texts: Sequence[str]) -> list[LanguageGuess]:
    """The language of each text of one file; what is unsure leans on the file's majority."""
    from sentiment.language.identification import identify_many, majority_language

    guesses = identify_many(texts)
    majority = majority_language(guesses)
    unsure = [i for i, guess in enumerate(guesses) if guess.uncertain]
    if majority is not None and unsure:
        again = identify_many([texts[i] for i in unsure], majority=majority)
        for i, guess in zip(unsure, again, strict=True):
            guesses[i] = guess
    return guesses


def write_predictions(predicted: PredictedFile, *, output: Path | None) -> None:
    """Write to ``output`` (.csv or .parquet), or as CSV to standard output where it is None.

    CSV is UTF-8; cells that a spreadsheet would execute are defused.
    """
    import sys

    import pyarrow.parquet

    from sentiment.workflows.output_files import output_kind, whole_file
    from sentiment.workflows.spreadsheets import write_csv

    if output is None:
        write_csv(predicted.table, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    kind = output_kind(output)
    with whole_file(output) as partial:
        if kind == "parquet":
            pyarrow.parquet.write_table(predicted.table, partial, compression="zstd")
            return
        with partial.open("wb") as out:
            write_csv(predicted.table, out)


def _text_headings(
    path: Path, raw: RawTable, text_column: str | None, encoding: str | None
) -> tuple[list[str], list[str]]:
    if text_column is not None:
        check_heading(raw, text_column)
        return [text_column], []
    if len(raw.headings) == 1:
        return list(raw.headings), []
    from sentiment.reading.exports import recognise_file

    try:
        recognised = recognise_file(path, options=ReadingOptions(encoding=encoding))
        # Of a workbook's sheets the one that was read.
        same = [one for one in recognised if one.headings == raw.headings]
        recognition = (same or recognised)[0]
    except ReadingError:  # it holds a table, but none of reviews
        found = []
    else:
        mapped = (recognition.mapping.get(field) for field in _TEXT_FIELDS)
        found = [heading for heading in mapped if heading in raw.headings]
    if not found:
        raise UsageError(
            f"No column of {path.name} looks like a review's text.",
            hint=f"Name it with --text-column; the columns are: {', '.join(raw.headings)}.",
        )
    return found, [f"Scored: {', '.join(repr(heading) for heading in found)}."]


def _joined(raw: RawTable, headings: list[str]) -> list[str]:
    columns = [raw.rows.column(f"c{raw.headings.index(h)}").to_pylist() for h in headings]
    return [
        "\n".join(cell.strip() for cell in cells if cell and cell.strip())
        for cells in zip(*columns, strict=True)
    ]


def _added_columns(
    texts: list[str], filled: list[int], model: str | None, progress: Progress
) -> tuple[dict[str, pa.Array], str]:
    import pyarrow as pa

    from sentiment.models.catalogue import load_classifier

    classifier = load_classifier(model_id(model))
    given = [texts[row] for row in filled]
    guesses = identify_texts(given)
    columns: dict[str, list[object]] = {name: [None] * len(texts) for name in ADDED}
    if given:
        probabilities = classifier.predict(given, progress=progress)
        for i, row in enumerate(filled):
            columns["language"][row] = guesses[i].language
            columns["language_confidence"][row] = round(guesses[i].confidence, 3)
            columns["sentiment"][row] = SENTIMENTS[int(probabilities[i].argmax())]
            for name, value in zip(ADDED[3:], probabilities[i], strict=True):
                columns[name][row] = round(float(value), 4)
    types = [pa.string(), pa.float64(), pa.string(), pa.float64(), pa.float64(), pa.float64()]
    arrays = {
        name: pa.array(values, kind)
        for (name, values), kind in zip(columns.items(), types, strict=True)
    }
    return arrays, classifier.model_id


def _free_name(heading: str, kept: dict[str, pa.Array], added: dict[str, pa.Array]) -> str:
    if heading not in added:
        return heading
    name = f"{heading} (input)"
    while name in kept:
        name += " (input)"
    return name


def _with_unsplit(table: pa.Table, raw: RawTable) -> pa.Table:
    """Put rows that could not be split back where they stood."""
    import pyarrow as pa

    if raw.rejected.num_rows == 0:
        return table
    first = table.schema.names[0]
    unsplit = pa.table({first: raw.rejected.column("raw")})
    lines = pa.chunked_array(
        [*raw.rows.column("line").chunks, *raw.rejected.column("line").chunks], pa.int64()
    )
    both = pa.concat_tables([table, unsplit], promote_options="default")
    both = both.append_column("__line", lines)
    return both.sort_by("__line").drop_columns(["__line"])
