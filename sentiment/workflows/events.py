"""Releases and campaigns that are drawn into the trend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentiment.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from sentiment.records import Event
    from sentiment.storage.database import Database

LONGEST_LABEL = 60


def events(database: Database, *, market: str | None = None) -> list[Event]:
    """Events of ``market`` and those of all markets, in their order; without a market, all."""
    from sentiment.storage.events import list_events

    return sorted(list_events(database, market=market), key=lambda event: event.day)


def add_event(database: Database, *, day: date, label: str, market: str | None = None) -> Event:
    """Keep an event. Raises :class:`UsageError` where the label is blank or too long to draw."""
    from sentiment.storage.events import add_event as store_event

    label = " ".join(label.split())
    if not label:
        raise UsageError("The event has no label.", hint="Write what happened, e.g. 'Release 4.2'.")
    if len(label) > LONGEST_LABEL:
        raise UsageError(
            f"The label has {len(label)} characters, and at most {LONGEST_LABEL} can be drawn.",
            hint="Shorten it.",
        )
    return store_event(database, day=day, label=label, market=market or None)


def delete_event(database: Database, *, event_id: int) -> None:
    """Forget an event."""
    from sentiment.storage.events import delete_event as forget_event

    forget_event(database, event_id=event_id)
