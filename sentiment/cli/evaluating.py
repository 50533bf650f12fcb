"""Measure models on a file of labelled reviews: evaluate, compare."""

from __future__ import annotations

from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sentiment.cli.options import Encoding, Json, LabelMeans, Model, label_meanings
from sentiment.cli.terminal import json_number, print_json, print_table, say, shown_progress
from sentiment.records import SENTIMENTS

if TYPE_CHECKING:
    from sentiment.evaluation.labelled_quality import LabelledQuality
    from sentiment.evaluation.paired import PairedDifference
    from sentiment.records import Interval
    from sentiment.workflows.comparing import Comparison
    from sentiment.workflows.evaluating import Evaluation

_File = Annotated[Path, typer.Argument(metavar="FILE", help="The file with the labelled reviews.")]
_Text = Annotated[str, typer.Option(metavar="NAME", help="The column with the text.")]
_Label = Annotated[str, typer.Option(metavar="NAME", help="The column with the labels.")]
_By = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="A column to group by; 'language' is identified where there is no such column.",
    ),
]
_Labels = Annotated[
    str,
    typer.Option(
        metavar="auto|names|classes|signs|binary|stars",
        help="What the labels are, instead of finding it out: names; 0/1/2; -1/0/1; 0/1 "
        "(negative, positive); or stars 1-5 (1-2 negative, 3 neutral, 4-5 positive).",
    ),
]

_LEGEND = (
    "In brackets 95 % intervals. ECE is the expected calibration error in points; a perfectly "
    "calibrated model stays below 'chance' in 95 of 100 such groups. Groups of fewer than 30 "
    "reviews are small, of fewer than 10 too few to say."
)


def evaluate(
    file: _File,
    text_column: _Text,
    label_column: _Label,
    by: _By = None,
    model: Model = None,
    labels: _Labels = "auto",
    label_means: LabelMeans = None,
    encoding: Encoding = None,
    as_json: Json = False,
) -> None:
    """Measure a model on labelled reviews: macro-F1, accuracy, each class, calibration.

    Figures come with 95 % intervals and the number of reviews. A file without neutral
    labels is scored on negative against positive.
    """
    from sentiment.workflows.evaluating import evaluate_file

    with shown_progress() as progress:
        evaluation = evaluate_file(
            file,
            text_column=text_column,
            label_column=label_column,
            by=by,
            model=model,
            labels=labels,
            label_meanings=label_meanings(label_means or []),
            encoding=encoding,
            progress=progress,
        )
    _tell(evaluation)
    if as_json:
        print_json(_evaluation_entry(evaluation))
        return
    print(f"{evaluation.file} with {evaluation.model_id}")
    _print_qualities(evaluation.by, evaluation.overall, evaluation.groups)
    _print_classes(evaluation.overall)
    say(_LEGEND)


def compare(
    file: _File,
    models: Annotated[
        str, typer.Option(metavar="A,B", help="The models; each is compared with the first.")
    ],
    text_column: _Text,
    label_column: _Label,
    by: _By = None,
    differences: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="A .csv or .parquet file for all reviews on which the models differ.",
        ),
    ] = None,
    labels: _Labels = "auto",
    label_means: LabelMeans = None,
    encoding: Encoding = None,
    as_json: Json = False,
) -> None:
    """Put models side by side on the same labelled reviews, with the differences' intervals.

    Also McNemar's test, and the reviews on which the models differ.
    """
    from sentiment.workflows.comparing import SHOWN, compare_file, write_disagreements
    from sentiment.workflows.output_files import output_kind

    if differences is not None:
        output_kind(differences)  # what cannot be written is said before the work, not after it
    with shown_progress() as progress:
        comparison = compare_file(
            file,
            text_column=text_column,
            label_column=label_column,
            models=[name for part in models.split(",") if (name := part.strip())],
            by=by,
            labels=labels,
            label_meanings=label_meanings(label_means or []),
            encoding=encoding,
            at_most=SHOWN if differences is None else None,
            progress=progress,
        )
    _tell(comparison)
    if as_json:
        print_json(_comparison_entry(comparison, shown=SHOWN))
    else:
        _print_comparison(comparison)
    if differences is not None:
        write_disagreements(comparison, output=differences)
        say(f"{comparison.differing:,} reviews on which they differ written to {differences}.")


def _tell(result: Evaluation | Comparison) -> None:
    for note in result.notes:
        say(note)
    for reason, count in result.left_out.items():
        say(f"{count:,} of {result.rows:,} rows left out: {reason}.")


def _print_qualities(
    by: str | None, overall: LabelledQuality, groups: tuple[LabelledQuality, ...]
) -> None:
    print_table(
        (by or "", "n", "macro-F1 %", "accuracy %", "ECE (chance)"),
        [_quality_row("all", overall)]
        + [_quality_row(group.group or "(not known)", group) for group in groups],
    )


def _quality_row(name: str, quality: LabelledQuality) -> tuple[object, ...]:
    confusion = quality.confusion
    return (
        _marked(name, quality.n),
        quality.n,
        _shown(confusion.macro_f1),
        _shown(confusion.accuracy),
        f"{100 * quality.calibration:.1f} ({100 * quality.by_chance:.1f})",
    )


def _print_classes(quality: LabelledQuality) -> None:
    confusion = quality.confusion
    places = range(len(SENTIMENTS))
    print_table(
        ("class", "precision %", "recall %", "F1 %"),
        [
            (
                SENTIMENTS[place],
                _shown(confusion.precision[place]),
                _shown(confusion.recall[place]),
                _shown(confusion.f1[place]),
            )
            for place in places
        ],
    )
    print_table(
        ("truth", *(f"called {name}" for name in SENTIMENTS), "n"),
        [
            (SENTIMENTS[place], *confusion.table[place], sum(confusion.table[place]))
            for place in places
        ],
    )


def _print_comparison(comparison: Comparison) -> None:
    print(f"{comparison.file}, {comparison.n:,} labelled reviews")
    for model in comparison.models:
        print(f"\n{model.model_id}")
        _print_qualities(comparison.by, model.overall, model.groups)
    for difference in comparison.differences:
        print(f"\n{difference.other} minus {difference.first}, in points:")
        print_table(
            (comparison.by or "", "n", "macro-F1", "accuracy", "alone", "p"),
            [_difference_row("all", difference.overall)]
            + [_difference_row(group.group or "(not known)", group) for group in difference.groups],
        )
    print(f"\nThey differ on {comparison.differing:,} of {comparison.n:,} reviews.")
    say(_LEGEND)
    say(
        "Differences above 0 speak for the model named first in their heading; 'alone' counts "
        "the reviews on which it alone : the other alone is right; p is McNemar's, that of "
        "groups corrected for their number (Holm)."
    )


def _difference_row(name: str, difference: PairedDifference) -> tuple[object, ...]:
    return (
        _marked(name, difference.n),
        difference.n,
        _signed(difference.macro_f1),
        _signed(difference.accuracy),
        f"{difference.only_other} : {difference.only_first}",
        f"{difference.p_holm:.2g}",
    )


def _marked(name: str, n: int) -> str:
    """The name of a group, with a word where it has few reviews."""
    from sentiment.evaluation.intervals import reliability

    size = reliability(n)
    return name if size == "enough" else f"{name} ({size})"


def _shown(interval: Interval) -> str:
    """In hundredths, with its interval: ``68.6 (63.8–72.7)``."""
    if isnan(interval.value):
        return "-"
    return f"{100 * interval.value:.1f} ({100 * interval.low:.1f}–{100 * interval.high:.1f})"


def _signed(interval: Interval) -> str:
    """In points, with its interval: ``-5.5 (-9.2, -1.7)``."""
    if isnan(interval.value):
        return "-"
    return f"{100 * interval.value:+.1f} ({100 * interval.low:+.1f}, {100 * interval.high:+.1f})"


def _evaluation_entry(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "file": evaluation.file,
        "model": evaluation.model_id,
        "labels_taken_as": evaluation.labels_taken_as,
        "two_classes": evaluation.two_classes,
        "rows": evaluation.rows,
        "left_out": dict(evaluation.left_out),
        **_quality_entry(evaluation.overall),
        "grouped_by": evaluation.by,
        "by": {group.group: _quality_entry(group) for group in evaluation.groups},
        "notes": list(evaluation.notes),
    }


def _comparison_entry(comparison: Comparison, *, shown: int) -> dict[str, Any]:
    return {
        "file": comparison.file,
        "labels_taken_as": comparison.labels_taken_as,
        "two_classes": comparison.two_classes,
        "rows": comparison.rows,
        "left_out": dict(comparison.left_out),
        "n": comparison.n,
        "grouped_by": comparison.by,
        "models": [
            {
                "model": model.model_id,
                **_quality_entry(model.overall),
                "by": {group.group: _quality_entry(group) for group in model.groups},
            }
            for model in comparison.models
        ],
        "differences": [
            {
                "first": difference.first,
                "other": difference.other,
                **_difference_entry(difference.overall),
                "by": {group.group: _difference_entry(group) for group in difference.groups},
            }
            for difference in comparison.differences
        ],
        "differing": comparison.differing,
        "disagreements": [
            {
                "line": each.line,
                "group": each.group,
                "text": each.text,
                "truth": each.truth,
                "answers": list(each.answers),
                "probabilities": [[json_number(p) for p in one] for one in each.probabilities],
            }
            for each in comparison.disagreements[:shown]
        ],
        "notes": list(comparison.notes),
    }


def _quality_entry(quality: LabelledQuality) -> dict[str, Any]:
    confusion = quality.confusion
    return {
        "n": quality.n,
        "reliability": quality.reliability,
        **_figure("macro_f1", confusion.macro_f1),
        **_figure("accuracy", confusion.accuracy),
        "calibration_error": json_number(quality.calibration),
        "calibration_error_by_chance": json_number(quality.by_chance),
        "per_class": {
            sentiment: {
                "n": sum(confusion.table[place]),
                **_figure("precision", confusion.precision[place]),
                **_figure("recall", confusion.recall[place]),
                **_figure("f1", confusion.f1[place]),
            }
            for place, sentiment in enumerate(SENTIMENTS)
        },
        "table": [list(row) for row in confusion.table],
    }


def _difference_entry(difference: PairedDifference) -> dict[str, Any]:
    return {
        "n": difference.n,
        **_figure("macro_f1", difference.macro_f1),
        **_figure("accuracy", difference.accuracy),
        "both_right": difference.both_right,
        "only_first_right": difference.only_first,
        "only_other_right": difference.only_other,
        "neither_right": difference.neither,
        "mcnemar": difference.test.method,
        "p": difference.test.p,
        "p_holm": difference.p_holm,
    }


def _figure(name: str, interval: Interval) -> dict[str, Any]:
    return {
        name: json_number(interval.value),
        f"{name}_interval": [json_number(interval.low), json_number(interval.high)],
    }
