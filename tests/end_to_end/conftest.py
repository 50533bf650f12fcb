"""A server of one's own on a database of one's own, and a browser to look through."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from sentiment.records import ReadingOptions
from sentiment.workflows.importing import import_file
from sentiment.workflows.opening import open_store
from sentiment.workflows.scoring import score
from tests.end_to_end.exports import MARKETS, write_exports
from tests.end_to_end.looking import PATIENCE_MS

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 180
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; without one these tests fail, for nobody would look at the pages."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail(
            "The end-to-end tests look at the pages through Chromium, and there is none. "
            "Install it: apt-get install chromium fonts-noto-cjk fonts-noto-core "
            "fonts-thai-tlwg fonts-noto-color-emoji"
        )
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=list(BROWSER_OPTIONS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three exports in three real formats."""
    return write_exports(tmp_path_factory.mktemp("exports"))


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[str]:
    """The address of an app whose database is empty."""
    with _serving(tmp_path / "empty.duckdb") as address:
        yield address


@pytest.fixture
def unscored_server(exports: list[Path], tmp_path: Path) -> Iterator[str]:
    """The address of an app that has one export stored, of which nothing is scored."""
    path = tmp_path / "unscored.duckdb"
    with open_store(path) as database:
        import_file(database, exports[0], options=ReadingOptions(market=MARKETS[0]))
    with _serving(path) as address:
        yield address


@pytest.fixture(scope="session")
def filled_server(exports: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an app that has the exports stored and scored by the embedded model."""
    path = tmp_path_factory.mktemp("filled") / "filled.duckdb"
    with open_store(path) as database:
        for export, market in zip(exports, MARKETS, strict=True):
            import_file(database, export, options=ReadingOptions(market=market))
        score(database)
    with _serving(path) as address:
        yield address


@contextmanager
def _serving(database: Path) -> Iterator[str]:
    """Run the app as people do; it is ready when it says its address."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    options = ["--server.port", str(port), "--server.headless", "true"]
    server = subprocess.Popen(
        [*command, *options, "--server.address", "127.0.0.1"],
        cwd=ROOT,
        env=os.environ | {"POLYTONE_DB": str(database), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    # A server that never gets ready is ended, and with it the reading of its output.
    guard = threading.Timer(START_SECONDS, server.kill)
    guard.start()
    said = []
    reader = None
    try:
        for line in server.stdout:
            said.append(line)
            if "URL:" in line:
                break
        else:
            pytest.fail("The app did not start:\n" + "".join(said))
        guard.cancel()
        # Its output is read on, or a full pipe would stop it.
        reader = threading.Thread(target=server.stdout.read)
        reader.start()
        yield f"http://127.0.0.1:{port}"
    finally:
        guard.cancel()
        server.terminate()
        server.wait()
        if reader is not None:
            reader.join()
        server.stdout.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
