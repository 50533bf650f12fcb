"""The whole table of a benchmark, measured: every model on every test set of a folder.

Results are written after each source, and a run begun again measures only what its file
does not hold yet: the same model on the same texts, known by their fingerprint.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from sentiment.errors import UsageError
from sentiment.evaluation.benchmark_table import judge_set
from sentiment.models.classifier import ScoringCancelled, never
from sentiment.records import ProgressReport, silent
from sentiment.settings import DEFAULT_MODEL, benchmark_path, database_path
from sentiment.workflows.benchmark_report import (
    BenchmarkReport,
    MeasuredSet,
    read_benchmark,
    write_benchmark,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from sentiment.models.classifier import Cancelled
    from sentiment.records import Progress
    from sentiment.training.labelled_sets import LabelledSet

STAGE = "benchmark"
FILE_PATTERN = "benchmark*.json"


def run_benchmark(
    data: Path,
    *,
    models: Sequence[str] = (DEFAULT_MODEL,),
    output: Path,
    most: int | None = None,
    languages: Sequence[str] | None = None,
    transfer: bool = False,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> BenchmarkReport:
    """Measure ``models`` on the test sets in ``data`` and write the report to ``output``.

    ``data`` holds ``train/*.parquet`` and ``evaluate/*.parquet``; see
    :mod:`sentiment.training.labelled_sets` for which texts are tested on, ``most`` of each
    source and language, and :mod:`sentiment.workflows.benchmark_report` for the file. With
    ``transfer`` also what a model trained in one language does in the others. Where
    ``cancelled`` answers True the report holds what was measured so far and is not
    ``complete``. What ``output`` holds of other models on the same texts stays in it.

    Raises :class:`UsageError` for a folder without test texts, an unknown language or model,
    or an ``output`` that is no benchmark's file.
    """
    from sentiment.models.catalogue import load_classifier
    from sentiment.training.labelled_sets import read_labelled_sets

    known = read_benchmark(output) if output.exists() else None
    if not output.parent.is_dir():
        raise UsageError(
            f"There is no folder '{output.parent}'.", hint="Make it, or name another one."
        )
    loaded = [(name, load_classifier(name)) for name in dict.fromkeys(models)]
    sets = read_labelled_sets(data, most=most, languages=languages)
    done = _still_valid(known, sets, asked={name: model.model_id for name, model in loaded})
    waiting = [
        (name, model, [one for one in sets if _key(model.model_id, one) not in done])
        for name, model in loaded
    ]
    report = BenchmarkReport(
        data=data.resolve().name,
        most=most,
        languages=tuple(languages or ()),
        made_at=datetime.now(UTC),
        complete=False,
        measured=tuple(done.values()),
        transfers=known.transfers if known is not None else (),
    )
    pace = _Pace(sum(len(one.texts) for _, _, left in waiting for one in left), progress)
    try:
        for name, model, left in waiting:
            for _, group in groupby(left, key=lambda one: one.source):
                parts = list(group)
                texts = [text for one in parts for text in one.texts]
                chances = model.predict(texts, progress=pace.inner(), cancelled=cancelled)
                pace.add(len(texts))
                first = 0
                for one in parts:
                    part = chances[first : first + len(one.texts)]
                    first += len(one.texts)
                    quality = judge_set(
                        part,
                        one.labels,
                        source=one.source,
                        part=one.part,
                        language=one.language,
                        classes=one.classes,
                    )
                    done[_key(model.model_id, one)] = MeasuredSet(
                        name, model.model_id, quality, one.available, one.fingerprint
                    )
                report = replace(report, measured=_in_order(done, loaded, sets))
                write_benchmark(report, output)
        if transfer:
            from sentiment.workflows.measuring_transfer import measure_transfers

            for found in measure_transfers(
                data,
                models=[name for name, _ in loaded],
                languages=languages,
                most=most,
                known=report.transfers,
                progress=progress,
                cancelled=cancelled,
            ):
                others = [one for one in report.transfers if one.features != found.features]
                report = replace(report, transfers=(*others, found))
                write_benchmark(report, output)
    except ScoringCancelled:
        write_benchmark(report, output)
        return report
    report = replace(report, complete=True, measured=_in_order(done, loaded, sets))
    write_benchmark(report, output)
    return report


def find_benchmarks() -> list[Path]:
    """Files of results, the newest first: what ``POLYTONE_BENCHMARK`` names, a file or a
    folder, else those named ``benchmark*.json`` in the folder of the database."""
    named = benchmark_path()
    if named is not None and not named.is_dir():
        return [named]
    folder = named or database_path().resolve().parent
    return sorted(folder.glob(FILE_PATTERN), key=lambda path: path.stat().st_mtime, reverse=True)


def default_output() -> Path:
    """Where results go and the app finds them: beside the database, or where
    ``POLYTONE_BENCHMARK`` says."""
    named = benchmark_path()
    if named is not None and not named.is_dir():
        return named
    return (named or database_path().resolve().parent) / "benchmark.json"


_Key = tuple[str, str, str, str]


def _key(model_id: str, one: LabelledSet) -> _Key:
    return model_id, one.source, one.language, one.fingerprint


def _still_valid(
    known: BenchmarkReport | None, sets: Sequence[LabelledSet], *, asked: Mapping[str, str]
) -> dict[_Key, MeasuredSet]:
    """What is known already on just these texts, but of no other version of a model asked for."""
    wanted = {(one.source, one.language, one.fingerprint) for one in sets}
    found = {}
    for one in known.measured if known is not None else ():
        quality = one.quality
        if asked.get(one.model, one.model_id) != one.model_id:
            continue
        if (quality.source, quality.language, one.fingerprint) in wanted:
            key = (one.model_id, quality.source, quality.language, one.fingerprint)
            found[key] = one
    return found


def _in_order(
    done: dict[_Key, MeasuredSet], loaded: Sequence[tuple[str, object]], sets: Sequence[LabelledSet]
) -> tuple[MeasuredSet, ...]:
    """Models asked for first, then the others; test sets in the order of ``sets``."""
    models = [name for name, _ in loaded]
    places = {(one.source, one.language): place for place, one in enumerate(sets)}

    def place(one: MeasuredSet) -> tuple[int, str, int]:
        rank = models.index(one.model) if one.model in models else len(models)
        return rank, one.model, places[one.quality.source, one.quality.language]

    return tuple(sorted(done.values(), key=place))


@dataclass
class _Pace:
    """Adds the progress of many calls of a model up to one."""

    total: int
    progress: Progress
    done: int = 0

    def __post_init__(self) -> None:
        self._started = time.perf_counter()

    def inner(self) -> Callable[[ProgressReport], None]:
        before = self.done
        return lambda report: self._tell(before + report.done)

    def add(self, count: int) -> None:
        self.done += count
        self._tell(self.done)

    def _tell(self, done: int) -> None:
        speed = done / max(1e-9, time.perf_counter() - self._started)
        self.progress(ProgressReport(STAGE, done, self.total, speed))
