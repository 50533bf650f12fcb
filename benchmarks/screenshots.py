"""Photograph every page as a person sees it: ``python benchmarks/screenshots.py --db FILE``.

Starts the app on the database, opens the pages in headless Chromium at 1280 and at
390 pixels in the light and the dark theme, and writes one PNG each to --output.
The README's pictures are those of ``polytone demo`` in the light theme at 1280.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
VIEWS = {
    "overview": "",
    "trends": "trends?span=everything",
    "explore": "explore",
    "confusion": "confusion?cell=positive~negative",
    "bias": "bias?view=Corrected+shares",
    "benchmark": "benchmark",
    "upload": "upload",
}
SIZES = {"1280": (1280, 900), "390": (390, 844)}
PATIENCE_MS = 120_000


@contextmanager
def serving(database: Path):
    """The address of an app on ``database``."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)),
            *("--server.headless", "true", "--server.address", "127.0.0.1"),
        ],
        cwd=ROOT,
        env=os.environ | {"POLYTONE_DB": str(database.resolve()), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        for line in server.stdout:
            if "URL:" in line:
                break
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def settle(page: Page) -> None:
    """Wait until the page says that its script has run and its pictures are drawn."""
    page.wait_for_selector("h1", timeout=PATIENCE_MS)
    page.wait_for_selector(
        '[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=PATIENCE_MS
    )
    page.wait_for_function(
        "!document.querySelector('[data-testid=stSkeleton]')", timeout=PATIENCE_MS
    )
    page.wait_for_load_state("networkidle", timeout=PATIENCE_MS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--db", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "screenshots")
    parser.add_argument("--only", nargs="*", default=list(VIEWS))
    parser.add_argument("--sizes", nargs="*", default=["1280"], choices=list(SIZES))
    parser.add_argument("--themes", nargs="*", default=["light"], choices=["light", "dark"])
    parser.add_argument("--full", action="store_true", help="the whole page, not one screenful")
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    with serving(arguments.db) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for theme in arguments.themes:
            for size in arguments.sizes:
                width, height = SIZES[size]
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme=theme,
                    locale="en-GB",
                )
                for name in arguments.only:
                    page = context.new_page()
                    page.goto(f"{address}/{VIEWS[name]}")
                    settle(page)
                    if arguments.full:
                        _stretch(page, width)
                    path = arguments.output / f"{name}-{size}-{theme}.png"
                    page.screenshot(path=path)
                    print(path, flush=True)
                    page.close()
        browser.close()


def _stretch(page: Page, width: int) -> None:
    """Make the window as high as the page, which scrolls inside its own box."""
    height = page.evaluate(
        "Math.max(...[...document.querySelectorAll('[data-testid=stMain], section')]"
        ".map(s => s.scrollHeight))"
    )
    page.set_viewport_size({"width": width, "height": min(int(height) + 40, 6000)})
    settle(page)


if __name__ == "__main__":
    main()
