"""A file of reviews with the truth about them, read for evaluating models on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentiment.errors import ReadingError
from sentiment.evaluation.label_names import LabelColumn, plain_label, read_labels
from sentiment.records import silent
from sentiment.workflows.distinct_texts import score_distinct
from sentiment.workflows.predicting import identify_texts
from sentiment.workflows.single_tables import (
    NO_TEXT,
    NOT_SPLIT,
    cells_of,
    check_heading,
    read_single_table,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from sentiment.models.classifier import Classifier
    from sentiment.records import Progress

LANGUAGE = "language"
NO_LABEL = "no label"


@dataclass(frozen=True)
class LabelledFile:
    """The rows of a file that have a text and a label: ``rows == n + sum of left_out``.

    ``truth`` holds classes 0, 1 and 2. ``groups`` has each row's value of the column that
    was asked for, "" where it is empty; None where no grouping was asked for. ``left_out``
    counts the other rows by reason. ``notes`` are for the person.
    """

    name: str
    lines: tuple[int, ...]
    texts: tuple[str, ...]
    truth: NDArray[np.int64]
    groups: tuple[str, ...] | None
    labels: LabelColumn
    rows: int
    left_out: Mapping[str, int]
    notes: tuple[str, ...]

    @property
    def n(self) -> int:
        """How many reviews have a text and a label."""
        return len(self.texts)


def read_labelled_file(
    path: Path,
    *,
    text_column: str,
    label_column: str,
    by: str | None = None,
    labels: str = "auto",
    label_meanings: Mapping[str, str] | None = None,
    encoding: str | None = None,
) -> LabelledFile:
    """Read the texts, labels and groups of a CSV, TSV, XLSX, JSON or Parquet file.

    ``by`` is a column, or "language", which is identified where the file has no such
    column. ``labels`` and ``label_meanings`` are as in
    :func:`sentiment.evaluation.label_names.read_labels`. Raises
    :class:`~sentiment.errors.UsageError` for columns that are not there and labels that are
    not understood, :class:`~sentiment.errors.ReadingError` where no row has both.
    """
    table = read_single_table(path, encoding=encoding)
    identified = by == LANGUAGE and LANGUAGE not in table.headings
    for heading in (text_column, label_column, *([by] if by and not identified else [])):
        check_heading(table, heading)
    texts = [(cell or "").strip() for cell in cells_of(table, text_column)]
    column = read_labels(cells_of(table, label_column), kind=labels, meanings=label_meanings)
    lines = table.rows.column("line").to_pylist()
    kept = [i for i, place in enumerate(column.classes) if place is not None and texts[i]]
    if not kept:
        raise ReadingError(
            f"No row of '{path.name}' has both a text in '{text_column}' and a label in "
            f"'{label_column}'.",
            hint=f"Its columns are: {', '.join(table.headings)}.",
        )
    notes = [*table.notes, f"'{label_column}' was taken as {column.meaning}."]
    if column.kind == "stars":
        notes.append("Stars are a weak truth: people's words and stars do not always agree.")
    groups = None
    if identified:
        groups = tuple(guess.language for guess in identify_texts([texts[i] for i in kept]))
        notes.append("The file has no column 'language'; the languages were identified.")
    elif by:
        cells = cells_of(table, by)
        groups = tuple((cells[i] or "").strip() for i in kept)
    if column.two_classes:
        notes.append(
            "No label is neutral: scored is negative against positive, and neutral is no choice."
        )
    left_out = _left_out(texts, column, cells_of(table, label_column))
    if table.rejected.num_rows:
        left_out[NOT_SPLIT] = table.rejected.num_rows
    return LabelledFile(
        name=path.name,
        lines=tuple(lines[i] for i in kept),
        texts=tuple(texts[i] for i in kept),
        truth=np.array([column.classes[i] for i in kept], np.int64),
        groups=groups,
        labels=column,
        rows=table.read,
        left_out=left_out,
        notes=tuple(notes),
    )


def score_labelled(
    file: LabelledFile, classifier: Classifier, *, progress: Progress = silent
) -> NDArray[np.float64]:
    """Probabilities (n, 3) of the file's texts, each different text scored once.

    Where the file has two classes they are those of negative and positive alone.
    """
    return score_distinct(
        file.texts, classifier, two_classes=file.labels.two_classes, progress=progress
    )


def _left_out(
    texts: Sequence[str], column: LabelColumn, labels: Sequence[str | None]
) -> dict[str, int]:
    """How many rows are not evaluated, by reason; a row without both counts as without text."""
    counts: dict[str, int] = {}
    named = {plain_label(name): f"labelled '{name}'" for name in column.no_class}
    for text, place, label in zip(texts, column.classes, labels, strict=True):
        if text and place is not None:
            continue
        reason = NO_TEXT if not text else named.get(plain_label(label), NO_LABEL)
        counts[reason] = counts.get(reason, 0) + 1
    return counts
