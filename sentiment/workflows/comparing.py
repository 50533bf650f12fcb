"""Put models side by side on one file of labelled reviews, without a database."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from sentiment.errors import UsageError
from sentiment.evaluation.labelled_quality import labelled_quality, quality_of_groups
from sentiment.evaluation.paired import paired_difference, paired_differences, paired_table
from sentiment.records import SENTIMENTS, silent
from sentiment.workflows.labelled_files import read_labelled_file, score_labelled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray

    from sentiment.evaluation.label_names import LabelKind
    from sentiment.evaluation.labelled_quality import LabelledQuality
    from sentiment.evaluation.paired import PairedDifference
    from sentiment.models.classifier import Classifier
    from sentiment.records import Progress
    from sentiment.workflows.labelled_files import LabelledFile

SHOWN = 200


@dataclass(frozen=True)
class ComparedModel:
    """The quality of one of the models, over all reviews and by group."""

    model_id: str
    overall: LabelledQuality
    groups: tuple[LabelledQuality, ...]


@dataclass(frozen=True)
class ModelDifference:
    """How ``other`` differs from ``first``; the p of the groups are corrected over them."""

    first: str
    other: str
    overall: PairedDifference
    groups: tuple[PairedDifference, ...]


@dataclass(frozen=True)
class Disagreement:
    """A review that the models do not call the same.

    ``line`` is where it begins in the file. ``answers`` and ``probabilities`` (negative,
    neutral, positive) are in the order of the models; ``group`` is None without grouping.
    """

    line: int
    group: str | None
    text: str
    truth: str
    answers: tuple[str, ...]
    probabilities: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Comparison:
    """Several models on the same reviews: ``rows == n + sum of left_out``.

    ``differences`` has one entry for every model but the first. Of the ``differing``
    reviews on which the models disagree, ``disagreements`` has those asked for, the most
    confident first. The rest is as in :class:`sentiment.workflows.evaluating.Evaluation`.
    """

    file: str
    by: str | None
    labels_taken_as: LabelKind
    two_classes: bool
    models: tuple[ComparedModel, ...]
    differences: tuple[ModelDifference, ...]
    differing: int
    disagreements: tuple[Disagreement, ...]
    rows: int
    left_out: Mapping[str, int]
    notes: tuple[str, ...]

    @property
    def n(self) -> int:
        """How many reviews were compared."""
        return self.models[0].overall.n


def compare_file(
    path: Path,
    *,
    text_column: str,
    label_column: str,
    models: Sequence[str],
    by: str | None = None,
    labels: str = "auto",
    label_meanings: Mapping[str, str] | None = None,
    encoding: str | None = None,
    at_most: int | None = SHOWN,
    progress: Progress = silent,
) -> Comparison:
    """Score the labelled reviews of ``path`` with two models or more and compare them.

    The first model is the one that all others are compared with. ``at_most`` limits the
    disagreements that are handed out; None gives all. The other arguments, and the errors
    raised, are those of :func:`sentiment.workflows.labelled_files.read_labelled_file`;
    :class:`~sentiment.errors.UsageError` also for fewer than two different models.
    """
    file = read_labelled_file(
        path,
        text_column=text_column,
        label_column=label_column,
        by=by,
        labels=labels,
        label_meanings=label_meanings,
        encoding=encoding,
    )
    classifiers = _load(models)
    chances = [score_labelled(file, each, progress=progress) for each in classifiers]
    measured, differences = compare_answers(
        file.truth, chances, model_ids=[each.model_id for each in classifiers], groups=file.groups
    )
    order = rank_disagreements(chances)
    return Comparison(
        file=file.name,
        by=by,
        labels_taken_as=file.labels.kind,
        two_classes=file.labels.two_classes,
        models=measured,
        differences=differences,
        differing=len(order),
        disagreements=tuple(_disagreement(file, row, chances) for row in order[:at_most]),
        rows=file.rows,
        left_out=file.left_out,
        notes=file.notes,
    )


def compare_answers(
    truth: NDArray[np.int64],
    chances: Sequence[NDArray[np.floating]],
    *,
    model_ids: Sequence[str],
    groups: Sequence[str] | None = None,
) -> tuple[tuple[ComparedModel, ...], tuple[ModelDifference, ...]]:
    """The quality of each model, and the difference of each from the first.

    ``truth`` (n,) are classes 0, 1 and 2; ``chances`` has one array (n, 3) a model, in the
    order of ``model_ids``; ``groups`` (n,) names the group of each review.
    """
    answers = [each.argmax(axis=1) for each in chances]
    models = tuple(
        ComparedModel(
            model_id,
            labelled_quality(truth, each),
            quality_of_groups(truth, each, groups=groups) if groups is not None else (),
        )
        for model_id, each in zip(model_ids, chances, strict=True)
    )
    differences = tuple(
        ModelDifference(
            model_ids[0],
            model_id,
            paired_difference(paired_table(truth, answers[0], other)),
            paired_differences(truth, answers[0], other, groups=groups)
            if groups is not None
            else (),
        )
        for model_id, other in zip(model_ids[1:], answers[1:], strict=True)
    )
    return models, differences


def rank_disagreements(chances: Sequence[NDArray[np.floating]]) -> list[int]:
    """The reviews that the models (n, 3 each) do not call the same, surest disagreement first.

    Two models that disagree are as sure of it as the less sure of them; of several, the
    pair that is surest of its disagreement counts.
    """
    confidence = np.zeros(len(chances[0]))
    for one, other in combinations(chances, 2):
        apart = one.argmax(axis=1) != other.argmax(axis=1)
        both = np.minimum(one.max(axis=1), other.max(axis=1))
        confidence = np.maximum(confidence, np.where(apart, both, 0.0))
    ranked: list[int] = np.argsort(-confidence, kind="stable").tolist()
    return [row for row in ranked if confidence[row] > 0]


def disagreement_table(comparison: Comparison) -> pa.Table:
    """The disagreements as a table: line, text, truth, then answer and chances by model."""
    import pyarrow as pa

    found = comparison.disagreements
    columns: dict[str, pa.Array] = {
        "line": pa.array([each.line for each in found], pa.int64()),
        "text": pa.array([each.text for each in found], pa.string()),
        "truth": pa.array([each.truth for each in found], pa.string()),
    }
    if comparison.by is not None:
        columns["group"] = pa.array([each.group for each in found], pa.string())
    for place, model in enumerate(comparison.models):
        answers = [each.answers[place] for each in found]
        columns[f"{model.model_id}: sentiment"] = pa.array(answers, pa.string())
        for one, sentiment in enumerate(SENTIMENTS):
            shares = [round(each.probabilities[place][one], 4) for each in found]
            columns[f"{model.model_id}: p_{sentiment}"] = pa.array(shares, pa.float64())
    return pa.table(columns)


def write_disagreements(comparison: Comparison, *, output: Path) -> None:
    """Write the disagreements to ``output`` (.csv, safe in a spreadsheet, or .parquet)."""
    import pyarrow.parquet

    from sentiment.workflows.output_files import output_kind, whole_file
    from sentiment.workflows.spreadsheets import to_csv

    kind = output_kind(output)
    table = disagreement_table(comparison)
    with whole_file(output) as partial:
        if kind == "parquet":
            pyarrow.parquet.write_table(table, partial, compression="zstd")
        else:
            partial.write_bytes(to_csv(table))


def _load(models: Sequence[str]) -> list[Classifier]:
    from sentiment.models.catalogue import load_classifier

    if len(models) < 2:
        raise UsageError(
            f"Comparing takes two models or more, not {len(models)}.",
            hint="Name them with commas between, as in --models polytone,polytone-fast.",
        )
    classifiers = [load_classifier(name) for name in models]
    identities = [each.model_id for each in classifiers]
    for name, identity in zip(models, identities, strict=True):
        if identities.count(identity) > 1:
            raise UsageError(
                f"'{name}' is named more than once.",
                hint="Name models that differ; 'polytone models' lists those known.",
            )
    return classifiers


def _disagreement(
    file: LabelledFile, row: int, chances: Sequence[NDArray[np.float64]]
) -> Disagreement:
    return Disagreement(
        line=file.lines[row],
        group=None if file.groups is None else file.groups[row],
        text=file.texts[row],
        truth=SENTIMENTS[int(file.truth[row])],
        answers=tuple(SENTIMENTS[int(each[row].argmax())] for each in chances),
        probabilities=tuple(tuple(float(share) for share in each[row]) for each in chances),
    )
