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

import numpy as np

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
from sentiment.workflows.measuring_transfer import measure_transfers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sentiment.models.classifier import Cancelled, Classifier
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
    sources: Sequence[str] | None = None,
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
    ``complete``. What ``output`` holds of other models and test sets stays in it.

    Raises :class:`UsageError` for a folder without test texts, an unknown language, source or
    model, and an ``output`` with anything but results on ``data`` with the same ``most``.
    """
    from sentiment.models.catalogue import load_classifier
    from sentiment.training.labelled_sets import read_labelled_sets

    report = _begin(data, output=output, most=most)
    loaded = {name: load_classifier(name) for name in models}
    sets = read_labelled_sets(data, most=most, languages=languages, sources=sources)
    waiting = {
        name: [one for one in sets if not _is_known(report, name, model.model_id, one)]
        for name, model in loaded.items()
    }
    pace = _Pace(sum(len(one.texts) for left in waiting.values() for one in left), progress)
    try:
        for name, left in waiting.items():
            for _, group in groupby(left, key=lambda one: one.source):
                found = _measure(
                    list(group), name=name, model=loaded[name], pace=pace, cancelled=cancelled
                )
                report = replace(report, measured=_merged(report.measured, found))
                write_benchmark(report, output)
        if transfer:
            tables = measure_transfers(
                data,
                models=list(loaded),
                languages=languages,
                most=most,
                known=report.transfers,
                progress=progress,
                cancelled=cancelled,
            )
            for table in tables:
                others = [one for one in report.transfers if one.features != table.features]
                report = replace(report, transfers=(*others, table))
                write_benchmark(report, output)
        report = replace(report, complete=True)
    except ScoringCancelled:
        pass
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


def _begin(data: Path, *, output: Path, most: int | None) -> BenchmarkReport:
    """What ``output`` holds already, to be added to."""
    if not output.resolve().parent.is_dir():
        raise UsageError(
            f"There is no folder '{output.parent}'.", hint="Make it, or name another one."
        )
    report = BenchmarkReport(data.resolve().name, most, datetime.now(UTC), False, ())
    if not output.exists():
        return report
    known = read_benchmark(output)
    if (known.data, known.most) != (report.data, most):
        raise UsageError(
            f"'{output}' holds results on '{known.data}' with {_most(known.most)}, not on "
            f"'{report.data}' with {_most(most)}.",
            hint="Name another file with --output.",
        )
    return replace(report, measured=known.measured, transfers=known.transfers)


def _most(most: int | None) -> str:
    return "all texts" if most is None else f"--most {most}"


def _is_known(report: BenchmarkReport, name: str, model_id: str, one: LabelledSet) -> bool:
    wanted = (name, model_id, one.source, one.language, one.fingerprint)
    return any(
        wanted == (m.model, m.model_id, m.quality.source, m.quality.language, m.fingerprint)
        for m in report.measured
    )


def _measure(
    sets: Sequence[LabelledSet],
    *,
    name: str,
    model: Classifier,
    pace: _Pace,
    cancelled: Cancelled,
) -> list[MeasuredSet]:
    """All sets of one source, scored together."""
    texts = [text for one in sets for text in one.texts]
    chances = model.predict(texts, progress=pace.inner(), cancelled=cancelled)
    pace.add(len(texts))
    ends = np.cumsum([len(one.texts) for one in sets])[:-1]
    return [
        MeasuredSet(
            model=name,
            model_id=model.model_id,
            quality=judge_set(
                part,
                one.labels,
                source=one.source,
                part=one.part,
                language=one.language,
                classes=one.classes,
            ),
            available=one.available,
            fingerprint=one.fingerprint,
        )
        for one, part in zip(sets, np.split(chances, ends), strict=True)
    ]


def _merged(known: Sequence[MeasuredSet], found: Sequence[MeasuredSet]) -> tuple[MeasuredSet, ...]:
    """``known`` with what was ``found`` in the place of the same model's older results.

    Results of another version of a model go, on whatever set.
    """
    ids = {one.model: one.model_id for one in found}
    places = {(one.model, one.quality.source, one.quality.language) for one in found}
    kept = [
        one
        for one in known
        if ids.get(one.model, one.model_id) == one.model_id
        and (one.model, one.quality.source, one.quality.language) not in places
    ]
    together = [*kept, *found]
    models = list(dict.fromkeys(one.model for one in together))
    return tuple(sorted(together, key=lambda one: models.index(one.model)))


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
