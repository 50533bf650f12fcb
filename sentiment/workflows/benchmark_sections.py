"""A benchmark as it is looked at: sections of test sets whose figures may stand side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentiment.evaluation.benchmark_table import group_means, unweighted_mean
from sentiment.evaluation.intervals import SMALL_GROUP

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sentiment.evaluation.published_figures import PublishedFigures
    from sentiment.records import Interval
    from sentiment.workflows.benchmark_report import BenchmarkReport, MeasuredSet

WEAKEST = 3


@dataclass(frozen=True)
class SectionRow:
    """Macro-F1 in one language: ``measured`` by model, ``published`` by model where the test
    set is the same and was scored whole. ``sources`` are those that the first model has."""

    language: str
    measured: Mapping[str, Interval]
    published: Mapping[str, float]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class BenchmarkSection:
    """Test sets of one kind: rows by language, the mean over them by model, and the ``sets``.

    ``published`` are figures on this source by others; ``is_same`` tells that the test set
    is theirs, scored whole in every language.
    """

    title: str
    explanation: str
    rows: tuple[SectionRow, ...]
    means: Mapping[str, Interval]
    sets: tuple[MeasuredSet, ...]
    published: tuple[PublishedFigures, ...] = ()
    is_same: bool = False

    def weakest(self, model: str, *, most: int = WEAKEST) -> list[tuple[str, Interval]]:
        """The languages in which ``model`` does worst, of those with 30 texts at least."""
        known = [
            (row.language, row.measured[model])
            for row in self.rows
            if model in row.measured and row.measured[model].n >= SMALL_GROUP
        ]
        return sorted(known, key=lambda pair: pair[1].value)[:most]


_KINDS = {
    ("never seen", 3): (
        "Never seen in training, three classes",
        "Sources of which no text was used to train Polytone's own models.",
    ),
    ("never seen", 2): (
        "Never seen in training, negative against positive",
        "Sources without neutral texts: of the three probabilities the neutral one is left out.",
    ),
    ("in-domain", 3): (
        "Test splits of trained sources, three classes",
        "Texts held out of the sources that Polytone's own models were trained on.",
    ),
    ("in-domain", 2): (
        "Test splits of trained sources, negative against positive",
        "Texts held out of trained sources that have no neutral texts.",
    ),
}


def benchmark_sections(report: BenchmarkReport) -> list[BenchmarkSection]:
    """The sections of ``report`` that hold something: sources with published figures first."""
    sections = []
    by_source: dict[str, list[PublishedFigures]] = {}
    for figures in report.published:
        by_source.setdefault(figures.source, []).append(figures)
    for source, published in by_source.items():
        sections.append(
            _section(
                report,
                lambda one, source=source: one.quality.source == source,  # type: ignore[misc]
                title=f"{source}, as published by others",
                explanation="One test set, the same languages as in the papers named.",
                published=published,
            )
        )
    for (part, classes), (title, explanation) in _KINDS.items():
        section = _section(
            report,
            lambda one, kind=(part, classes): (one.quality.part, one.quality.classes) == kind,  # type: ignore[misc]
            title=title,
            explanation=explanation,
        )
        if section.rows:
            sections.append(section)
    return sections


def _section(
    report: BenchmarkReport,
    chosen: Callable[[MeasuredSet], bool],
    *,
    title: str,
    explanation: str,
    published: Sequence[PublishedFigures] = (),
) -> BenchmarkSection:
    shown_sets: list[MeasuredSet] = []
    measured: dict[str, dict[str, Interval]] = {}
    sources: dict[str, tuple[str, ...]] = {}
    means = {}
    whole: set[str] = set()
    for model in report.models:
        sets = [one for one in report.of(model) if chosen(one)]
        groups = group_means([one.quality for one in sets], over="languages")
        if not groups:
            continue
        shown_sets += sets
        whole.update(one.quality.language for one in sets if one.is_whole)
        means[model] = unweighted_mean([group.macro_f1 for group in groups])
        for group in groups:
            measured.setdefault(group.group, {})[model] = group.macro_f1
            sources.setdefault(group.group, group.members)
    rows = []
    for language, by_model in measured.items():
        n = next(iter(by_model.values())).n
        shown = {
            figures.model: figures.macro_f1[language]
            for figures in published
            if language in figures.macro_f1 and language in whole and figures.is_on_as_many(n)
        }
        rows.append(SectionRow(language, by_model, shown, sources[language]))
    first = next(iter(means), "")
    rows.sort(key=lambda row: -row.measured[first].value if first in row.measured else 0.0)
    same = bool(rows) and all(
        set(figures.macro_f1) == set(measured) and all(figures.model in r.published for r in rows)
        for figures in published
    )
    return BenchmarkSection(
        title=title,
        explanation=explanation,
        rows=tuple(rows),
        means=means,
        sets=tuple(shown_sets),
        published=tuple(published),
        is_same=bool(published) and same,
    )
