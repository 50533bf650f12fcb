"""How a model calls the true classes of texts from many sources, by language.

Measured by :mod:`sentiment.training.confusion_measuring` on test splits and on sources that the
model never saw, and kept beside the model's weights: where nobody has labelled anything, this is
all that is known of its errors. Only counts are kept, no texts.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sentiment.models.stated_figures import read_stated_figures

if TYPE_CHECKING:
    from pathlib import Path

CONFUSION_FILE = "confusion.json"
FORMAT = "polytone-confusion-1"
CLASSES = 3
# Of sources left out, so many must have been corrected, and so many of their 95 % intervals
# must have held the truth, before others are corrected so.
FEWEST_ANSWERED = 5
LEAST_COVERED = 0.9

Table = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class SourceConfusion:
    """The counts of one source in one language: rows the truth, columns the calls.

    ``unseen`` tells that the model was not trained on the source.
    """

    source: str
    language: str
    unseen: bool
    table: Table

    @property
    def texts(self) -> int:
        """How many texts were counted."""
        return sum(map(sum, self.table))


@dataclass(frozen=True)
class StatedConfusion:
    """What was measured of ``model_id``: its calls on ``sources``, and how alike these are.

    ``language_spread`` and ``source_spread`` are the concentrations of
    :class:`sentiment.evaluation.transferred_rates.SourceSpread`, by true class. ``tried`` sources
    were each corrected with the others; ``answered`` of them got a number at all, and
    ``covered`` (0..1, None where none got one) of their 95 % intervals held the truth.
    """

    model_id: str
    sources: tuple[SourceConfusion, ...]
    language_spread: tuple[float, ...]
    source_spread: tuple[float, ...]
    tried: int
    answered: int
    covered: float | None

    @property
    def holds(self) -> bool:
        """Whether corrections by the other sources held what they promised, as far as tried."""
        return (
            self.answered >= FEWEST_ANSWERED
            and self.covered is not None
            and self.covered >= LEAST_COVERED
        )

    def of_language(self, language: str) -> tuple[SourceConfusion, ...]:
        """What was measured in one language."""
        return tuple(one for one in self.sources if one.language == language)


def write_confusion(folder: Path, stated: StatedConfusion) -> Path:
    """Write ``confusion.json`` into ``folder``, a line a source, and return its path."""
    content = asdict(stated)
    sources = content.pop("sources")
    head = json.dumps({"format": FORMAT, **content}, indent=1)
    lines = ",\n".join(f"  {json.dumps(source, ensure_ascii=False)}" for source in sources)
    path = folder / CONFUSION_FILE
    path.write_text(f'{head[:-2]},\n "sources": [\n{lines}\n ]\n}}\n', encoding="utf-8")
    return path


def read_confusion(folder: Path) -> StatedConfusion | None:
    """What the packed model in ``folder`` states; None where it states nothing.

    Raises :class:`ModelError` where the file is damaged or of another version.
    """
    return read_stated_figures(folder / CONFUSION_FILE, _confusion, form=FORMAT)


def _confusion(content: dict[str, Any]) -> StatedConfusion:
    sources = tuple(_source(one) for one in content.pop("sources"))
    of_languages, of_sources = (
        tuple(map(float, content.pop(name))) for name in ("language_spread", "source_spread")
    )
    if not len(of_languages) == len(of_sources) == CLASSES:
        raise ValueError("it needs one spread a class")
    return StatedConfusion(
        sources=sources, language_spread=of_languages, source_spread=of_sources, **content
    )


def _source(one: dict[str, Any]) -> SourceConfusion:
    rows = one.pop("table")
    if not isinstance(rows, list) or [len(row) for row in rows] != [CLASSES] * CLASSES:
        raise ValueError(f"a table is not of {CLASSES} rows with {CLASSES} counts")
    table = tuple(tuple(int(count) for count in row) for row in rows)
    return SourceConfusion(**one, table=table)
