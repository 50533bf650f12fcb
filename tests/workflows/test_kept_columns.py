from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sentiment.errors import UsageError
from sentiment.records import Filters, ReadingOptions
from sentiment.storage.search import count_reviews
from sentiment.workflows.importing import import_file
from sentiment.workflows.kept_columns import (
    filters_of_group,
    grouping_of,
    kept_columns,
    resolve_groupings,
)
from sentiment.workflows.summarising import check_grouping, summarise

if TYPE_CHECKING:
    from pathlib import Path

    from sentiment.storage.database import Database

AIRLINES = """Review,Stars,author_country,Cabin
Good seat,5,UK,Economy
Bad food,1,United Kingdom,Business
Late again,2,Germany,Economy
Fine,4,,
"""


@pytest.fixture
def flown(database: Database, tmp_path: Path) -> Database:
    path = tmp_path / "airlines.csv"
    path.write_text(AIRLINES, encoding="utf-8")
    import_file(database, path, options=ReadingOptions(keep=("Cabin",)))
    return database


def test_columns_with_the_number_of_their_values(flown: Database) -> None:
    assert kept_columns(flown) == {"Cabin": 2, "reviewer origin": 2}


def test_a_summary_by_origin(flown: Database) -> None:
    groups = summarise(flown, by=grouping_of("reviewer origin"))
    assert [(one.group, one.counts.reviews) for one in groups] == [
        ("United Kingdom", 2),
        ("", 1),
        ("Germany", 1),
    ]


def test_a_row_of_a_table_becomes_a_filter(flown: Database) -> None:
    for by in ("column:Cabin", "column:reviewer origin", "market"):
        for one in summarise(flown, by=by):
            meant = filters_of_group(Filters(), by=by, group=one.group)
            assert count_reviews(flown, filters=meant) == one.counts.reviews
    first = filters_of_group(Filters(), by="column:Cabin", group="Economy")
    assert filters_of_group(first, by="column:Cabin", group="") == Filters(kept=(("Cabin", ""),))
    both = filters_of_group(first, by="column:reviewer origin", group="Germany")
    assert count_reviews(flown, filters=both) == 1


def test_a_kept_column_may_be_called_by_its_name(flown: Database) -> None:
    assert resolve_groupings(flown, ["market", "Cabin"]) == ("market", "column:Cabin")
    with pytest.raises(UsageError, match="cannot be grouped by 'cabin class'"):
        resolve_groupings(flown, ["cabin class"])


def test_a_grouping_is_meant_once_whatever_its_capitals(flown: Database) -> None:
    asked = ["Market", "market", "Reviewer Origin", "cabin", "column:Cabin"]
    assert resolve_groupings(flown, asked) == ("market", "column:reviewer origin", "column:Cabin")


def test_the_kept_columns_are_named_to_who_asks_for_another(flown: Database) -> None:
    with pytest.raises(UsageError) as raised:
        resolve_groupings(flown, ["seat"])
    assert "Cabin, reviewer origin." in str(raised.value.hint)


def test_what_is_no_grouping_is_refused_before_anything_is_opened() -> None:
    check_grouping("market")
    check_grouping("column:Cabin")
    for by in ("weather", "domain", "model"):
        with pytest.raises(UsageError, match="Choose from: market, language"):
            check_grouping(by)
