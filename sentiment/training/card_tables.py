"""The Markdown tables of the model card: figures in percent, each with n and an interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.evaluation.intervals import wilson
from sentiment.training.quality import mean_interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sentiment.models.abstaining import AbstainBand, AbstainBands
    from sentiment.records import Interval
    from sentiment.training.corpus_records import CorpusRecord
    from sentiment.training.quality import GroupQuality
    from sentiment.training.targets import Target
    from sentiment.training.unseen_sources import LanguageAccuracy

FEW = 300  # test texts below which a language's figures are said to be rough


def quality_table(groups: Sequence[GroupQuality]) -> str:
    """Macro-F1 by group, with the mean as its last row, and calibration where it is known."""
    known = any(group.calibration is not None for group in groups)
    head = ["language", "n", "macro-F1", "95 %", *(["ECE", "by chance"] if known else [])]
    rows = []
    for group in groups:
        f1 = group.macro_f1
        row = [group.group, _count(f1.n), _percent(f1.value), _spread(f1)]
        if group.calibration is not None and group.by_chance is not None:
            row += [f"{group.calibration:.3f}", f"{group.by_chance:.3f}"]
        rows.append(row)
    mean = mean_interval([group.macro_f1 for group in groups])
    last = ["**mean**", f"{mean.n:,}", f"**{_percent(mean.value)}**", _spread(mean)]
    return _table(head, [*rows, last + [""] * (len(head) - 4)])


def accuracy_table(languages: Sequence[LanguageAccuracy]) -> str:
    """Accuracy between the poles by language, with the sources it was measured on."""
    rows = [
        [
            each.language,
            _count(each.accuracy.n),
            _percent(each.accuracy.value),
            _spread(each.accuracy),
            ", ".join(each.sources),
        ]
        for each in languages
    ]
    return _table(["language", "n", "accuracy", "95 %", "sources"], rows)


def abstain_table(bands: AbstainBands) -> str:
    """Threshold, kept share and errors of each language, and of all together."""
    rows = [_band("**all**", bands.pooled)]
    rows += [_band(language, band) for language, band in bands.languages.items()]
    head = ["language", "threshold", "n", "kept", "error of kept", "95 %", "error of the rest"]
    return _table(head, rows)


def targets_table(targets: Sequence[Target]) -> str:
    """Each target, what was reached, and by how much it was missed."""
    rows = []
    for target in targets:
        sign = "≤" if target.at_most else "≥"
        wanted = f"{sign} {target.wanted:.1f}"
        name = f"{target.name} ({target.note})" if target.note else target.name
        if target.reached is None:
            rows.append([name, wanted, "not measured", "", "", ""])
            continue
        spread = "" if target.low is None else f"{target.low:.1f} to {target.high:.1f}"
        missed = f"missed by {target.missed_by:.1f}" if target.missed_by > 0 else "reached"
        rows.append([name, wanted, f"{target.reached:.1f}", spread, f"{target.n:,}", missed])
    return _table(["target", "wanted", "reached", "95 %", "n", ""], rows)


def sources_table(used: Mapping[str, int], records: Mapping[str, CorpusRecord]) -> str:
    """Each source, its licence as its page states it, its kind and how many texts were used."""
    rows = []
    for source, count in used.items():
        record = records.get(source)
        licence = record.licence if record else "not recorded"
        rows.append([source, licence, record.domain if record else "", f"{count:,}"])
    return _table(["source", "licence", "kind", "texts"], rows)


def _band(language: str, band: AbstainBand) -> list[str]:
    threshold = f"{band.threshold:.2f}" + ("" if band.own else " *")
    if band.texts == 0:
        return [language, threshold, "0", "no test texts", "", "", ""]
    error = wilson(band.wrong_kept, band.kept)
    rest = wilson(band.wrong_abstained, band.texts - band.kept)
    return [
        language,
        threshold,
        _count(band.texts),
        f"{100 * band.kept / band.texts:.0f}",
        _percent(error.value) if error.n else "",
        f"{_spread(error)} (n = {error.n:,})" if error.n else "",
        f"{_percent(rest.value)} (n = {rest.n:,})" if rest.n else "",
    ]


def _count(n: int) -> str:
    return f"{n:,}" if n >= FEW else f"{n:,} (few)"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


def _spread(interval: Interval) -> str:
    return f"{100 * interval.low:.1f} to {100 * interval.high:.1f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Numbers are set right, words left: the first column and those named 95 % are words."""
    words = {0, *(n for n, name in enumerate(head) if name in _WORDS)}
    marks = ["---" if number in words else "---:" for number in range(len(head))]
    lines = [_row(head), "|" + "|".join(marks) + "|"]
    return "\n".join([*lines, *(_row(row) for row in rows)])


_WORDS = {"95 %", "sources", "licence", "kind", "", "error of the rest"}


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"
