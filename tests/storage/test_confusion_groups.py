from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sentiment.errors import UsageError
from sentiment.storage.confusion_groups import (
    GROUPINGS,
    GroupExpression,
    checked_grouping,
    group_expression,
)
from tests.storage.conftest import fill_database
from tests.storage.judged_rows import ROWS

if TYPE_CHECKING:
    from sentiment.storage.database import Database

OF_REVIEWS = [by for by in GROUPINGS if by not in ("model", "truth")]


def test_two_expressions_keep_their_values_apart(database: Database) -> None:
    columns = [("Device", "phone"), ("plan = 'free'", "yes")]
    fill_database(database, [dict(ROWS[0], kept=columns), *map(dict, ROWS[1:])])
    first = group_expression("column:Device", named="first")
    second = group_expression("column:plan = 'free'", named="second")
    assert not first.parameters.keys() & second.parameters.keys()
    assert "Device" not in first.sql
    with database.cursor() as cursor:
        found = cursor.execute(
            f"SELECT {first.sql}, {second.sql}, count(*) FROM reviews GROUP BY ALL ORDER BY ALL",
            first.parameters | second.parameters,
        ).fetchall()
    assert found == [("", "", len(ROWS) - 1), ("phone", "yes", 1)]


@pytest.mark.parametrize("by", [None, *OF_REVIEWS])
def test_every_grouping_names_the_group_of_every_review(database: Database, by: str | None) -> None:
    fill_database(database, [dict(row) for row in ROWS])
    group = group_expression(by, domains={"shop": "retail"})
    with database.cursor() as cursor:
        query = f"SELECT text, {group.sql} FROM reviews ORDER BY text"
        found = dict(cursor.execute(query, group.parameters).fetchall())
    assert len(found) == len(ROWS)
    assert all(isinstance(name, str) for name in found.values())
    expected = {
        None: "",
        "market": "DE",
        "language": "de",
        "source": "shop",
        "product": "Lamp",
        "domain": "retail",
        "month": "2025-01",
        "language check": "agrees",
    }
    assert found["a"] == expected[by]
    assert found["h"] == {"source": "shop", "domain": "retail", "market": "FR"}.get(by or "", "")


@pytest.mark.parametrize("by", ["model", "truth", "weather", "column:", "Market"])
def test_what_is_no_grouping_of_reviews_is_refused(by: str) -> None:
    with pytest.raises(UsageError, match="cannot be grouped by"):
        group_expression(by)


def test_a_column_is_known_without_a_database_by_its_form_only(database: Database) -> None:
    checked_grouping("column:anything")
    assert group_expression("column:anything") == GroupExpression(
        "coalesce(kept[$group_column], '')", {"group_column": "anything"}
    )
    with pytest.raises(UsageError, match="No review has a kept column 'anything'"):
        checked_grouping("column:anything", database=database)
