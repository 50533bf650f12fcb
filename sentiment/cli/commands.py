"""The commands; their help is what people read first."""

from __future__ import annotations

from typing import Annotated

import typer

from sentiment.cli import (
    answers,
    benchmarking,
    biasing,
    building,
    consistency,
    evaluating,
    explaining,
    importing,
    probing,
    serving,
)

app = typer.Typer(
    name="polytone",
    help="Turn review exports, in whatever languages, into answers that can be trusted.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command("ingest")(importing.ingest)
app.command("score")(importing.score)
app.command("predict")(importing.predict)
app.command("evaluate")(evaluating.evaluate)
app.command("compare")(evaluating.compare)
app.command("bias")(biasing.bias)
app.command("consistency")(consistency.consistency)
app.command("probes")(probing.probes)
app.command("explain")(explaining.explain)
app.command("summary")(answers.summary)
app.command("export")(answers.export)
app.command("app")(serving.serve)
app.command("demo")(serving.demo)
app.command("models")(building.models)
app.command("benchmark")(benchmarking.benchmark)
app.command("build-default")(building.build_default)
app.command("build-baselines")(building.build_baselines)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"polytone {version('polytone')}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Say which version this is."
        ),
    ] = False,
) -> None:
    """Turn review exports, in whatever languages, into answers that can be trusted.

    A first run: polytone ingest reviews.csv, then polytone score, then polytone app.
    """
