"""What a person does and sees in the browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect

# Long enough for a crowded machine; what comes sooner is not waited for.
PATIENCE_MS = 120_000
SCORING_PATIENCE_MS = 900_000
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@contextmanager
def looking(
    browser: Browser,
    address: str,
    *,
    size: dict[str, int] = DESKTOP,
    scheme: str = "light",
    locale: str = "en-US",
) -> Iterator[Page]:
    """A page in a new session; it must neither fail nor ask any other machine for anything."""
    context = browser.new_context(viewport=size, color_scheme=scheme, locale=locale)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    mistakes: list[str] = []
    elsewhere: list[str] = []
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    page.on(
        "request",
        lambda request: (
            elsewhere.append(request.url)
            if request.url.startswith(("http:", "https:", "ws:", "wss:"))
            and "//127.0.0.1:" not in request.url
            else None
        ),
    )
    page.goto(address)
    settled(page)
    try:
        yield page
        assert mistakes == []
        assert elsewhere == [], "the app asked another machine"
    finally:
        context.close()


def settled(page: Page) -> None:
    """Wait until the page has been drawn to its end."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def go_to(page: Page, name: str) -> None:
    """Use the navigation at the top."""
    page.get_by_test_id("stTopNavLink").filter(has_text=name).click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    settled(page)


def sees(page: Page, text: str, *, patience_ms: int = PATIENCE_MS) -> None:
    """The text stands somewhere in the sight of a person."""
    shown = page.get_by_text(text).filter(visible=True).first
    expect(shown).to_be_visible(timeout=patience_ms)


def no_errors(page: Page) -> None:
    """Neither an error message nor a traceback is on the page."""
    expect(page.get_by_test_id("stAlertContentError")).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)
