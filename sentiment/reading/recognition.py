"""Which profile a raw table has, and which of its headings holds which field."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

import sentiment.reading.known_profiles as known
from sentiment.errors import ReadingError, UsageError
from sentiment.reading.guessing import describe_guesses, guess_mapping
from sentiment.reading.kept_columns import find_kept, find_origin, listed
from sentiment.reading.profiles import (
    Profile,
    best_profile,
    best_saved_profile,
    heading_key,
    headings_by_key,
    map_headings,
)
from sentiment.records import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentiment.reading.guessing import Basis
    from sentiment.reading.raw_tables import RawTable
    from sentiment.records import ReadingOptions, SavedProfile

GUESSED = "guessed"
_REVIEWS = frozenset({"text", "liked", "disliked", "rating"})  # a title alone is no review
_ADDED = ("language", "market", "product", "label")  # looked for beside what a known profile maps


@dataclass(frozen=True)
class Layout:
    """How to read a table: ``profile`` or ``saved`` where one was recognised, else a guess.

    ``guessed`` are the fields of the mapping that are guessed, and what by. ``kept`` is name →
    heading of the columns that a person wants kept, ``origin`` the heading that says where
    the reviewer comes from.
    """

    name: str
    mapping: Mapping[str, str]
    profile: Profile | None = None
    saved: SavedProfile | None = None
    missing: tuple[str, ...] = ()
    guessed: Mapping[str, Basis] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    origin: str | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know: the guesses, and headings that a saved profile misses."""
        lost = f"not in this file: {', '.join(self.missing)}" if self.missing else ""
        return tuple(filter(None, (describe_guesses(self.mapping, self.guessed), lost)))


def recognise(
    raw: RawTable, *, options: ReadingOptions, saved_profiles: Sequence[SavedProfile] = ()
) -> Layout:
    """The layout of a raw table: as a person named it, else by its headings, else guessed.

    A saved profile with exactly these headings comes first, then the known
    profiles, then a saved profile whose headings are nearly these, then the guess,
    which can also be asked for as the profile "guessed".

    Raises UsageError for an unknown profile, field or heading and for a column that may not be
    kept, and
    ReadingError where neither a text nor a rating is found.
    """
    if options.profile is None:
        layout = _recognised(raw, saved_profiles)
    else:
        layout = _named(raw, options.profile, saved_profiles)
    if layout is None:
        taken = _mapped(raw, options).values()
        mapping, guessed = guess_mapping(raw.headings, raw.rows, taken=taken)
        layout = Layout(GUESSED, mapping, guessed=guessed)
    layout = _corrected(raw, layout, options)
    if not _REVIEWS & layout.mapping.keys():
        raise _no_review(raw, layout)
    return replace(
        layout,
        kept=find_kept(raw, options.keep, profile=layout.profile),
        origin=find_origin(raw.headings, profile=layout.profile, empty=_empty(raw)),
    )


def _named(raw: RawTable, name: str, saved_profiles: Sequence[SavedProfile]) -> Layout | None:
    if name.casefold() == GUESSED:
        return None
    for saved in saved_profiles:
        if saved.name.casefold() == name.casefold():
            return _saved_layout(raw, saved)
    try:
        profile = known.find_profile(name)
    except UsageError:
        names = dict.fromkeys(p.name for p in known.known_profiles())
        raise known.unknown_profile(name, [*names, *(s.name for s in saved_profiles)]) from None
    return Layout(profile.name, map_headings(profile, raw.headings, empty=_empty(raw)), profile)


def _recognised(raw: RawTable, saved_profiles: Sequence[SavedProfile]) -> Layout | None:
    if saved := best_saved_profile(saved_profiles, raw.headings, exactly=True):
        return _saved_layout(raw, saved)
    if profile := best_profile(known.known_profiles(), raw.headings):
        mapping = map_headings(profile, raw.headings, empty=_empty(raw))
        missing = [name for name in _ADDED if name not in mapping]
        own = {heading_key(h) for h in (*profile.others, *profile.private)}
        taken = {*mapping.values(), *(h for h in raw.headings if heading_key(h) in own)}
        more, guessed = guess_mapping(
            raw.headings, raw.rows, fields=missing, taken=taken, by_values=False
        )
        return Layout(profile.name, {**mapping, **more}, profile, guessed=guessed)
    if saved := best_saved_profile(saved_profiles, raw.headings, exactly=False):
        return _saved_layout(raw, saved)
    return None


def _saved_layout(raw: RawTable, saved: SavedProfile) -> Layout:
    present = headings_by_key(raw.headings)
    keyed = {field: present.get(heading_key(h)) for field, h in saved.mapping.items()}
    mapping = {field: heading for field, heading in keyed.items() if heading is not None}
    lost = sorted(h for field, h in saved.mapping.items() if field not in mapping)
    return Layout(saved.name, mapping, saved=saved, missing=tuple(lost))


def _corrected(raw: RawTable, layout: Layout, options: ReadingOptions) -> Layout:
    """The layout with what a person mapped; an empty heading takes a field away."""
    named = _mapped(raw, options)
    if not options.mapping:
        return layout
    mapping = {
        field: heading
        for field, heading in layout.mapping.items()
        if field not in options.mapping
        and not (layout.profile is None and heading in named.values())
    }
    guessed = {field: by for field, by in layout.guessed.items() if field in mapping}
    return replace(layout, mapping={**mapping, **named}, guessed=guessed)


def _mapped(raw: RawTable, options: ReadingOptions) -> dict[str, str]:
    """What a person mapped, with the headings as the file writes them."""
    present = headings_by_key(raw.headings)
    mapped: dict[str, str] = {}
    for name, heading in options.mapping.items():
        if name not in FIELDS:
            close = get_close_matches(name, FIELDS, n=1)
            meant = f"Did you mean '{close[0]}'? " if close else ""
            raise UsageError(
                f"'{name}' is not a field.", hint=f"{meant}Fields: {', '.join(FIELDS)}."
            )
        if not heading:
            continue
        found = heading if heading in raw.headings else present.get(heading_key(heading))
        if found is None:
            raise UsageError(
                f"{raw.file} has no heading '{heading}' for the field '{name}'.",
                hint=f"Its headings: {listed(raw.headings)}.",
            )
        mapped[name] = found
    return mapped


def _no_review(raw: RawTable, layout: Layout) -> ReadingError:
    known_as = f" (read as '{layout.name}')" if layout.profile or layout.saved else ""
    return ReadingError(
        f"{raw.file}{known_as}: no column was found that holds review texts or stars. "
        f"Its headings: {listed(raw.headings)}.",
        hint="Name the column with --map text=HEADING (or --map rating=HEADING), "
        "or choose it on the Upload page.",
    )


def _empty(raw: RawTable) -> frozenset[str]:
    return frozenset(
        heading
        for position, heading in enumerate(raw.headings)
        if raw.rows.column(f"c{position}").null_count == raw.rows.num_rows
    )
