"""What is known of each corpus: where it is from, under which licence, of what kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = "manifest.csv"
_NO_REVIEWS = ("tweet", "social")


@dataclass(frozen=True)
class CorpusRecord:
    """One line of the manifest; texts are as it has them, "" where it says nothing."""

    source: str
    repository: str = ""
    licence: str = ""
    domain: str = ""
    quality: str = ""

    @property
    def is_reviews(self) -> bool:
        """Whether customers or critics judge something: neither tweets nor social media.

        >>> CorpusRecord("a", domain="movie").is_reviews
        True
        >>> CorpusRecord("b", domain="social_product").is_reviews
        False
        """
        return not any(kind in self.domain for kind in _NO_REVIEWS)

    @property
    def is_machine_translated(self) -> bool:
        """Whether its texts were translated by a machine, as its quality note begins with."""
        return self.quality.upper().startswith("MACHINE-TRANSLATED")


def read_corpus_records(corpora: Path) -> dict[str, CorpusRecord]:
    """The records by source, from ``manifest.csv`` in the folder ``corpora`` or above it.

    Empty where there is no manifest.
    """
    import pandas as pd

    for folder in (corpora, corpora.parent):
        path = folder / MANIFEST
        if path.is_file():
            table = pd.read_csv(path, dtype=str, keep_default_na=False)
            fields = ["source", "repository", "licence", "domain", "quality"]
            return {
                row["source"]: CorpusRecord(**{field: row.get(field, "") for field in fields})
                for row in table.to_dict("records")
            }
    return {}
