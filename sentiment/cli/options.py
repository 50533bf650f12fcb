"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sentiment.errors import UsageError
from sentiment.records import SENTIMENTS

Database = Annotated[
    Path | None,
    typer.Option(
        "--db",
        metavar="PATH",
        help="The database file. Default: POLYTONE_DB, else polytone.duckdb here.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Answer in JSON on standard output.")]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="ID",
        help="'polytone' (embedded, the default), a model folder or a hub id; see 'models'.",
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The file's encoding, instead of finding it out."),
]
LabelMeans = Annotated[
    list[str] | None,
    typer.Option(
        metavar="LABEL=CLASS",
        help="What a label means: negative, neutral or positive, or none to leave its rows "
        "out; may be repeated.",
    ),
]
Port = Annotated[
    int, typer.Option("--port", metavar="N", min=1, max=65535, help="The port to serve on.")
]
Host = Annotated[
    str,
    typer.Option(
        "--host",
        metavar="NAME",
        help="The name or address of this machine under which others may open the app; "
        "there is no login. Default: only this machine.",
    ),
]


def label_meanings(pairs: list[str]) -> dict[str, str]:
    """Label → class, of what was given as LABEL=CLASS.

    >>> label_meanings(["good=positive"])
    {'good': 'positive'}
    """
    meanings: dict[str, str] = {}
    for pair in pairs:
        label, separator, meaning = pair.rpartition("=")
        if not separator or not label:
            raise UsageError(
                f"'--label-means {pair}' is not LABEL=CLASS.",
                hint=f"CLASS is one of: {', '.join(SENTIMENTS)}, none.",
            )
        meanings[label] = meaning.strip().casefold()
    return meanings
