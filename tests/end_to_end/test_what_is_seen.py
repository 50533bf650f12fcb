"""What a person sees on a filled database: words as written, links, sizes, themes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end.exports import ARABIC, BAD_GERMAN_REVIEWS, HOSTILE, JAPANESE, THAI
from tests.end_to_end.looking import DESKTOP, PHONE, looking, no_errors, sees, settled

PAGES = ("", "trends", "explore", "upload")


def count_line(page: Page) -> str:
    return page.get_by_text(re.compile("reviews?, showing")).first.inner_text()


def test_reviews_read_as_they_were_written(browser: Browser, filled_server: str) -> None:
    with looking(browser, f"{filled_server}/explore?market=US") as page:
        sees(page, HOSTILE)
        expect(page).not_to_have_title("taken over")
        expect(page.locator(".pt-review script, .pt-review a, .pt-review b")).to_have_count(0)


@pytest.mark.parametrize(
    ("market", "text", "direction"),
    [("SA", ARABIC, "rtl"), ("JP", JAPANESE, "ltr"), ("TH", THAI, "ltr")],
    ids=["Arabic", "Japanese", "Thai"],
)
def test_every_script_is_drawn_in_its_direction(
    browser: Browser, filled_server: str, market: str, text: str, direction: str
) -> None:
    with looking(browser, f"{filled_server}/explore?market={market}") as page:
        review = page.locator(".pt-text").filter(has_text=text).first
        expect(review).to_be_visible()
        expect(review).to_have_css("direction", direction)
        assert not _has_boxes(page, text), "a font for this script is missing"


def test_a_link_opens_the_same_view_in_a_new_session(browser: Browser, filled_server: str) -> None:
    with looking(browser, f"{filled_server}/explore") as page:
        page.get_by_role("combobox", name="Market").click()
        page.get_by_role("option", name="Germany (DE)").click()
        page.keyboard.press("Escape")
        sees(page, "Only market Germany (DE)")
        page.get_by_role("button", name="1 ★").click()
        sees(page, "1 star")
        settled(page)
        link, counted = page.url, count_line(page)
    assert "market=DE" in link
    with looking(browser, link) as page:
        sees(page, "Only market Germany (DE) · 1 star")
        assert count_line(page) == counted
        assert counted.startswith(f"{BAD_GERMAN_REVIEWS} reviews")


def test_numbers_and_dates_follow_the_browser(browser: Browser, filled_server: str) -> None:
    address = f"{filled_server}/explore?market=DE&order=oldest"
    with looking(browser, address, locale="de-DE") as page:
        sees(page, "02.07.2025")
    with looking(browser, address, locale="en-US") as page:
        sees(page, "Jul 2, 2025")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_pages_fit_the_screen_in_both_themes(
    browser: Browser, filled_server: str, path: str, scheme: str, size: dict[str, int]
) -> None:
    with looking(browser, f"{filled_server}/{path}", size=size, scheme=scheme) as page:
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        no_errors(page)
        main = page.get_by_test_id("stMain")
        wide = main.evaluate("area => area.scrollWidth - area.clientWidth")
        assert wide <= 0, f"the page is {wide} pixels too wide"
        background = page.get_by_test_id("stApp").evaluate(
            "a => getComputedStyle(a).backgroundColor"
        )
        brightness = sum(int(part) for part in re.findall(r"\d+", background)[:3]) / 3
        assert (brightness > 128) is (scheme == "light")


def test_a_page_that_is_not_there_is_said_to_be_missing(
    browser: Browser, filled_server: str
) -> None:
    with looking(browser, f"{filled_server}/nowhere") as page:
        sees(page, "Page not found")


def _has_boxes(page: Page, text: str) -> bool:
    """Whether some letters are drawn like a code point that no font has."""
    return page.evaluate(
        """text => {
            const pen = document.createElement("canvas").getContext("2d");
            const drawn = letter => {
                pen.canvas.width = pen.canvas.height = 40;
                pen.font = "24px sans-serif";
                pen.fillText(letter, 4, 30);
                return pen.canvas.toDataURL();
            };
            const box = drawn("\\u{10FFFE}");
            return [...text].some(letter => /\\p{L}/u.test(letter) && drawn(letter) === box);
        }""",
        text,
    )
