"""The sources that Polytone knows, from the table ``known_profiles.toml``."""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sentiment.errors import UsageError
from sentiment.reading.profiles import Profile, Rejection, matches
from sentiment.records import RatingScale

if TYPE_CHECKING:
    from collections.abc import Sequence


@cache
def known_profiles() -> tuple[Profile, ...]:
    """All profiles of the table, in its order."""
    text = (files(__package__) / "known_profiles.toml").read_text(encoding="utf-8")
    return tuple(_profile(name, entry) for name, entry in tomllib.loads(text).items())


def find_profile(name: str) -> Profile:
    """The profile of that name or title, in any spelling.

    Raises UsageError with the names and the nearest ones for an unknown name.

    >>> find_profile("Judge.me").name
    'judge-me'
    """
    for profile in known_profiles():
        if _plain(name) in {_plain(profile.name), _plain(profile.title)}:
            return profile
    raise unknown_profile(name, [profile.name for profile in known_profiles()])


def source_domains() -> dict[str, str]:
    """Name of a profile, which is the source of its reviews → what they are about.

    >>> source_domains()["google-play"], source_domains()["booking"]
    ('app', 'travel')
    """
    return {profile.name: profile.domain for profile in known_profiles() if profile.domain}


def unknown_profile(name: str, names: Sequence[str]) -> UsageError:
    """The error for a profile name that nobody knows."""
    close = get_close_matches(name.casefold(), names, n=3, cutoff=0.5)
    meant = f"Did you mean {' or '.join(close)}? " if close else ""
    return UsageError(
        f"No profile is named '{name}'.",
        hint=f"{meant}Known profiles: {', '.join(names)}. Leave it out to have it recognised.",
    )


def is_known_header(cells: Sequence[str]) -> bool:
    """Whether a line of cells is the header of a known export (it may not come first)."""
    return any(matches(profile, cells) for profile in known_profiles())


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def _profile(name: str, entry: dict[str, Any]) -> Profile:
    scale = entry.get("rating_scale")
    return Profile(
        name=entry.get("name", name),
        title=entry["title"],
        fields={key: tuple(aliases) for key, aliases in entry["fields"].items()},
        signature=tuple(tuple(group) for group in entry["signature"]),
        only=entry.get("only", False),
        others=tuple(entry.get("others", ())),
        private=tuple(entry.get("private", ())),
        rating_scale=RatingScale(*scale) if scale else None,
        date_order=entry.get("date_order"),
        market_in_date=entry.get("market_in_date", False),
        language_names_market=entry.get("language_names_market", True),
        origin=tuple(entry.get("origin", ())),
        patterns=entry.get("patterns", {}),
        empty_texts=tuple(entry.get("empty_texts", ())),
        rejections=tuple(
            Rejection(rule["heading"], tuple(rule["values"]), rule["reason"])
            for rule in entry.get("rejections", ())
        ),
        domain=entry.get("domain", ""),
    )
