"""Mappings that analysts saved under a name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from sentiment.errors import UsageError
from sentiment.records import RatingScale, SavedProfile

if TYPE_CHECKING:
    from sentiment.storage.database import Database

_DELETE_PROFILE: Final = "DELETE FROM saved_profiles WHERE name = $name"
_INSERT_PROFILE: Final = """
INSERT INTO saved_profiles VALUES (
    $name, $headings::VARCHAR[], $fields::VARCHAR[], $mapped_headings::VARCHAR[],
    $date_order, $rating_low, $rating_high, $market, $saved_at
)
"""
_LIST_PROFILES: Final = """
SELECT name, headings, fields, mapped_headings, date_order, rating_low, rating_high, market
FROM saved_profiles ORDER BY saved_at DESC, name
"""


def save_profile(database: Database, profile: SavedProfile) -> None:
    """Keep a mapping; one of the same name is replaced. Raises UsageError for no name."""
    if not profile.name.strip():
        raise UsageError("A profile needs a name.", hint="Give it a name such as 'our shop'.")
    scale = profile.rating_scale
    with database.transaction() as cursor:
        cursor.execute(_DELETE_PROFILE, {"name": profile.name})
        cursor.execute(
            _INSERT_PROFILE,
            {
                "name": profile.name,
                "headings": list(profile.headings),
                "fields": list(profile.mapping),
                "mapped_headings": list(profile.mapping.values()),
                "date_order": profile.date_order,
                "rating_low": scale.low if scale else None,
                "rating_high": scale.high if scale else None,
                "market": profile.market,
                "saved_at": datetime.now(UTC).replace(tzinfo=None),
            },
        )


def list_profiles(database: Database) -> list[SavedProfile]:
    """The saved mappings, the one saved last first."""
    with database.cursor() as cursor:
        rows = cursor.execute(_LIST_PROFILES).fetchall()
    return [
        SavedProfile(
            name=name,
            headings=tuple(headings),
            mapping=dict(zip(fields, mapped, strict=True)),
            date_order=date_order,
            rating_scale=None if low is None else RatingScale(low, high),
            market=market,
        )
        for name, headings, fields, mapped, date_order, low, high, market in rows
    ]


def delete_profile(database: Database, *, name: str) -> None:
    """Forget a mapping; one that is not there is no error."""
    with database.transaction() as cursor:
        cursor.execute(_DELETE_PROFILE, {"name": name})
