"""Ask the database: summary, export."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sentiment.cli.options import Database, Json
from sentiment.cli.terminal import print_json, print_table, say
from sentiment.records import GROUPINGS, Filters
from sentiment.storage.kept_columns import COLUMN

if TYPE_CHECKING:
    from sentiment.records import Interval
    from sentiment.workflows.summarising import GroupSummary


class Sentiment(StrEnum):
    """The classes of the model."""

    negative = "negative"
    neutral = "neutral"
    positive = "positive"


_Many = list[str] | None
_DAY = ["%Y-%m-%d"]


def summary(
    by: Annotated[
        str,
        typer.Option(
            metavar="|".join((*GROUPINGS, "column:NAME")),
            help="What to group by; column:NAME is a column kept with: ingest --keep NAME.",
        ),
    ],
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Sentiment by group: shares with their 95 % intervals and the number of reviews."""
    from sentiment.workflows.opening import open_store
    from sentiment.workflows.summarising import check_grouping, summarise

    check_grouping(by)
    groups = summarise(open_store(db, must_exist=True), by=by)
    if as_json:
        print_json({"by": by, "groups": [_entry(group) for group in groups]})
        return
    print_table(
        (by.removeprefix(COLUMN), "reviews", "scored", "negative (95 %)", "net (95 %)", "stars"),
        [
            (
                group.group or "(not known)",
                group.counts.reviews,
                group.counts.scored,
                _percent(group.negative_share),
                _percent(group.net),
                "" if group.mean_stars is None else f"{group.mean_stars:.2f}",
            )
            for group in groups
        ],
    )
    small = sum(1 for group in groups if 0 < group.counts.scored < 30)
    if small:
        say(f"{small} of the groups are small (fewer than 30 scored reviews).")


def export(
    output: Annotated[Path, typer.Option(metavar="FILE", help="A .csv or .parquet file to write.")],
    db: Database = None,
    text: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Only reviews that contain this text.")
    ] = None,
    language: Annotated[
        _Many, typer.Option(metavar="LANGUAGE", help="Only this language; may be repeated.")
    ] = None,
    market: Annotated[
        _Many, typer.Option(metavar="XX", help="Only this market; may be repeated.")
    ] = None,
    product: Annotated[
        _Many, typer.Option(metavar="NAME", help="Only this product; may be repeated.")
    ] = None,
    source: Annotated[
        _Many, typer.Option(metavar="NAME", help="Only this source; may be repeated.")
    ] = None,
    stars: Annotated[
        list[int] | None,
        typer.Option(metavar="1-5", min=1, max=5, help="Only these stars; may be repeated."),
    ] = None,
    sentiment: Annotated[
        list[Sentiment] | None,
        typer.Option(metavar="|".join(Sentiment), help="Only this sentiment; may be repeated."),
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(formats=_DAY, metavar="DAY", help="The first day, as 2026-01-31."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(formats=_DAY, metavar="DAY", help="The last day, as 2026-01-31."),
    ] = None,
    disagree: Annotated[
        bool,
        typer.Option("--disagree", help="Only reviews whose stars and text contradict each other."),
    ] = False,
) -> None:
    """Write reviews with their scores to a file; CSV is safe to open in a spreadsheet."""
    from sentiment.workflows.exporting import export_file
    from sentiment.workflows.opening import open_store
    from sentiment.workflows.output_files import output_kind

    filters = Filters(
        text=text,
        languages=tuple(language or ()),
        markets=tuple(market or ()),
        products=tuple(product or ()),
        sources=tuple(source or ()),
        stars=tuple(stars or ()),
        sentiments=tuple(str(value) for value in sentiment or ()),
        since=since.date() if since else None,
        until=until.date() if until else None,
        disagree=disagree,
    )
    output_kind(output)
    rows = export_file(open_store(db, must_exist=True), output=output, filters=filters)
    say(f"{rows:,} reviews written to {output}.")


def _entry(group: GroupSummary) -> dict[str, Any]:
    counts = group.counts
    entry: dict[str, Any] = {
        "group": group.group,
        "reviews": counts.reviews,
        "scored": counts.scored,
        "negative": counts.negative,
        "neutral": counts.neutral,
        "positive": counts.positive,
        "mean_stars": None if group.mean_stars is None else round(group.mean_stars, 3),
    }
    for name in ("negative_share", "positive_share", "net"):
        interval: Interval | None = getattr(group, name)
        for part in ("value", "low", "high"):
            key = name if part == "value" else f"{name}_{part}"
            entry[key] = None if interval is None else round(getattr(interval, part), 4)
    return entry


def _percent(interval: Interval | None) -> str:
    if interval is None:
        return ""
    return f"{interval.value:.0%} ({interval.low:.0%} to {interval.high:.0%})"
