"""Events are kept, checked and forgotten."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sentiment.errors import UsageError
from sentiment.storage.database import open_database
from sentiment.workflows.events import LONGEST_LABEL, add_event, delete_event, events

DAY = date(2026, 5, 4)


def test_events_come_in_order_and_can_be_deleted(tmp_path: Path):
    with open_database(tmp_path / "events.duckdb") as store:
        later = add_event(store, day=DAY, label="  Release \n 4.2 ")
        first = add_event(store, day=date(2026, 1, 1), label="Campaign", market="DE")
        assert later.label == "Release 4.2"
        assert events(store) == [first, later]
        assert events(store, market="FR") == [later]
        delete_event(store, event_id=later.event_id)
        assert events(store) == [first]


@pytest.mark.parametrize("label", ["", "  \n", "x" * (LONGEST_LABEL + 1)])
def test_a_label_that_cannot_be_drawn_is_refused(tmp_path: Path, label: str):
    with open_database(tmp_path / "events.duckdb") as store:
        with pytest.raises(UsageError):
            add_event(store, day=DAY, label=label)
        assert events(store) == []
