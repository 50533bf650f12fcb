"""Measure a model on a file of labelled reviews, without a database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentiment.evaluation.labelled_quality import labelled_quality, quality_of_groups
from sentiment.records import silent
from sentiment.settings import model_id
from sentiment.workflows.labelled_files import read_labelled_file, score_labelled

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sentiment.evaluation.label_names import LabelKind
    from sentiment.evaluation.labelled_quality import LabelledQuality
    from sentiment.records import Progress


@dataclass(frozen=True)
class Evaluation:
    """How good one model is on one file: ``rows == overall.n + sum of left_out``.

    ``groups`` are in their order by name and empty where no grouping was asked for.
    ``labels_taken_as`` is the kind of labels that the column was read as. With
    ``two_classes`` the probabilities are those of negative against positive, and the tables
    have an empty row and column of neutral. ``notes`` are for the person.
    """

    file: str
    model_id: str
    by: str | None
    labels_taken_as: LabelKind
    two_classes: bool
    overall: LabelledQuality
    groups: tuple[LabelledQuality, ...]
    rows: int
    left_out: Mapping[str, int]
    notes: tuple[str, ...]


def evaluate_file(
    path: Path,
    *,
    text_column: str,
    label_column: str,
    by: str | None = None,
    model: str | None = None,
    labels: str = "auto",
    label_meanings: Mapping[str, str] | None = None,
    encoding: str | None = None,
    progress: Progress = silent,
) -> Evaluation:
    """Score the labelled reviews of ``path`` and compare the answers with the labels.

    ``by`` names a column to group by, or is "language", which is identified where the file
    has no such column. The other arguments, and the errors raised, are those of
    :func:`sentiment.workflows.labelled_files.read_labelled_file`.
    """
    from sentiment.models.catalogue import load_classifier

    file = read_labelled_file(
        path,
        text_column=text_column,
        label_column=label_column,
        by=by,
        labels=labels,
        label_meanings=label_meanings,
        encoding=encoding,
    )
    classifier = load_classifier(model_id(model))
    chances = score_labelled(file, classifier, progress=progress)
    groups = () if file.groups is None else file.groups
    return Evaluation(
        file=file.name,
        model_id=classifier.model_id,
        by=by,
        labels_taken_as=file.labels.kind,
        two_classes=file.labels.two_classes,
        overall=labelled_quality(file.truth, chances),
        groups=quality_of_groups(file.truth, chances, groups=groups) if groups else (),
        rows=file.rows,
        left_out=file.left_out,
        notes=file.notes,
    )
