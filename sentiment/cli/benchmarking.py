"""Measure models on labelled texts: benchmark."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sentiment.cli.options import Json
from sentiment.cli.terminal import print_json, print_table, say, shown_progress

if TYPE_CHECKING:
    from sentiment.records import Interval
    from sentiment.workflows.benchmark_report import BenchmarkReport, MeasuredTransfer


def benchmark(
    data: Annotated[
        Path,
        typer.Option(metavar="DIR", help="A folder with train/*.parquet and evaluate/*.parquet."),
    ],
    models: Annotated[
        str, typer.Option(metavar="A,B", help="The models to measure; see 'models'.")
    ] = "polytone",
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The JSON file to write. Default: benchmark.json beside the database, "
            "where the app finds it.",
        ),
    ] = None,
    most: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="At most so many texts of each test set."),
    ] = None,
    languages: Annotated[
        str | None, typer.Option(metavar="A,B", help="Only these languages, as en,de,ja.")
    ] = None,
    sources: Annotated[
        str | None, typer.Option(metavar="A,B", help="Only these sources, by their names.")
    ] = None,
    transfer: Annotated[
        bool, typer.Option("--transfer", help="Also train in each language and test in the others.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Measure models on every test set of a folder, by language and source, and on average.

    Results are written after each source: stop it at any time, the same command goes
    on from there. The app shows them on its page Benchmark.
    """
    from sentiment.workflows.benchmark_report import benchmark_content
    from sentiment.workflows.benchmarking import default_output, run_benchmark

    target = output or default_output()
    try:
        with shown_progress() as progress:
            report = run_benchmark(
                data,
                models=_listed(models),
                output=target,
                most=most,
                languages=_listed(languages or ""),
                sources=_listed(sources or ""),
                transfer=transfer,
                progress=progress,
            )
    except KeyboardInterrupt:
        say(f"polytone: stopped. What was measured is in {target}; the same command goes on.")
        raise typer.Exit(1) from None
    if as_json:
        print_json(benchmark_content(report))
    else:
        _show(report)
    say(f"Written to {target}.")


def _listed(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _show(report: BenchmarkReport) -> None:
    from sentiment.evaluation.benchmark_table import averages, group_means

    for model in report.models:
        print(model)
        qualities = [one.quality for one in report.of(model)]
        print_table(
            ("texts", "classes", "language", "n", "macro-F1 (95 %)"),
            [
                (mean.part, mean.classes, mean.group, mean.macro_f1.n, _percent(mean.macro_f1))
                for mean in group_means(qualities, over="languages")
            ],
        )
        for one in averages(qualities):
            print(
                f"  mean over {one.groups} {one.over}, {one.part}, {one.classes} classes: "
                f"{_percent(one.macro_f1)}"
            )
        print()
    for figures in report.published:
        print(f"published: {figures.model} {100 * figures.mean:.1f} on {figures.source}")
    for transfer in report.transfers:
        _show_transfer(transfer)


def _show_transfer(transfer: MeasuredTransfer) -> None:
    table = transfer.table
    print(f"transfer with {transfer.features} on {transfer.source}, macro-F1; rows: trained in")
    print_table(
        ("", *table.languages),
        [
            (language, *(f"{100 * cell.value:.1f}" for cell in row))
            for language, row in zip(table.languages, table.macro_f1, strict=True)
        ],
    )
    print(
        f"  same language {_percent(table.same)}, across {_percent(table.cross)}, "
        f"gap {_percent(table.gap)}"
    )
    print(f"  {transfer.note}")


def _percent(interval: Interval) -> str:
    return f"{100 * interval.value:.1f} ({100 * interval.low:.1f} to {100 * interval.high:.1f})"
