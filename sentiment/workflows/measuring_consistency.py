"""Does a model answer the same words alike in each language? Measured on a file, no database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentiment.errors import UsageError
from sentiment.records import silent
from sentiment.settings import model_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sentiment.evaluation.findings import Finding
    from sentiment.evaluation.parallel_consistency import (
        LanguageConsistency,
        LanguagePair,
        OverallConsistency,
    )
    from sentiment.records import Progress


@dataclass(frozen=True)
class ConsistencyReport:
    """How alike a model answers the texts of a file that say the same.

    The records are those of :mod:`sentiment.evaluation.parallel_consistency`; ``overall`` is
    None where no two languages share texts enough: then ``unsaid`` has the reason. ``rows`` of
    the file were read, ``left_out`` of them not used, by reason.
    """

    file: str
    model_id: str
    languages: tuple[LanguageConsistency, ...]
    pairs: tuple[LanguagePair, ...]
    overall: OverallConsistency | None
    findings: tuple[Finding, ...]
    unsaid: tuple[str, ...]
    rows: int
    left_out: Mapping[str, int]
    notes: tuple[str, ...]
    reference: str | None = None


def measure_consistency(
    path: Path,
    *,
    text_column: str,
    id_column: str,
    language_column: str,
    label_column: str | None = None,
    labels: str = "auto",
    label_meanings: Mapping[str, str] | None = None,
    reference: str | None = None,
    model: str | None = None,
    encoding: str | None = None,
    progress: Progress = silent,
) -> ConsistencyReport:
    """Score the texts of ``path`` and compare those of the same id between languages.

    ``reference`` names the language against which labels are held; without it that is what
    most other versions of a text got. The other arguments, and the errors raised, are those of
    :func:`sentiment.workflows.parallel_files.read_parallel_file`.
    """
    from sentiment.evaluation.parallel_consistency import parallel_consistency
    from sentiment.models.catalogue import load_classifier
    from sentiment.workflows.consistency_findings import consistency_findings
    from sentiment.workflows.parallel_files import read_parallel_file, score_parallel

    file = read_parallel_file(
        path,
        text_column=text_column,
        id_column=id_column,
        language_column=language_column,
        label_column=label_column,
        labels=labels,
        label_meanings=label_meanings,
        encoding=encoding,
    )
    if reference is not None and reference not in file.languages:
        raise UsageError(
            f"'{file.name}' has no text in the language '{reference}'.",
            hint=f"Its languages are: {', '.join(sorted(set(file.languages)))}.",
        )
    classifier = load_classifier(model_id(model))
    consistency = parallel_consistency(
        file.ids,
        file.languages,
        chances=score_parallel(file, classifier, progress=progress),
        truth=file.truth,
        reference=reference,
    )
    findings, unsaid = consistency_findings(consistency)
    return ConsistencyReport(
        file=file.name,
        model_id=classifier.model_id,
        languages=consistency.languages,
        pairs=consistency.pairs,
        overall=consistency.overall,
        findings=findings,
        unsaid=unsaid,
        rows=file.rows,
        left_out=file.left_out,
        notes=file.notes,
        reference=reference,
    )
