"""Findings as a list of sentences."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import page_text


def _drawn() -> None:
    from pages.components.findings_list import findings_list
    from sentiment.evaluation.findings import Finding

    findings_list(
        [
            Finding(
                topic="shares",
                by="market",
                group="JP",
                sentence=f"Gap {place}: 5 % (n = 40; q < 0.001) *not* <b>bold</b>.",
                size=0.1,
                n=40,
                clear=place == 0,
                cause="model",
            )
            for place in range(15)
        ],
        unsaid=["No labels."],
        more_in="elsewhere",
        unsaid_open=True,
    )


def test_sentences_are_literal_and_no_line_ends_inside_a_number() -> None:
    app = AppTest.from_function(_drawn).run()
    words = page_text(app)
    assert not app.exception
    assert "\\*not\\*" in words and "<b>" not in words.replace("\\<", "")
    seen = words.replace("\\", "")
    assert "5\u00a0% (n\u00a0=\u00a040; q\u00a0<\u00a00.001)" in seen


def test_what_is_left_out_is_counted_and_said_where_it_is() -> None:
    app = AppTest.from_function(_drawn).run()
    assert "And 2 more, elsewhere." in page_text(app)
    assert app.expander[1].proto.expanded and not app.expander[0].proto.expanded
