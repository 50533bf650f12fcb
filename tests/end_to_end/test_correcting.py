"""A modeler's way: from the cell of the confusion table to a corrected review."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.end_to_end.looking import looking, no_errors, sees, settled

# The middle of the first cell of the third row, in parts of the drawn grid.
_LEFT, _BOTTOM = 1 / 6, 5 / 6


def test_from_a_cell_to_a_corrected_review(browser: Browser, filled_server: str) -> None:
    with looking(browser, f"{filled_server}/confusion") as page:
        sees(page, "The model is right on")
        settled(page)
        grid = page.locator(".js-plotly-plot .nsewdrag").first.bounding_box()
        assert grid is not None
        page.mouse.click(grid["x"] + _LEFT * grid["width"], grid["y"] + _BOTTOM * grid["height"])
        page.wait_for_url("**cell=positive*negative**")
        sees(page, "most confident first")
        no_errors(page)

        page.get_by_text("Which words decided?").first.click()
        sees(page, "What leaving a word out does")

        page.get_by_label("Your name, kept with your answers").fill("Ana")
        page.keyboard.press("Enter")
        settled(page)
        page.locator("[class*='st-key-answer-'][class*='-negative'] button").first.click()
        sees(page, "is negative, says Ana")
        sees(page, "1 by people's answers")
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("1 by people's answers")).to_have_count(0)
        no_errors(page)
