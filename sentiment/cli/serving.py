"""Serve the app: app, demo."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from sentiment.cli.options import Database, Host, Port
from sentiment.cli.terminal import say, shown_progress
from sentiment.errors import PolytoneError
from sentiment.settings import app_folder, database_path

DEMO_DATABASE = Path("polytone-demo.duckdb")


def serve(db: Database = None, port: Port = 8501, host: Host = "localhost") -> None:
    """Open the dashboard on http://localhost:PORT."""
    _serve(database_path(db), port, host)


def demo(
    db: Database = None,
    port: Port = 8501,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Load, score and render every page, then end: 0, or what failed."
        ),
    ] = False,
) -> None:
    """Load the sample exports, score them, and open the dashboard on them."""
    if check:
        with tempfile.TemporaryDirectory(prefix="polytone-") as folder:
            path = db or Path(folder) / "demo.duckdb"
            _load_samples(path)
            _check_pages(path)
        return
    path = db or DEMO_DATABASE
    _load_samples(path)
    _serve(path, port, "localhost")


def _load_samples(path: Path) -> None:
    from sentiment.workflows.demo import load_samples
    from sentiment.workflows.opening import open_store

    database = open_store(path)
    try:
        with shown_progress() as progress:
            loaded = load_samples(database, progress=progress)
    finally:
        # The app is a process of its own, and one process at a time may have the file.
        database.close()
    say(
        f"{loaded.read:,} rows in {loaded.files} sample exports: {loaded.kept:,} kept, "
        f"{loaded.rejected:,} rejected, {loaded.duplicates:,} duplicates; "
        f"{loaded.scored:,} texts scored."
    )


def _serve(path: Path, port: int, host: str) -> None:
    if path.exists():
        from sentiment.workflows.opening import open_store

        # What is no database, or is in use, is said here rather than on every page.
        open_store(path).close()
    folder = app_folder()
    say(f"Polytone is on http://{host}:{port} (database {path}); Ctrl-C ends it.")
    # Ended from outside, this process takes the app along, which else would keep the database.
    before = signal.signal(signal.SIGTERM, _end)
    try:
        code = subprocess.call(
            [
                *(sys.executable, "-m", "streamlit", "run", str(folder / "app.py")),
                *("--server.port", str(port), "--server.headless", "true"),
                # Both: without the second, Streamlit asks a machine outside for this one's address.
                *("--server.address", host, "--browser.serverAddress", host),
            ],
            cwd=folder,
            env=os.environ | {"POLYTONE_DB": str(path.resolve())},
        )
    finally:
        signal.signal(signal.SIGTERM, before)
    if code not in (0, -2, 130):
        raise PolytoneError(
            f"The app ended with exit code {code}.",
            hint=f"If port {port} is taken, name another one with --port; "
            f"'{host}' must be a name or an address of this machine.",
        )


def _end(signal_number: int, _frame: object) -> None:
    raise SystemExit(128 + signal_number)


def _check_pages(path: Path) -> None:
    folder = app_folder()
    done = subprocess.run(
        [sys.executable, "-m", "pages.components.page_check"],
        cwd=folder,
        env=os.environ | {"POLYTONE_DB": str(path.resolve()), "STREAMLIT_LOGGER_LEVEL": "error"},
        check=False,
    )
    if done.returncode != 0:
        raise PolytoneError("At least one page did not render.", hint="The reasons stand above.")
    say("Every page rendered.")
