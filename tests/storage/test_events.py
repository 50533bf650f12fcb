from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from sentiment.errors import UsageError
from sentiment.storage import events

if TYPE_CHECKING:
    from sentiment.storage.database import Database


def test_events_by_day_and_market(database: Database) -> None:
    campaign = events.add_event(database, day=date(2025, 5, 1), label=" Campaign ", market="DE")
    release = events.add_event(database, day=date(2025, 3, 1), label="Release 2.0")
    assert (campaign.label, campaign.market) == ("Campaign", "DE")
    assert events.list_events(database) == [release, campaign]
    assert events.list_events(database, market="DE") == [release, campaign]
    assert events.list_events(database, market="FR") == [release]
    events.delete_event(database, event_id=release.event_id)
    events.delete_event(database, event_id=99)
    assert events.list_events(database) == [campaign]


def test_event_needs_a_label(database: Database) -> None:
    with pytest.raises(UsageError, match="needs a label"):
        events.add_event(database, day=date(2025, 5, 1), label="  ")
