"""What was measured of an embedded model on parallel texts, kept beside its weights.

Numbers alone, no texts; made by ``benchmarks/same_words.py``.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sentiment.errors import ModelError
from sentiment.evaluation.paired_shifts import TestedShift
from sentiment.evaluation.parallel_consistency import (
    Consistency,
    LanguageConsistency,
    LanguagePair,
    OverallConsistency,
)
from sentiment.records import Interval
from sentiment.workflows.consistency_findings import consistency_findings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sentiment.evaluation.findings import Finding
    from sentiment.storage.database import Database

CONSISTENCY_FILE = "consistency.json"
FORMAT = "polytone-consistency-1"
_DIGITS = 4


@dataclass(frozen=True)
class ParallelCorpus:
    """One corpus that was measured: its name, what its texts are, and how they were translated.

    ``exposure`` says what the model saw of it when it was made; ``translated`` goes on
    from "The texts were translated". With ``two_classes`` neutral was no choice.
    """

    name: str
    kind: str
    licence: str
    exposure: str
    translated: str
    two_classes: bool


@dataclass(frozen=True)
class PublishedConsistency:
    """The result of one model on one corpus."""

    model: str
    model_id: str
    corpus: ParallelCorpus
    consistency: Consistency

    def findings(self) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
        """Its findings in sentences, and what cannot be said."""
        findings, unsaid = consistency_findings(self.consistency, translated=self.corpus.translated)
        return findings, (*unsaid, f"{self.corpus.name}: {self.corpus.exposure}.")


def published_consistency(database: Database | None = None) -> tuple[PublishedConsistency, ...]:
    """The results of all embedded models, those of the model whose scores are shown first.

    Raises :class:`ModelError` where a file is damaged.
    """
    from sentiment.models.catalogue import EMBEDDED
    from sentiment.storage.predictions import active_model

    active = active_model(database) if database is not None else None
    found = [
        one for name, folder in EMBEDDED.items() for one in read_published(folder(), model=name)
    ]
    return tuple(sorted(found, key=lambda one: one.model_id != active))


def write_published(
    folder: Path, model_id: str, *, measured: Sequence[tuple[ParallelCorpus, Consistency]]
) -> Path:
    """Write ``consistency.json`` into ``folder`` and return its path; floats to four digits."""
    content = {
        "format": FORMAT,
        "model_id": model_id,
        "corpora": [
            {**asdict(corpus), "consistency": _rounded(asdict(consistency))}
            for corpus, consistency in measured
        ],
    }
    path = folder / CONSISTENCY_FILE
    path.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")
    return path


def read_published(folder: Path, *, model: str) -> tuple[PublishedConsistency, ...]:
    """What the packed model in ``folder`` has measured; empty where it has nothing.

    Raises :class:`ModelError` where the file is damaged or of another version.
    """
    from sentiment.models.checksums import how_to_get_back

    path = folder / CONSISTENCY_FILE
    if not path.is_file():
        return ()
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise ValueError(f"its format is {content['format']!r}, expected {FORMAT!r}")
        return tuple(
            PublishedConsistency(
                model=model,
                model_id=content["model_id"],
                consistency=_consistency(entry.pop("consistency")),
                corpus=ParallelCorpus(**entry),
            )
            for entry in content["corpora"]
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            f"{path} is damaged ({type(error).__name__}: {error}).", hint=how_to_get_back(folder)
        ) from error


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, _DIGITS)
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(one) for one in value]
    return value


def _consistency(content: Mapping[str, Any]) -> Consistency:
    overall = {name: _part(value) for name, value in (content["overall"] or {}).items()}
    return Consistency(
        overall=OverallConsistency(**overall) if overall else None,
        languages=tuple(
            LanguageConsistency(**{name: _part(value) for name, value in one.items()})
            for one in content["languages"]
        ),
        pairs=tuple(
            LanguagePair(**{name: _part(value) for name, value in pair.items()})
            for pair in content["pairs"]
        ),
        reference=content["reference"],
        left_out=content["left_out"],
        too_few=content["too_few"],
    )


def _part(value: Any) -> Any:
    """An interval or a tested shift where the value is one, else the value itself."""
    if not isinstance(value, dict):
        return value
    if "difference" in value:
        return TestedShift(_interval(value["difference"]), value["p"], value["q"])
    return _interval(value)


def _interval(value: Mapping[str, Any]) -> Interval:
    return Interval(value["value"], value["low"], value["high"], value["n"])
