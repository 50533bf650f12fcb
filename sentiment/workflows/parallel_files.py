"""A file of texts that say the same in several languages, read for comparing the answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentiment.errors import ReadingError
from sentiment.evaluation.label_names import read_labels
from sentiment.records import silent
from sentiment.workflows.distinct_texts import score_distinct
from sentiment.workflows.single_tables import (
    NO_TEXT,
    NOT_SPLIT,
    cells_of,
    check_heading,
    read_single_table,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from sentiment.models.classifier import Classifier
    from sentiment.records import Progress

NO_ID, NO_LANGUAGE = "no parallel id", "no language"
_CODE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*")


@dataclass(frozen=True)
class ParallelFile:
    """The rows that have a text, an id and a language: ``rows == n + sum of left_out``.

    ``truth`` has each text's class or None, and is None where no labels were asked for; with
    ``two_classes`` none of them is neutral. ``notes`` are for the person.
    """

    name: str
    ids: tuple[str, ...]
    languages: tuple[str, ...]
    texts: tuple[str, ...]
    truth: tuple[int | None, ...] | None
    two_classes: bool
    rows: int
    left_out: Mapping[str, int]
    notes: tuple[str, ...]

    @property
    def n(self) -> int:
        """How many texts there are."""
        return len(self.texts)


def read_parallel_file(
    path: Path,
    *,
    text_column: str,
    id_column: str,
    language_column: str,
    label_column: str | None = None,
    labels: str = "auto",
    label_meanings: Mapping[str, str] | None = None,
    encoding: str | None = None,
) -> ParallelFile:
    """Read a CSV, TSV, XLSX, JSON or Parquet file with one text a row.

    Codes of languages are taken as they stand, in small letters. ``labels`` and
    ``label_meanings`` are as in :func:`sentiment.evaluation.label_names.read_labels`. Raises
    :class:`~sentiment.errors.UsageError` for columns that are not there and labels that are not
    understood, :class:`~sentiment.errors.ReadingError` where there is nothing to compare: no
    row with all three, one language only, or no id in two languages.
    """
    table = read_single_table(path, encoding=encoding)
    named = [text_column, id_column, language_column, *([label_column] if label_column else [])]
    for heading in named:
        check_heading(table, heading)
    texts, ids, languages = (
        [(cell or "").strip() for cell in cells_of(table, heading)] for heading in named[:3]
    )
    left_out: dict[str, int] = {}
    kept = []
    for i, (text, key, language) in enumerate(zip(texts, ids, languages, strict=True)):
        reason = NO_TEXT if not text else NO_ID if not key else NO_LANGUAGE if not language else ""
        if reason:
            left_out[reason] = left_out.get(reason, 0) + 1
        else:
            kept.append(i)
    if table.rejected.num_rows:
        left_out[NOT_SPLIT] = table.rejected.num_rows
    notes = list(table.notes)
    truth = None
    two_classes = False
    if label_column:
        column = read_labels(cells_of(table, label_column), kind=labels, meanings=label_meanings)
        notes.append(f"'{label_column}' was taken as {column.meaning}.")
        truth = tuple(column.classes[i] for i in kept)
        two_classes = column.two_classes
        if two_classes:
            notes.append(
                "No label is neutral: compared is negative against positive, and neutral is no "
                "choice."
            )
    file = ParallelFile(
        name=path.name,
        ids=tuple(ids[i] for i in kept),
        languages=tuple(_plain(languages[i]) for i in kept),
        texts=tuple(texts[i] for i in kept),
        truth=truth,
        two_classes=two_classes,
        rows=table.read,
        left_out=left_out,
        notes=tuple(notes),
    )
    _require_parallel(file, columns=named)
    return file


def parallel_headings(path: Path) -> tuple[tuple[str, ...], int]:
    """The columns of a file and how many rows it has, for choosing among them."""
    table = read_single_table(path)
    return tuple(table.headings), table.read


def score_parallel(
    file: ParallelFile, classifier: Classifier, *, progress: Progress = silent
) -> NDArray[np.float64]:
    """Probabilities (n, 3) of the file's texts, each different text scored once.

    Where the truth has two classes they are those of negative and positive alone.
    """
    return score_distinct(file.texts, classifier, two_classes=file.two_classes, progress=progress)


def _plain(language: str) -> str:
    return language.lower() if _CODE.fullmatch(language) else language


def _require_parallel(file: ParallelFile, *, columns: list[str]) -> None:
    """Raise :class:`ReadingError` with the reason where no text has a version to compare."""
    text, key, language = columns[:3]
    if not file.n:
        raise ReadingError(
            f"No row of '{file.name}' has a text in '{text}', an id in '{key}' and a language in "
            f"'{language}'.",
            hint="Name other columns, or another file.",
        )
    found = sorted(set(file.languages))
    if len(found) < 2:
        raise ReadingError(
            f"'{file.name}' has one language only ({found[0]}): there is nothing to compare.",
            hint=f"Name the column with the languages in place of '{language}', or a file with "
            "the same texts in two languages or more.",
        )
    of_id: dict[str, set[str]] = {}
    for one, spoken in zip(file.ids, file.languages, strict=True):
        of_id.setdefault(one, set()).add(spoken)
    if max(map(len, of_id.values())) < 2:
        raise ReadingError(
            f"No id in '{key}' of '{file.name}' occurs in two languages "
            f"({len(of_id):,} ids, {len(found)} languages).",
            hint="Texts that say the same need the same id in each language.",
        )
