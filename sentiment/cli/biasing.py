"""Differences between groups: the customers', their way of rating, or the model's?"""

from __future__ import annotations

from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sentiment.cli.options import Database, Json
from sentiment.cli.terminal import json_number, print_json, print_table, say, shown_progress

if TYPE_CHECKING:
    from sentiment.records import Interval
    from sentiment.workflows.bias import BiasAnswer


def bias(
    db: Database = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN",
            help="market, language, product, source, or a column that was kept at ingest; may be "
            "repeated. Default: market and language.",
        ),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A .html or .csv file for the whole report."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Compare groups: corrected shares, rating style, the model's fairness, its last probes.

    The findings come as sentences with n and interval; what cannot be said is said, with why.
    """
    from sentiment.workflows.bias import DEFAULT_BY, survey_bias
    from sentiment.workflows.bias_report import write_report
    from sentiment.workflows.opening import open_store
    from sentiment.workflows.output_files import output_ending

    if report is not None:
        output_ending(report, of=("html", "csv"))
    store = open_store(db, must_exist=True)
    with shown_progress() as progress:
        answer = survey_bias(store, by=tuple(by or DEFAULT_BY), progress=progress)
    if as_json:
        print_json(_entry(answer))
    else:
        _print(answer)
    if report is not None:
        write_report(answer, report)
        say(f"Report written to {report}.")


def _print(answer: BiasAnswer) -> None:
    from sentiment.language.group_names import group_name

    for heading, sentences in (
        ("Findings", [one.sentence for one in answer.findings if one.clear]),
        (
            "Looked at, and not clear of chance",
            [one.sentence for one in answer.findings if not one.clear],
        ),
        ("What cannot be said, and why", answer.unsaid),
    ):
        if sentences:
            print(f"\n{heading}")
            for sentence in sentences:
                print(f"- {sentence}")
    if not answer.findings:
        say("Nothing could be compared: what cannot be said stands above, with the reasons.")
    elif not any(one.clear for one in answer.findings):
        say("No difference between groups stands out clear of chance.")
    for by, shares in answer.shares.items():
        if not shares.groups:
            continue
        print(f"\nNegative share by {by.removeprefix('column:')}")
        print_table(
            ("group", "scored", "labelled", "as called", "corrected", "by"),
            [
                (
                    group_name(one.group, by=by) if one.group else "(not known)",
                    one.scored,
                    one.labelled,
                    _percent(one.raw[0], scored=one.scored),
                    _percent(one.corrected[0], scored=one.scored) if one.corrected else "-",
                    one.method if one.corrected else "not corrected",
                )
                for one in shares.groups
            ],
        )


def _percent(interval: Interval, *, scored: int) -> str:
    from sentiment.evaluation.intervals import reliability

    if isnan(interval.value):
        return "-"
    if reliability(scored) == "too few":
        return "too few to say"
    return f"{interval.value:.1%} ({interval.low:.1%} to {interval.high:.1%})"


def _entry(answer: BiasAnswer) -> dict[str, Any]:
    return {
        "database": answer.database,
        "model": answer.model_id,
        "made_at": answer.made_at.isoformat(),
        "by": list(answer.by),
        "reviews": answer.reviews,
        "scored": answer.scored,
        "findings": [
            {
                "topic": one.topic,
                "by": one.by,
                "group": one.group,
                "sentence": one.sentence,
                "size": json_number(one.size),
                "n": one.n,
                "clear": one.clear,
                "likely_cause": one.cause,
            }
            for one in answer.findings
        ],
        "unsaid": list(answer.unsaid),
        "measures": [
            {
                "topic": one.topic,
                "by": one.by,
                "group": one.group,
                "name": one.name,
                "measure": one.measure,
                "unit": one.unit,
                "value": json_number(one.interval.value),
                "interval": [json_number(one.interval.low), json_number(one.interval.high)],
                "n": one.interval.n,
                "corrected_p": None if one.corrected_p is None else json_number(one.corrected_p),
                "note": one.note,
            }
            for one in answer.measures
        ],
    }
