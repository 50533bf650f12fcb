"""What an export looks like: profiles, and recognising one by its headings.

A profile says which heading holds which field, how ratings and dates read and
where the market comes from. Headings are compared by :func:`heading_key`, so
that case, accents, punctuation, spaces and order do not matter.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sentiment.records import DateOrder, RatingScale, SavedProfile


_LONGEST = 200  # characters of a heading that are compared; a cell may hold megabytes


@dataclass(frozen=True)
class Rejection:
    """Rows to refuse: those with one of ``values`` under ``heading``."""

    heading: str
    values: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Profile:
    """One known kind of export.

    ``fields`` is field → headings, the preferred first. A file is recognised
    where every group of ``signature`` is met by one of its headings; with
    ``only`` set, the file may hold no heading beyond the profile's own.
    ``others`` are further headings of the format, which help to tell formats
    apart. ``private`` headings (addresses of people) are never stored.
    ``origin`` are headings that say where the reviewer comes from, besides those that do in
    any file.
    ``patterns`` (field → regular expression with a group ``value``) take a
    field's value out of its cell. ``empty_texts`` are texts that stand for
    "nothing was written". ``domain`` is what the reviews are about: "app", "travel",
    "shop", "place" or "".
    """

    name: str
    title: str
    fields: Mapping[str, tuple[str, ...]]
    signature: tuple[tuple[str, ...], ...]
    only: bool = False
    others: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    rating_scale: RatingScale | None = None
    date_order: DateOrder | None = None
    market_in_date: bool = False
    language_names_market: bool = True
    origin: tuple[str, ...] = ()
    patterns: Mapping[str, str] = field(default_factory=dict)
    empty_texts: tuple[str, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    domain: str = ""


def heading_key(heading: str) -> str:
    """The part of a heading that has to agree: its letters and digits.

    >>> heading_key("Review_ID"), heading_key(" reviewId "), heading_key("Data do comentário")
    ('reviewid', 'reviewid', 'datadocomentario')
    """
    return _key(heading[:_LONGEST])


def headings_by_key(headings: Iterable[str]) -> dict[str, str]:
    """Key → heading as the file writes it, the first of several alike."""
    found: dict[str, str] = {}
    for heading in headings:
        found.setdefault(heading_key(heading), heading)
    return found


def matches(profile: Profile, headings: Sequence[str]) -> bool:
    """Whether the headings are those of the profile."""
    keys = {heading_key(heading) for heading in headings}
    if profile.only and not keys <= _known_keys(profile) | _index_keys():
        return False
    return all(any(heading_key(h) in keys for h in group) for group in profile.signature)


def best_profile(profiles: Iterable[Profile], headings: Sequence[str]) -> Profile | None:
    """The matching profile that knows most of the headings; None where none matches."""
    keys = {heading_key(heading) for heading in headings}
    matching = [profile for profile in profiles if matches(profile, headings)]
    return max(matching, key=lambda p: len(keys & _known_keys(p)), default=None)


def map_headings(
    profile: Profile, headings: Sequence[str], *, empty: frozenset[str] = frozenset()
) -> dict[str, str]:
    """Field → heading of the file. A heading in ``empty`` is taken only where nothing better is."""
    present = headings_by_key(headings)
    mapping: dict[str, str] = {}
    for name, aliases in profile.fields.items():
        candidates = [present[key] for key in map(heading_key, aliases) if key in present]
        if candidates:
            filled = [heading for heading in candidates if heading not in empty]
            mapping[name] = (filled or candidates)[0]
    return mapping


def best_saved_profile(
    profiles: Iterable[SavedProfile], headings: Sequence[str], *, exactly: bool
) -> SavedProfile | None:
    """The saved profile for these headings.

    ``exactly``: the same set of headings. Otherwise every heading it maps must
    be there, and at least four in five of the headings it was saved with.
    """
    keys = {heading_key(heading) for heading in headings}
    best: tuple[int, SavedProfile] | None = None
    for profile in profiles:
        saved = {heading_key(heading) for heading in profile.headings}
        mapped = {heading_key(heading) for heading in profile.mapping.values()}
        if not mapped or not mapped <= keys or (exactly and saved != keys):
            continue
        shared = len(saved & keys)
        if shared * 5 >= len(saved) * 4 and (best is None or shared > best[0]):
            best = (shared, profile)
    return best[1] if best else None


def _known_keys(profile: Profile) -> set[str]:
    named = [h for aliases in profile.fields.values() for h in aliases]
    named += [h for group in profile.signature for h in group]
    return {heading_key(h) for h in (*named, *profile.others, *profile.private)}


def _index_keys() -> set[str]:
    """Keys of the index column that data frames write as their first."""
    return {"", "index", "column1", "unnamed0"}


@lru_cache(maxsize=16384)
def _key(heading: str) -> str:
    decomposed = unicodedata.normalize("NFKD", heading.casefold().replace("ı", "i"))
    return "".join(c for c in decomposed if c.isalnum() or unicodedata.category(c) == "Mc")
