"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
