"""Work on the pieces of a table side by side; Arrow and NumPy let go of the interpreter."""

from __future__ import annotations

import os
from collections import deque
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

_MOST_THREADS = 8

Item = TypeVar("Item")
Result = TypeVar("Result")
One = TypeVar("One")
Other = TypeVar("Other")


def map_side_by_side(work: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """``work`` done on each item, on as many threads as there are processors.

    The results are in the order of the items; the first error is raised.

    >>> map_side_by_side(len, ["a", "bc"])
    [1, 2]
    """
    from concurrent.futures import ThreadPoolExecutor

    waiting = list(items)
    threads = min(len(waiting), _processors(), _MOST_THREADS)
    if threads < 2:
        return [work(item) for item in waiting]
    with ThreadPoolExecutor(threads, thread_name_prefix="polytone-reading") as pool:
        return list(pool.map(work, waiting))


def map_ahead(work: Callable[[Item], Result], items: Iterable[Item]) -> Generator[Result]:
    """``work`` done on each item on other threads, a few items before its result is taken.

    The results are in the order of the items; an error is raised in the place of its
    result. Items are taken one by one, none long before it is worked on.

    >>> list(map_ahead(len, ["a", "bc"]))
    [1, 2]
    """
    from concurrent.futures import Future, ThreadPoolExecutor

    threads = max(1, min(_processors(), _MOST_THREADS) // 2)
    pool = ThreadPoolExecutor(threads, thread_name_prefix="polytone-reading")
    waiting: deque[Future[Result]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def side_by_side(one: Callable[[], One], other: Callable[[], Other]) -> tuple[One, Other]:
    """What both give, the one worked out here while the other is on a second thread.

    >>> side_by_side(lambda: 1, lambda: "two")
    (1, 'two')
    """
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1, thread_name_prefix="polytone-reading") as pool:
        waiting = pool.submit(other)
        return one(), waiting.result()


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
