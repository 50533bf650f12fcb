"""Work side by side keeps its order and its errors."""

from __future__ import annotations

import pytest

from sentiment.reading.threads import map_side_by_side


def test_results_are_in_the_order_of_the_items() -> None:
    assert map_side_by_side(lambda item: item * 2, range(100)) == list(range(0, 200, 2))


def test_nothing_to_do_gives_nothing() -> None:
    assert map_side_by_side(len, []) == []


def test_an_error_in_a_thread_is_raised() -> None:
    def fail(item: int) -> int:
        if item == 3:
            raise ValueError("the third")
        return item

    with pytest.raises(ValueError, match="the third"):
        map_side_by_side(fail, range(10))
