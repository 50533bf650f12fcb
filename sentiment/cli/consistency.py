"""The same words in several languages, answered by a model: consistency."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sentiment.cli.options import Encoding, Json, LabelMeans, Model, label_meanings
from sentiment.cli.terminal import print_json, print_table, say, shown_progress

if TYPE_CHECKING:
    from sentiment.evaluation.paired_shifts import TestedShift
    from sentiment.evaluation.parallel_consistency import LanguageConsistency
    from sentiment.records import Interval
    from sentiment.workflows.measuring_consistency import ConsistencyReport

_LEGEND = (
    "Score: P(positive) − P(negative), −1 to 1; its shift is against the mean of the same texts in "
    "all languages. In brackets 95 % intervals; q is the p-value of a sign-flip test, corrected "
    "over the languages. n counts texts with a version in another language."
)


def consistency(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file with parallel texts.")],
    text_column: Annotated[str, typer.Option(metavar="NAME", help="The column with the text.")],
    id_column: Annotated[
        str,
        typer.Option(metavar="NAME", help="The column with what texts that say the same share."),
    ],
    language_column: Annotated[
        str, typer.Option(metavar="NAME", help="The column with the language.")
    ],
    label_column: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="A column with labels: which flips make answers wrong?"),
    ] = None,
    labels: Annotated[
        str,
        typer.Option(
            metavar="auto|names|classes|signs|binary|stars",
            help="What the labels are, instead of finding it out, as in 'evaluate'.",
        ),
    ] = "auto",
    label_means: LabelMeans = None,
    reference: Annotated[
        str | None,
        typer.Option(
            metavar="LANGUAGE",
            help="Hold labels against this language's, not against most other versions'.",
        ),
    ] = None,
    model: Model = None,
    encoding: Encoding = None,
    as_json: Json = False,
) -> None:
    """Compare a model's answers to texts that say the same in several languages.

    By language: how far the score is shifted and how often the label is another one, with 95 %
    intervals and tests that are corrected for the number of languages; by pair of languages too.
    """
    from sentiment.workflows.measuring_consistency import measure_consistency

    with shown_progress() as progress:
        report = measure_consistency(
            file,
            text_column=text_column,
            id_column=id_column,
            language_column=language_column,
            label_column=label_column,
            labels=labels,
            label_meanings=label_meanings(label_means or []),
            reference=reference,
            model=model,
            encoding=encoding,
            progress=progress,
        )
    for note in report.notes:
        say(note)
    for reason, count in report.left_out.items():
        say(f"{count:,} of {report.rows:,} rows left out: {reason}.")
    if as_json:
        print_json(_entry(report))
        return
    _show(report)


def _show(report: ConsistencyReport) -> None:
    print(f"{report.file} with {report.model_id}\n")
    clear = [one for one in report.findings if one.clear]
    for finding in clear:
        print(finding.sentence)
    if report.overall is not None:
        if not clear:
            print("Nothing stands out clear of chance.")
        print_table(
            ("language", "n", "score shift", "q", "other label %", "right %"),
            [_row(one) for one in report.languages],
        )
        say(_LEGEND)
    for sentence in report.unsaid:
        say(sentence)


def _row(one: LanguageConsistency) -> tuple[object, ...]:
    from sentiment.language.names import language_name

    gap = one.shift.difference
    return (
        language_name(one.language),
        one.n,
        f"{gap.value:+.3f} ({gap.low:+.3f} to {gap.high:+.3f})",
        f"{one.shift.q:.4f}",
        "" if one.flipped is None else _percent(one.flipped),
        "" if one.accuracy is None else _percent(one.accuracy),
    )


def _percent(interval: Interval) -> str:
    return f"{100 * interval.value:.1f} ({100 * interval.low:.1f} to {100 * interval.high:.1f})"


def _entry(report: ConsistencyReport) -> dict[str, Any]:
    overall = report.overall
    return {
        "file": report.file,
        "model": report.model_id,
        "reference": report.reference,
        "rows": report.rows,
        "left_out": dict(report.left_out),
        "overall": overall
        and {
            "texts": overall.texts,
            "ids": overall.ids,
            "ids_with_label": overall.truths,
            "disagreement": _interval(overall.disagreement),
            "not_alike": _interval(overall.not_alike),
            "spread": _interval(overall.spread),
        },
        "languages": {
            one.language: {
                "n": one.n,
                "shift": _shift(one.shift),
                "flipped": _interval(one.flipped),
                "flip_shift": _shift(one.flip_shift),
                "accuracy": _interval(one.accuracy),
                "accuracy_shift": _shift(one.accuracy_shift),
                "flips_made_wrong": _interval(one.made_wrong),
                "flips_made_right": _interval(one.made_right),
            }
            for one in report.languages
        },
        "pairs": [
            {
                "languages": [pair.first, pair.other],
                "shift": _shift(pair.shift),
                "different": _interval(pair.different),
            }
            for pair in report.pairs
        ],
        "findings": [
            {"sentence": one.sentence, "group": one.group, "n": one.n, "clear": one.clear}
            for one in report.findings
        ],
        "unsaid": list(report.unsaid),
    }


def _interval(interval: Interval | None) -> dict[str, float | int] | None:
    if interval is None:
        return None
    return {
        "value": round(interval.value, 6),
        "low": round(interval.low, 6),
        "high": round(interval.high, 6),
        "n": interval.n,
    }


def _shift(shift: TestedShift | None) -> dict[str, float | int] | None:
    if shift is None:
        return None
    return {**(_interval(shift.difference) or {}), "p": round(shift.p, 6), "q": round(shift.q, 6)}
