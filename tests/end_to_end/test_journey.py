"""An analyst's exports in, the market on the manager's screen."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.end_to_end.looking import (
    SCORING_PATIENCE_MS,
    go_to,
    looking,
    no_errors,
    sees,
    settled,
)


def test_from_three_exports_to_the_reviews_of_the_market_that_turned(
    browser: Browser, empty_server: str, exports: list[Path]
) -> None:
    with looking(browser, empty_server) as page:
        sees(page, "No reviews yet")
        page.get_by_role("link", name="Upload an export").click()
        expect(page.get_by_role("heading", name="Upload", level=1)).to_be_visible()

        # What was recognised is shown before anything is stored.
        page.locator("input[type=file]").set_input_files([str(path) for path in exports])
        sees(page, "Nothing is stored yet")
        sees(page, "Recognised as google-play")
        sees(page, "Recognised as trustpilot")
        sees(page, "Recognised as amazon")
        sees(page, "separated by semicolon")
        settled(page)
        no_errors(page)

        # The play store's export knows no market: the analyst says it.
        page.get_by_text("Correct this").first.click()
        settled(page)
        market = page.get_by_label("Market of the whole file").first
        market.click()
        page.keyboard.type("Germany")
        page.get_by_role("option", name="Germany (DE)").click()
        expect(market).to_have_value("Germany (DE)")
        settled(page)
        expect(market).to_have_value("Germany (DE)")

        page.get_by_role("button", name="Import 3 files").click()
        sees(page, "Read 120 rows: 120 kept, 0 refused, 0 known already.")
        sees(page, "Read 80 rows: 78 kept, 2 refused, 0 known already.")
        sees(page, "Read 40 rows: 40 kept, 0 refused, 0 known already.")
        sees(page, "Scoring finished", patience_ms=SCORING_PATIENCE_MS)
        settled(page)
        sees(page, "238 of 238 reviews are scored")

        go_to(page, "Overview")
        sees(page, "Germany (DE)")
        no_errors(page)

        go_to(page, "Trends")
        no_errors(page)
        chart = page.locator(".js-plotly-plot").first
        expect(chart).to_be_visible()
        expect(chart.locator("svg .trace").first).to_be_attached()
        no_errors(page)

        go_to(page, "Explore")
        sees(page, "238 reviews, showing 1 to 25")
        page.get_by_role("button", name="Stars against text").click()
        sees(page, "stars and text disagree")
        no_errors(page)

    # Whoever comes back finds it all there.
    with looking(browser, f"{empty_server}/upload") as page:
        sees(page, "Scoring finished")
        # The table of the imports; the first stands folded inside a report.
        expect(page.get_by_test_id("stDataFrame").last).to_be_visible()


def test_scoring_that_is_started_by_hand_is_followed_to_its_end(
    browser: Browser, unscored_server: str
) -> None:
    with looking(browser, f"{unscored_server}/upload") as page:
        page.get_by_role("button", name="Score what is not scored yet").click()
        sees(page, "Scoring finished", patience_ms=SCORING_PATIENCE_MS)
        sees(page, "120 of 120 reviews are scored")
