"""Figures and lists as they stand inside an English sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def points(difference: float) -> str:
    """A difference of shares in points, without a sign.

    >>> points(-0.07), points(0.01), points(0.004)
    ('7 points', '1 point', '0.4 points')
    """
    value = abs(100 * difference)
    text = f"{value:.1f}" if value < 0.95 else f"{value:.0f}"
    text = "0" if text == "0.0" else text
    return f"{text} point{'' if text == '1' else 's'}"


def decimal(value: float, *, digits: int = 0) -> str:
    """A number with a true minus sign, and none before what is rounded to nothing.

    >>> decimal(-3.4), decimal(-0.004, digits=2), decimal(0.125, digits=2)
    ('−3', '0.00', '0.12')
    """
    return f"{round(value, digits) + 0.0:.{digits}f}".replace("-", "−")


def counted(number: int, noun: str) -> str:
    """So many of something.

    >>> counted(1, "review"), counted(1200, "review")
    ('1 review', '1,200 reviews')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def joined(names: Iterable[str]) -> str:
    """Names one after the other.

    >>> joined(["a", "b", "c"]), joined(["a"])
    ('a, b and c', 'a')
    """
    listed = list(names)
    return " and ".join(filter(None, [", ".join(listed[:-1]), *listed[-1:]]))


def capitalised(words: str) -> str:
    """Words as they begin a sentence; all after the first letter stays as it is.

    >>> capitalised("reviews in Thai")
    'Reviews in Thai'
    """
    return words[:1].upper() + words[1:]
