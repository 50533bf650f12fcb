"""Columns of a file that are kept with its reviews, to compare groups of reviews by.

Any heading that a person names is kept as it is written. Where the reviewer comes from is
found by its heading and kept by itself, under one name whatever the file calls it, so that
exports of several sources can be compared. It is something else than the market, which may
be where the shop or the hotel is; a heading can be both.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from sentiment.errors import UsageError
from sentiment.reading.cells import parse_distinct, trimmed
from sentiment.reading.markets import market_of
from sentiment.reading.personal_data import mask_texts, pseudonyms
from sentiment.reading.profiles import heading_key, headings_by_key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import pyarrow as pa

    from sentiment.reading.profiles import Profile
    from sentiment.reading.raw_tables import RawTable

ORIGIN: Final = "reviewer origin"
LONGEST: Final = 200
"""Characters of a cell, and of a heading, that are kept."""


def find_origin(
    headings: Sequence[str], *, profile: Profile | None = None, empty: Collection[str] = ()
) -> str | None:
    """The heading that says where the reviewer comes from; None where there is none.

    The profile's own headings for it come first; a heading in ``empty`` is none, nor is one
    that the profile never stores.

    >>> find_origin(["Hotel_Name", "Reviewer_Nationality", "Country"])
    'Reviewer_Nationality'
    """
    present = headings_by_key(headings)
    private = {heading_key(heading) for heading in profile.private} if profile else set()
    own = [heading_key(heading) for heading in profile.origin] if profile else []
    for key in (*own, *_origin_keys()):
        if key in present and key not in private and present[key] not in empty:
            return present[key]
    return None


def find_kept(raw: RawTable, keep: Sequence[str], *, profile: Profile | None) -> dict[str, str]:
    """Name under which a column is kept → heading, for the headings that a person named.

    Raises UsageError for a heading that the file does not have, and for one that holds
    people's addresses, which are never stored.
    """
    present = headings_by_key(raw.headings)
    private = {heading_key(heading) for heading in profile.private} if profile else set()
    kept: dict[str, str] = {}
    for named in keep:
        heading = named if named in raw.headings else present.get(heading_key(named))
        if heading is None or not heading.strip():
            raise UsageError(
                f"{raw.file} has no heading '{named}' to keep.",
                hint=f"Its headings: {listed(raw.headings)}.",
            )
        if heading_key(heading) in private:
            raise UsageError(
                f"The column '{heading}' cannot be kept: in exports of "
                f"{profile.title if profile else raw.file} it holds addresses or numbers of "
                "people, which Polytone never stores.",
                hint="Name another column; groups of people are compared, not single ones.",
            )
        kept[heading.strip()[:LONGEST]] = heading
    return kept


def read_kept(
    raw: RawTable,
    kept: Mapping[str, str],
    *,
    origin: str | None,
    author: str | None = None,
    mask: bool = False,
) -> pa.Array:
    """The kept columns of each row as a map of name → cell; null for a row that has none.

    Cells are trimmed and cut at ``LONGEST`` characters, missing ones left out. ``origin`` is
    the heading of the reviewer's origin, of which countries are called by one name; with
    ``mask`` personal data is masked, and the ``author`` gets a pseudonym.
    """
    columns = {}
    for name, heading in kept.items():
        cells = trimmed(_cells(raw, heading))
        columns[name] = pseudonyms(cells) if mask and heading == author else _plain(cells, mask)
    if origin is not None:
        cells = _plain(trimmed(_cells(raw, origin)), mask)
        columns[ORIGIN] = parse_distinct(cells, _country, type=cells.type)
    return _maps(columns, length=raw.rows.num_rows)


def describe_kept(kept: Mapping[str, str], *, origin: str | None) -> str:
    """What is kept, in a sentence; "" for nothing.

    >>> describe_kept({"Device": "Device"}, origin="Nationality")
    "Kept with each review, to compare groups by: 'Device', reviewer origin (from 'Nationality')."
    """
    parts = [f"'{name}'" for name in kept]
    if origin is not None:
        parts.append(f"{ORIGIN} (from '{origin}')")
    return f"{KEPT_NOTE}: {', '.join(parts)}." if parts else ""


KEPT_NOTE: Final = "Kept with each review, to compare groups by"


def listed(headings: Sequence[str], *, most: int = 40) -> str:
    """Headings in a sentence, long ones shortened, many of them counted."""
    shown = ", ".join(h if len(h) <= 60 else h[:59] + "…" for h in headings[:most])
    return shown + (f" and {len(headings) - most} more" if len(headings) > most else "")


def _cells(raw: RawTable, heading: str) -> Any:
    return raw.rows.column(f"c{raw.headings.index(heading)}")


def _plain(cells: pa.Array, mask: bool) -> pa.Array:
    """Masked before it is cut: half an address would not be known for one."""
    import pyarrow.compute as pc

    masked = mask_texts(cells) if mask else cells
    return pc.utf8_trim_whitespace(pc.utf8_slice_codeunits(masked, 0, LONGEST))


def _country(cell: str) -> str:
    """The English name of the country that the cell names, else the cell.

    >>> _country("UK"), _country("Paris, France"), _country("Gotham")
    ('United Kingdom', 'France', 'Gotham')
    """
    from babel import Locale

    code = market_of(cell)
    return str(Locale("en").territories.get(code, cell)) if code else cell


def _maps(columns: Mapping[str, pa.Array], *, length: int) -> pa.Array:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = pa.map_(pa.string(), pa.string())
    if not columns:
        return pa.nulls(length, kind)
    filled = np.stack(
        [pc.is_valid(cells).to_numpy(zero_copy_only=False) for cells in columns.values()], axis=1
    )
    # Row by row, within a row column by column.
    places = np.arange(length)[:, None] + length * np.arange(len(columns))[None, :]
    values = pa.concat_arrays(list(columns.values())).take(pa.array(places[filled]))
    which = np.nonzero(filled)[1]
    names = pa.array(list(columns), pa.string()).take(pa.array(which))
    counts = filled.sum(axis=1)
    ends = np.concatenate([[0], np.cumsum(counts)])
    return pa.MapArray.from_arrays(
        pa.array(ends, pa.int32()), names, values, mask=pa.array(counts == 0)
    )


@cache
def _origin_keys() -> tuple[str, ...]:
    text = (files(__package__) / "origin_headings.toml").read_text(encoding="utf-8")
    return tuple(map(heading_key, tomllib.loads(text)["headings"]))
