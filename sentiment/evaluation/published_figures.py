"""What others published on the same test sets, kept in ``published_figures.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE = Path(__file__).with_suffix(".toml")
_REPEATED = 0.02  # identical texts count once with us: so many fewer are still the same set


@dataclass(frozen=True)
class PublishedFigures:
    """Macro-F1 (0..1) of ``model`` by language on the test split of ``source``.

    ``n`` is the number of test texts of each language, ``mean`` that over the languages.
    """

    source: str
    model: str
    citation: str
    n: int
    mean: float
    macro_f1: Mapping[str, float]

    def is_on_as_many(self, n: int) -> bool:
        """Whether ``n`` texts of a language are its whole test set, but for identical ones.

        >>> read_published_figures()[0].is_on_as_many(864)
        True
        >>> read_published_figures()[0].is_on_as_many(200)
        False
        """
        return (1 - _REPEATED) * self.n <= n <= self.n


def read_published_figures(source: str | None = None) -> list[PublishedFigures]:
    """All published figures, or those on the test split of ``source``.

    >>> [figures.model for figures in read_published_figures("umsab_xlmt")]
    ['XLM-R', 'XLM-T']
    """
    with _FILE.open("rb") as file:
        entries = tomllib.load(file)["figures"]
    return [
        PublishedFigures(
            source=entry["source"],
            model=entry["model"],
            citation=entry["citation"],
            n=entry["n"],
            mean=entry["mean"] / 100,
            macro_f1={language: value / 100 for language, value in entry["macro_f1"].items()},
        )
        for entry in entries
        if source in (None, entry["source"])
    ]
