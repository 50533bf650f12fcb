from __future__ import annotations

import pyarrow as pa
import pytest

from sentiment.reading.texts import join_texts, plain_text, read_texts


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Tom &amp; Jerry &#128512; &quot;ok&quot;", 'Tom & Jerry 😀 "ok"'),
        ("one<br>two<br />three</p>", "one\ntwo\nthree"),
        ('<p class="x">So <b>good</b></p>', "So good"),
        ("I <3 it, 2 < 3 > 1", "I <3 it, 2 < 3 > 1"),
        ("a & b", "a & b"),
        ("<br>", None),
    ],
)
def test_markup_becomes_text(written: str, plain: str | None) -> None:
    assert plain_text(written) == plain


@pytest.mark.parametrize(
    "written",
    [
        "The <b> tag does not work in the editor",
        'Bold (<strong>) and pictures, "<img>", are ignored.',
        "It ends with </i>",
        "<u> is not supported",
    ],
)
def test_a_tag_that_is_talked_about_stays(written: str) -> None:
    assert plain_text(written) == written


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Good <i>and</i> fast <b> really </b>", "Good and fast  really"),
        ("<p> Very good", "Very good"),
        ("<b>Very good", "Very good"),
        ("See <img src=x> here <img/>", "See  here"),
        ("<a href='x'>link</a> <span class=y> z", "link  z"),
    ],
)
def test_tags_that_are_markup_go(written: str, plain: str) -> None:
    assert plain_text(written) == plain


def test_missing_texts_are_null_and_short_words_stay() -> None:
    column = pa.chunked_array(
        [[" good ", "-", "N/A", "null"], ["", None, "None", "no", "ok&nbsp;"]]
    )
    assert read_texts(column).to_pylist() == [
        "good", None, None, None, None, None, "None", "no", "ok",
    ]  # fmt: skip
    assert read_texts(pa.chunked_array([["No Positive"]]), empty=("No Positive",)).null_count == 1


def test_parts_are_joined_and_titles_not_repeated() -> None:
    titles = pa.array(["Great", "Great", "Great pho…", None, "Great", None, "GREAT"])
    bodies = pa.array(
        ["It works", "Great phone", "Great phone", "Only body", None, None, "great x"]
    )
    assert join_texts([titles, bodies]).to_pylist() == [
        "Great\nIt works",
        "Great phone",
        "Great phone",
        "Only body",
        "Great",
        None,
        "great x",
    ]
