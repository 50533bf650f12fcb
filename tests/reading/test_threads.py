"""Work side by side keeps its order and its errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sentiment.reading.threads import map_ahead, map_side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterator


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


def test_results_come_in_order_while_the_next_ones_are_worked_on() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for item in range(100):
            taken.append(item)
            yield item

    results = map_ahead(lambda item: item * 2, items())
    assert next(results) == 0
    assert len(taken) < 20
    assert list(results) == list(range(2, 200, 2))


def test_an_error_comes_in_the_place_of_its_result() -> None:
    results = map_ahead(lambda item: 1 // item, [1, 0, 1])
    assert next(results) == 1
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_what_nobody_takes_is_left_undone() -> None:
    done: list[int] = []
    results = map_ahead(done.append, range(1000))
    next(results)
    results.close()
    assert len(done) < 20
