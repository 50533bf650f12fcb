"""What a benchmark says, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.components.names import language_label
from pages.components.plain_text import literal

if TYPE_CHECKING:
    from pages.components.formats import ReaderFormat
    from sentiment.records import Interval
    from sentiment.workflows.benchmark_report import BenchmarkReport, MeasuredTransfer
    from sentiment.workflows.benchmark_sections import BenchmarkSection


def how_made(report: BenchmarkReport, *, style: ReaderFormat) -> str:
    """On which texts, when, and whether the run came to its end."""
    drawn = "all texts" if report.most is None else f"at most {report.most} texts of each test set"
    ended = (
        "" if report.complete else " The run was stopped before its end; start it again to go on."
    )
    return f"Measured on '{report.data}', {drawn}, {style.day(report.made_at)}.{ended}"


def section_words(section: BenchmarkSection, *, style: ReaderFormat) -> list[str]:
    """One sentence a model: its mean and where it is weakest."""
    sentences = []
    for model, mean in section.means.items():
        languages = sum(model in row.measured for row in section.rows)
        sentence = (
            f"**{literal(model)}** has a mean macro-F1 of **{_share(mean, style)}** over "
            f"{languages} {'language' if languages == 1 else 'languages'} "
            f"({style.number(mean.n)} texts)"
        )
        weakest = section.weakest(model)
        if languages > len(weakest) > 0:
            told = ", ".join(
                f"{literal(language_label(code))} {_share(one, style)}" for code, one in weakest
            )
            sentence += f". It is weakest in {told}"
        sentences.append(sentence + ".")
    return sentences


def published_words(section: BenchmarkSection, *, style: ReaderFormat) -> list[str]:
    """What others published beside ours, and whether that is on the same texts."""
    if not section.published:
        return []
    figures = ", ".join(
        f"{literal(one.model)} {style.percent(one.mean, digits=1)}" for one in section.published
    )
    first = section.published[0]
    told = f"Published on this test set: {figures} ({literal(first.citation)}). "
    if section.is_same:
        return [
            told + f"Their {first.n} texts of each language are ours; identical texts count once."
        ]
    sizes = {one.n for row in section.rows for one in row.measured.values()}
    ours = " to ".join(style.number(n) for n in sorted({min(sizes), max(sizes)}))
    return [
        f"{told}They rest on {first.n} texts of each of {len(first.macro_f1)} languages, ours on "
        f"another n: {ours} of each of {len(section.rows)}. The chart has both only where a "
        "language's whole test set was scored."
    ]


def transfer_words(transfer: MeasuredTransfer, *, style: ReaderFormat) -> list[str]:
    """The gap, which language loses most, and which one teaches the others best."""
    table = transfer.table
    worst = max(zip(table.lost_in, table.languages, strict=True), key=lambda pair: pair[0].value)
    taught = [row[place].value for place, row in enumerate(table.macro_f1)]
    reached = [own - lost.value for own, lost in zip(taught, table.lost_from, strict=True)]
    best = table.languages[reached.index(max(reached))]
    gap, low, high = (
        literal(style.points(value, digits=1))
        for value in (table.gap.value, table.gap.low, table.gap.high)
    )
    return [
        f"Trained and tested in the same language macro-F1 is {_share(table.same, style)}, across "
        f"languages {_share(table.cross, style)}: a transfer gap of **{gap}** ({low} to {high}).",
        f"{literal(language_label(worst[1]))} loses most where the training language is another "
        f"({literal(style.points(-worst[0].value, digits=1))}); what is learned in "
        f"{literal(language_label(best))} does best in the others "
        f"({literal(style.percent(max(reached), digits=1))}).",
    ]


def _share(interval: Interval, style: ReaderFormat) -> str:
    return literal(style.share(interval, digits=1))
