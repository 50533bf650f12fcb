"""Bring reviews in and score them: ingest, score, predict."""

from __future__ import annotations

import sys
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from sentiment.cli.options import Database, Encoding, Json, Model
from sentiment.cli.terminal import print_json, print_table, say, shown_progress
from sentiment.errors import PolytoneError, UsageError
from sentiment.records import FIELDS, ImportReport, ReadingOptions


class DateOrder(StrEnum):
    """The orders of day and month that a file can hold."""

    dmy = "dmy"
    mdy = "mdy"
    ymd = "ymd"


def ingest(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="The exports to read.")],
    db: Database = None,
    profile: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The kind of export, instead of recognising it."),
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="FIELD=HEADING",
            help=f"Say which column is which: {', '.join(FIELDS)}.",
        ),
    ] = None,
    market: Annotated[
        str | None,
        typer.Option(metavar="XX", help="The market of the whole file, such as DE."),
    ] = None,
    encoding: Encoding = None,
    date_order: Annotated[
        DateOrder | None,
        typer.Option(help="Which comes first in 05/03/2025: day (dmy) or month (mdy)."),
    ] = None,
    mask: Annotated[
        bool,
        typer.Option(
            "--mask-personal-data", help="Mask e-mail addresses, phone numbers and names."
        ),
    ] = False,
    keep: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Keep this column with each review, to compare groups by; may be repeated.",
        ),
    ] = None,
    origin: Annotated[
        bool,
        typer.Option(
            "--origin/--no-origin",
            help="Keep where the reviewer comes from, where a column says so.",
        ),
    ] = True,
    as_json: Json = False,
) -> None:
    """Read exports (CSV, TSV, XLSX, JSON lines, Parquet, also in gzip or zip) into the database.

    Every row is accounted for: read = kept + rejected + duplicates. A file given
    again adds nothing.
    """
    from sentiment.workflows.importing import import_file
    from sentiment.workflows.opening import open_store

    options = ReadingOptions(
        profile=profile,
        mapping=_parse_mapping(mapping or []),
        market=market,
        encoding=encoding,
        date_order=date_order.value if date_order else None,
        mask_personal_data=mask,
        keep=tuple(dict.fromkeys(keep or ())),
        keep_origin=origin,
    )
    database = open_store(db)
    entries: list[dict[str, Any]] = []
    failures: list[PolytoneError] = []
    for path in files:
        try:
            with shown_progress() as progress:
                reports = import_file(database, path, options=options, progress=progress)
        except PolytoneError as error:
            failures.append(error)
            entries.append(_failed_entry(path, error))
            where = "" if path.name in str(error) else f"{path.name}: "
            say(f"polytone: {where}{error}")
            continue
        entries.extend(_entry(report) for report in reports)
        for report in reports:
            _explain(report)
    if as_json:
        print_json({"files": entries})
    else:
        columns = ("file", "profile", "encoding", "read", "kept", "rejected", "duplicates")
        print_table(columns, [[entry.get(name, "") for name in columns] for entry in entries])
    if failures:
        raise typer.Exit(2 if all(isinstance(f, UsageError) for f in failures) else 1)


def score(db: Database = None, model: Model = None, as_json: Json = False) -> None:
    """Score what is not scored yet. Stop it at any time: it goes on where it was."""
    from sentiment.workflows.opening import open_store
    from sentiment.workflows.scoring import score as run

    database = open_store(db, must_exist=True)
    with shown_progress() as progress:
        report = run(database, model=model, progress=progress)
    if as_json:
        print_json(
            {
                "model": report.model_id,
                "identified": report.identified,
                "scored": report.scored,
                "left": report.left,
                "seconds": round(report.seconds, 2),
            }
        )
    else:
        say(
            f"{report.scored:,} texts scored with {report.model_id} in {report.seconds:.0f} s, "
            f"{report.left:,} left; the language of {report.identified:,} reviews identified."
        )


def predict(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The file to score; '-' reads standard input.")
    ],
    text_column: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The column with the text, instead of finding it."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A .csv or .parquet file; else CSV to standard output."),
    ] = None,
    model: Model = None,
    encoding: Encoding = None,
) -> None:
    """Score a file without a database: every row comes out, in its order.

    Added are language, language_confidence, sentiment, p_negative, p_neutral
    and p_positive. Cells that a spreadsheet would execute get an apostrophe.
    """
    from sentiment.workflows.output_files import output_kind
    from sentiment.workflows.predicting import predict_file, write_predictions

    if output is not None:
        output_kind(output)  # what cannot be written is said before the work, not after it
    with tempfile.TemporaryDirectory(prefix="polytone-") as folder:
        path = file
        if str(file) == "-":
            path = Path(folder) / "standard-input"
            path.write_bytes(sys.stdin.buffer.read())
        with shown_progress() as progress:
            predicted = predict_file(
                path, text_column=text_column, model=model, encoding=encoding, progress=progress
            )
    for note in predicted.notes:
        say(note)
    write_predictions(predicted, output=output)


def _parse_mapping(pairs: list[str]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for pair in pairs:
        name, separator, heading = pair.partition("=")
        if not separator or not heading or name not in FIELDS:
            raise UsageError(
                f"'--map {pair}' is not FIELD=HEADING.",
                hint=f"FIELD is one of: {', '.join(FIELDS)}.",
            )
        if mapping.setdefault(name, heading) != heading:
            raise UsageError(
                f"--map names two headings for '{name}': '{mapping[name]}' and '{heading}'.",
                hint="A field has one column.",
            )
    return mapping


def _entry(report: ImportReport) -> dict[str, Any]:
    scale = report.rating_scale
    return {
        "file": report.file,
        "profile": report.profile,
        "encoding": report.encoding,
        "delimiter": report.delimiter,
        "read": report.read,
        "kept": report.kept,
        "rejected": report.rejected,
        "duplicates": report.duplicates,
        "first_date": report.first_date,
        "last_date": report.last_date,
        "updated": report.updated,
        "without_text": report.without_text,
        "rating_scale": [scale.low, scale.high] if scale else None,
        "market_from": report.market_from,
        "reasons": dict(report.reasons),
        "notes": list(report.notes),
    }


def _failed_entry(path: Path, error: PolytoneError) -> dict[str, Any]:
    """The entry of a file that could not be read, with the keys that all entries have."""
    nothing = ImportReport(
        path.name, profile="", encoding=None, delimiter=None, read=0, kept=0, rejected=0,
        duplicates=0,
    )  # fmt: skip
    return {**_entry(nothing), "profile": None, "error": str(error)}


def _explain(report: ImportReport) -> None:
    if scale := report.rating_scale:
        say(f"{report.file}: ratings from {scale.low:g} to {scale.high:g}")
    for note in report.notes:
        say(f"{report.file}: {note}")
    for reason, count in report.reasons.items():
        say(f"{report.file}: {count:,} rejected: {reason}")
