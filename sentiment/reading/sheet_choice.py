"""Which sheets of a workbook hold reviews: what stands beside an export is often none.

A sheet of averages by country has ratings, a legend of columns has texts. A sheet is
surely one of reviews where a profile knows it, where a person named its columns, or
where it has texts and beside them stars or dates. Others wait until all sheets are
known: beside a sure one they need its headings, else texts, else stars will do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sentiment.errors import PolytoneError, ReadingError
from sentiment.reading.recognition import GUESSED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sentiment.reading.raw_tables import RawTable
    from sentiment.reading.recognition import Layout
    from sentiment.records import ReadingOptions

_TEXTS = frozenset({"text", "liked", "disliked"})


@dataclass
class SheetChoice:
    """The sheets met so far: headings of the sure ones, and those that wait."""

    _sure: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    _waiting: list[tuple[RawTable, Layout]] = field(default_factory=list)

    def accept(self, raw: RawTable, layout: Layout, *, options: ReadingOptions) -> bool:
        """Whether the sheet surely holds reviews; else it waits."""
        workbook = raw.workbook or raw.file
        with_text = bool(_TEXTS & layout.mapping.keys())
        if (
            layout.name != GUESSED
            or options.mapping
            or (with_text and {"rating", "date"} & layout.mapping.keys())
        ):
            self._sure.setdefault(workbook, []).append(raw.headings)
            return True
        self._waiting.append((raw, layout))
        return False

    def take_waiting(self) -> Iterator[tuple[RawTable, Layout | PolytoneError]]:
        """The sheets that waited, with their layout or with the reason why they hold none."""
        texts = {raw.workbook for raw, layout in self._waiting if _TEXTS & layout.mapping.keys()}
        while self._waiting:
            raw, layout = self._waiting.pop(0)
            sure = self._sure.get(raw.workbook or raw.file)
            if sure is not None:
                accepted = raw.headings in sure
            else:
                accepted = bool(_TEXTS & layout.mapping.keys()) or raw.workbook not in texts
            yield raw, layout if accepted else _unlike(raw, layout)


def _unlike(raw: RawTable, layout: Layout) -> ReadingError:
    named = ", ".join(f"{field}: column '{layout.mapping[field]}'" for field in layout.mapping)
    return ReadingError(
        f"{raw.file}: looks like no table of reviews beside the other sheets (found only {named})."
    )
