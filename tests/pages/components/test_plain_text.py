from __future__ import annotations

import pytest

from pages.components.plain_text import literal, shortened


@pytest.mark.parametrize(
    "text", ["**b**", "_i_", "$x$", ":smile:", ":red[x]", "[a](b)", "<b>", "`c`", "# h", "~~s~~"]
)
def test_every_mark_is_escaped(text: str) -> None:
    escaped = literal(text)
    assert escaped.replace("\\", "") == text
    marks = [place for place, char in enumerate(escaped) if char in "*_$:[]()<>`#~"]
    assert all(escaped[place - 1] == "\\" for place in marks)


def test_letters_of_every_script_stay_as_they_are() -> None:
    assert literal("Größe サイズ حجم 😀") == "Größe サイズ حجم 😀"


def test_line_breaks_cannot_begin_a_heading() -> None:
    assert "\n" not in literal("one\n# two")


def test_shortened_keeps_short_texts() -> None:
    assert shortened("  a \n b ") == "a b"
    assert len(shortened("x" * 100, to=20)) == 20
