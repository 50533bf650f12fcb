"""Render every page once, without a browser: ``python -m pages.components.page_check``.

Exits 0 where all pages rendered on the database that the settings name, else 1
with one line for each page that did not.
"""

from __future__ import annotations

import logging
import sys
import time

from streamlit.testing.v1 import AppTest

from sentiment.settings import app_folder

PAGES = ("overview", "trends", "explore", "confusion", "bias", "benchmark", "upload")
TIMEOUT_SECONDS = 120


def check(page: str) -> list[str]:
    """What went wrong on one page; an empty list where it rendered."""
    app = AppTest.from_file(str(app_folder() / "app.py"), default_timeout=TIMEOUT_SECONDS)
    app.run()
    if page != PAGES[0]:
        app.switch_page(f"pages/{page}.py").run()
    problems = [f"{shown.value} {shown.message}".strip() for shown in app.exception]
    problems += [str(shown.value) for shown in app.error]
    if not (app.title or app.header or app.subheader):
        problems.append("nothing was drawn")
    return problems


def main() -> int:
    """Check all pages; print what each took or why it failed."""
    # Streamlit warns on each page that no browser is there; that is what is wanted here.
    logging.disable(logging.WARNING)
    failed = 0
    for page in PAGES:
        started = time.perf_counter()
        problems = check(page)
        took = time.perf_counter() - started
        print(f"{page}: {'; '.join(problems) or f'rendered in {took:.1f} s'}")
        failed += bool(problems)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
