"""What a name, a place, a nationality, a religion or a gender does to a model's answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sentiment.cli.options import Database, Json, Model
from sentiment.cli.terminal import print_json, print_table, say, shown_progress

if TYPE_CHECKING:
    from sentiment.evaluation.probe_pairs import ProbePair
    from sentiment.evaluation.probes import ProbeEffect
    from sentiment.workflows.probing import ProbeReport

_LEGEND = (
    "Shift: by how many points (hundredths of P(positive) − P(negative), −1 to 1) a text of the "
    "group scores higher than the same text with the other groups, with its 95 % interval; q is "
    "corrected over all comparisons; flip: texts with another label than most others get. * is "
    "declared: q < 0.05 and two points or more. "
    "The sentences are ours: they show what the model does to words, not how customers fare."
)
_PAIRS = 5


def probes(
    model: Model = None,
    language: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Only this language, e.g. 'tr'; can be repeated."),
    ] = None,
    attribute: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Only name, place, nationality, religion or gender; can be repeated.",
        ),
    ] = None,
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Change only a name, a place, a nationality, a religion or a gender in texts, and compare.

    With --db the answers are kept in that database, and the page Bias shows them.
    """
    from sentiment.workflows.opening import open_store
    from sentiment.workflows.probing import run_probes

    with shown_progress() as progress:
        report = run_probes(
            model=model,
            languages=language,
            attributes=attribute,
            database=None if db is None else open_store(db),
            progress=progress,
        )
    if as_json:
        print_json(_entry(report))
        return
    _show(report)


def _show(report: ProbeReport) -> None:
    languages = "1 language" if len(report.languages) == 1 else f"{len(report.languages)} languages"
    print(f"{len(report.texts):,} probes in {languages}, {report.model_id}\n")
    clear = [one.sentence for one in report.findings if one.clear]
    print("\n".join(clear) or "Nothing stands out clear of chance.")
    shown = [one for one in report.results if one.declared or not one.language]
    if len({one.language for one in report.results}) <= 1:
        shown = list(report.results)
    if shown:
        print_table(
            ("", "attribute", "group", "n", "shift", "from", "to", "q", "flip %", ""),
            [_row(one) for one in sorted(shown, key=lambda one: (one.language, one.attribute))],
        )
        say(_LEGEND)
    for sentence in report.unsaid:
        say(sentence)


def _row(one: ProbeEffect) -> tuple[object, ...]:
    return (
        one.language or "all",
        one.attribute,
        one.group,
        one.shift.n,
        *(f"{100 * edge:+.1f}" for edge in (one.shift.value, one.shift.low, one.shift.high)),
        f"{one.q:.4f}",
        f"{100 * one.flipped:.0f}",
        "*" if one.declared else "",
    )


def _entry(report: ProbeReport) -> dict[str, Any]:
    return {
        "model": report.model_id,
        "languages": list(report.languages),
        "languages_not_read": list(report.not_read),
        "attributes": list(report.attributes),
        "texts": len(report.texts),
        "findings": [
            {
                "sentence": one.sentence,
                "attribute": one.by,
                "group": one.group,
                "n": one.n,
                "clear": one.clear,
            }
            for one in report.findings
        ],
        "unsaid": list(report.unsaid),
        "results": [_result(one) for one in report.results],
        "stability": [
            {
                "attribute": one.attribute,
                "sentences": one.disagreement.n,
                "pairs_with_other_label": round(one.disagreement.value, 6),
                "low": round(one.disagreement.low, 6),
                "high": round(one.disagreement.high, 6),
            }
            for one in report.stability
        ],
        "widest_pairs": [_pair(pair) for pair in report.widest_pairs(limit=_PAIRS)],
    }


def _result(one: ProbeEffect) -> dict[str, Any]:
    return {
        "language": one.language or "all",
        "attribute": one.attribute,
        "group": one.group,
        "n": one.shift.n,
        "templates": one.templates,
        "words": one.words,
        "shift": round(one.shift.value, 6),
        "low": round(one.shift.low, 6),
        "high": round(one.shift.high, 6),
        "p": round(one.p, 6),
        "q": round(one.q, 6),
        "dz": round(one.dz, 4) if one.dz == one.dz else None,
        "flipped": round(one.flipped, 6),
        "declared": one.declared,
    }


def _pair(pair: ProbePair) -> dict[str, Any]:
    return {
        "language": pair.lower.language,
        "attribute": pair.lower.attribute,
        "difference": round(pair.difference, 6),
        "lower": {"group": pair.lower.group, "text": pair.lower.text},
        "higher": {"group": pair.higher.group, "text": pair.higher.text},
    }
