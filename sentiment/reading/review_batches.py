"""Reviews in batches: texts are read while the batch before them is being stored.

What a whole column decides (the order of dates, the scale of ratings, the market) is
decided before. What is left is the largest part of the work and needs one row at a
time only: texts cleaned and joined, rows refused. It is done a batch of rows ahead of
whoever takes them, so that neither waits for the other and the memory of one batch
serves the next.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sentiment.reading.pace import Pace
from sentiment.reading.personal_data import mask_texts
from sentiment.reading.rejecting import refusals, rejected_rows
from sentiment.reading.texts import join_texts, read_texts
from sentiment.reading.threads import map_ahead
from sentiment.reading.translations import split_translations
from sentiment.records import review_schema, silent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from sentiment.reading.profiles import Profile
    from sentiment.reading.ratings import Ratings
    from sentiment.reading.raw_tables import RawTable
    from sentiment.records import Progress

BATCH_ROWS = 122_880
"""Rows of a batch: as many as DuckDB keeps together, which it then stores without a copy."""
_SLICE = 1 << 14
TEXT_FIELDS = {"title": "title", "text": "body", "liked": "liked", "disliked": "disliked"}


@dataclass(frozen=True)
class _Part:
    """Some rows of the table: the raw ones, the columns that are read, their ratings."""

    raw: RawTable
    columns: Mapping[str, pa.Array]
    ratings: Ratings


@dataclass
class ReviewBatches:
    """The reviews of a raw table, to be gone through once, and what was left out of them.

    ``text_columns`` is field → raw column; ``columns`` are the columns of the record that
    are read already. ``rejected`` (tables of refused rows) and ``split`` (texts that stood
    beside a translation) are complete when the batches have been gone through.
    """

    profile: Profile | None
    text_columns: Mapping[str, str]
    mask: bool
    progress: Progress = silent
    rejected: list[pa.Table] = field(default_factory=list)
    split: int = 0

    def read(
        self, raw: RawTable, columns: Mapping[str, pa.Array], *, ratings: Ratings
    ) -> Iterator[pa.RecordBatch]:
        """The batches, in the order of the rows."""
        parts = [
            _Part(
                replace(raw, rows=raw.rows.slice(begin, BATCH_ROWS)),
                {name: column.slice(begin, BATCH_ROWS) for name, column in columns.items()},
                ratings.slice(begin, BATCH_ROWS),
            )
            for begin in range(0, raw.rows.num_rows, BATCH_ROWS)
        ]
        return self._batches(parts, Pace(self.progress, stage="storing", total=raw.read))

    def _batches(self, parts: list[_Part], pace: Pace) -> Iterator[pa.RecordBatch]:
        parts.reverse()
        waiting = (parts.pop() for _ in range(len(parts)))  # so that a read part can be freed
        for batch, rejected, split in map_ahead(self._read_part, waiting):
            self.split += split
            if rejected is not None:
                self.rejected.append(rejected)
            yield batch
            pace.advance(batch.num_rows + (0 if rejected is None else rejected.num_rows))

    def _read_part(self, part: _Part) -> tuple[pa.RecordBatch, pa.Table | None, int]:
        import pyarrow as pa
        import pyarrow.compute as pc

        schema = review_schema()
        texts = self._read_texts(part.raw.rows)
        columns = {**part.columns, **texts}
        batch = pa.RecordBatch.from_arrays([columns[name] for name in schema.names], schema=schema)
        split = batch.num_rows - texts["translation"].null_count
        reasons = refusals(
            part.raw,
            self.profile,
            texts=texts["text"],
            ratings=part.ratings,
            text_columns=[raw for name, raw in self.text_columns.items() if name != "title"],
        )
        if reasons.null_count == len(reasons):
            return batch, None, split
        refused = rejected_rows(part.raw, reasons, profile=self.profile)
        return batch.filter(pc.is_null(reasons)), refused, split

    def _read_texts(self, rows: pa.Table) -> dict[str, pa.Array]:
        import pyarrow as pa

        names = (*TEXT_FIELDS.values(), "translation", "text")
        if not self.text_columns or not rows.num_rows:
            return dict.fromkeys(names, pa.nulls(rows.num_rows, pa.string()))
        # In slices that stay in the processor's cache.
        given = pa.table({name: rows.column(raw) for name, raw in self.text_columns.items()})
        pieces = [self._read_slice(cells) for cells in given.to_batches(max_chunksize=_SLICE)]
        return {name: pa.concat_arrays([piece[name] for piece in pieces]) for name in names}

    def _read_slice(self, cells: pa.RecordBatch) -> dict[str, pa.Array]:
        import pyarrow as pa

        nothing = pa.nulls(cells.num_rows, pa.string())
        empty = self.profile.empty_texts if self.profile else ()
        texts = dict.fromkeys(TEXT_FIELDS.values(), nothing)
        for name in self.text_columns:
            texts[TEXT_FIELDS[name]] = read_texts(cells.column(name), empty=empty)
        texts["body"], texts["translation"] = split_translations(texts["body"])
        if self.mask:
            texts = {name: mask_texts(text) for name, text in texts.items()}
        texts["text"] = join_texts([texts[name] for name in TEXT_FIELDS.values()])
        return texts
