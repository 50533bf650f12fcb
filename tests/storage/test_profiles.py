from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sentiment.errors import UsageError
from sentiment.records import RatingScale, SavedProfile
from sentiment.storage import profiles

if TYPE_CHECKING:
    from sentiment.storage.database import Database

SHOP = SavedProfile(
    name="our shop",
    headings=("Kommentar", "Note", "Datum"),
    mapping={"text": "Kommentar", "rating": "Note", "date": "Datum"},
    date_order="dmy",
    rating_scale=RatingScale(1, 10),
    market="DE",
)


def test_profile_comes_back_as_it_was(database: Database) -> None:
    plain = SavedProfile("plain", ("text",), {"text": "text"})
    profiles.save_profile(database, SHOP)
    profiles.save_profile(database, plain)
    assert profiles.list_profiles(database) == [plain, SHOP]


def test_same_name_replaces(database: Database) -> None:
    profiles.save_profile(database, SavedProfile("our shop", ("a",), {"text": "a"}))
    profiles.save_profile(database, SHOP)
    assert profiles.list_profiles(database) == [SHOP]
    profiles.delete_profile(database, name="our shop")
    profiles.delete_profile(database, name="our shop")
    assert profiles.list_profiles(database) == []


def test_profile_needs_a_name(database: Database) -> None:
    with pytest.raises(UsageError, match="needs a name"):
        profiles.save_profile(database, SavedProfile(" ", (), {}))
