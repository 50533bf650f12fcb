"""A title that its text repeats is found in every script, and no other is."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from sentiment.reading.repeated_titles import without_repetition

LETTERS = st.text(alphabet="aAbBéÉßẞſsSİiıЯяабΑασςКKkDžⱢɫＡａ日本🙂𐐀𐐨.… ", min_size=1, max_size=6)


def left(titles: list[str | None], bodies: list[str | None]) -> list[str | None]:
    kept = without_repetition(pa.array(titles, pa.string()), pa.array(bodies, pa.string()))
    return kept.to_pylist()


def test_titles_cut_out_of_the_text_are_left_out() -> None:
    titles = ["Very good", "ОЧЕНЬ хорошо…", "とても良い", "Émile", "Very", None, "Fine", "Ⱡɫ x"]
    bodies = [
        "very GOOD phone", "Очень хорошо, что", "とても良い商品", "émile est venu", "Good", "x",
        None, "ⱡⱢ X",
    ]  # fmt: skip
    assert left(titles, bodies) == [None, None, None, None, "Very", None, "Fine", None]


def test_nothing_gives_nothing() -> None:
    assert left([], []) == []
    assert left([None], ["text"]) == [None]
    assert left(["title"], [None]) == ["title"]


def test_rows_of_a_slice_are_their_own() -> None:
    titles = pa.array(["x", "Good", None, "No", "y"]).slice(1, 3)
    bodies = pa.array(["x", "good one", "z", "yes", "y"]).slice(1, 3)
    assert without_repetition(titles, bodies).to_pylist() == [None, None, "No"]


@given(st.lists(st.tuples(st.none() | LETTERS, st.none() | LETTERS), max_size=20))
def test_the_quick_look_misses_none(rows: list[tuple[str | None, str | None]]) -> None:
    titles, bodies = [row[0] for row in rows], [row[1] for row in rows]
    for title, body, kept in zip(titles, bodies, left(titles, bodies), strict=True):
        assert kept in (title, None)
        if title is None or body is None or title[:3].lower() != body[:3].lower():
            assert kept == title
        else:
            start = title.rstrip("….").rstrip().casefold()
            assert (kept is None) == body[: len(start)].casefold().startswith(start)
