"""Releases and campaigns that people mark on the time axis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sentiment.errors import UsageError
from sentiment.records import Event

if TYPE_CHECKING:
    from datetime import date

    from sentiment.storage.database import Database

_NEXT_NUMBER: Final = "SELECT coalesce(max(event_id), 0) + 1 FROM events"
_INSERT_EVENT: Final = "INSERT INTO events VALUES ($event_id, $day, $label, $market)"
_LIST_EVENTS: Final = """
SELECT event_id, day, label, market FROM events
WHERE $market IS NULL OR market IS NULL OR market = $market
ORDER BY day, event_id
"""
_DELETE_EVENT: Final = "DELETE FROM events WHERE event_id = $event_id"


def add_event(database: Database, *, day: date, label: str, market: str | None = None) -> Event:
    """Keep an event of one market, or of all. Raises UsageError for an empty label."""
    if not label.strip():
        raise UsageError("An event needs a label.", hint="Say what happened, e.g. 'Release 2.0'.")
    with database.transaction() as cursor:
        event_id = cursor.execute(_NEXT_NUMBER).fetchall()[0][0]
        event = Event(event_id, day, label.strip(), market or None)
        cursor.execute(
            _INSERT_EVENT,
            {"event_id": event_id, "day": day, "label": event.label, "market": event.market},
        )
    return event


def list_events(database: Database, *, market: str | None = None) -> list[Event]:
    """All events by day; with a market, its own and those of all markets."""
    with database.cursor() as cursor:
        rows = cursor.execute(_LIST_EVENTS, {"market": market}).fetchall()
    return [Event(*row) for row in rows]


def delete_event(database: Database, *, event_id: int) -> None:
    """Forget an event; one that is not there is no error."""
    with database.transaction() as cursor:
        cursor.execute(_DELETE_EVENT, {"event_id": event_id})
