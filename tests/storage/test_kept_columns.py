from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sentiment.errors import UsageError
from sentiment.records import Filters
from sentiment.storage import imports, migrations, search
from sentiment.storage.confusion import confusion_tables, count_bands
from sentiment.storage.confusion_cells import Cell, count_cell, find_cell
from sentiment.storage.database import open_database
from sentiment.storage.kept_columns import count_values
from sentiment.storage.summaries import count_by
from sentiment.storage.truth_arrays import truth_arrays
from tests.storage.conftest import Row, fill_database, make_export
from tests.storage.judged_rows import ROWS

if TYPE_CHECKING:
    from pathlib import Path

    from sentiment.storage.database import Database

Query = Callable[..., list[tuple[Any, ...]]]
HOSTILE = "x'] OR 1=1; DROP TABLE reviews; --"
COLUMN = "column:plan"


def keeping(row: Row, **columns: str) -> Row:
    return row | {"kept": list(columns.items()) or None}


def stored(query: Query) -> list[tuple[str, dict[str, str] | None]]:
    return query("SELECT text, kept FROM reviews WHERE is_current ORDER BY review_no")


def store(database: Database, *rows: Row, file: str = "reviews.csv") -> tuple[int, int, int]:
    report = imports.store_export(database, make_export(rows, file=file))
    return report.kept, report.updated, report.duplicates


def judged(database: Database) -> None:
    """The judged rows, of which two have the plan "free" and one "paid"."""
    plans = {"a": "free", "b": "free", "e": "paid"}
    fill_database(
        database,
        [
            keeping(row, plan=plans[row["text"]]) if row["text"] in plans else dict(row)
            for row in ROWS
        ],
    )


def test_columns_come_back_as_they_were_given(database: Database, query: Query) -> None:
    store(database, keeping({"text": "a"}, plan="free", Gerät="電話"), {"text": "b"})
    assert stored(query) == [("a", {"plan": "free", "Gerät": "電話"}), ("b", None)]
    assert count_values(database) == {"Gerät": 1, "plan": 1}


@pytest.mark.parametrize("row", [{"text": "fine"}, {"external_id": "a-long-id", "text": "fine"}])
def test_a_file_given_again_with_other_columns_adds_them(
    database: Database, query: Query, row: Row
) -> None:
    assert store(database, row) == (1, 0, 0)
    assert store(database, keeping(row, plan="free")) == (0, 0, 1)
    assert stored(query) == [("fine", {"plan": "free"})]
    assert store(database, keeping(row, device="phone")) == (0, 0, 1)
    assert store(database, keeping(row, plan="paid")) == (0, 0, 1)
    assert stored(query) == [("fine", {"plan": "paid", "device": "phone"})]
    assert store(database, row) == (0, 0, 1)
    assert stored(query) == [("fine", {"plan": "paid", "device": "phone"})]
    assert query("SELECT count(*) FROM reviews") == [(1,)]


def test_the_columns_are_no_part_of_what_a_review_is(database: Database, query: Query) -> None:
    rows = [keeping({"text": "fine"}, plan=plan) for plan in ("free", "paid")]
    assert store(database, *rows) == (1, 0, 1)
    assert stored(query) == [("fine", {"plan": "paid"})]


def test_a_new_version_in_the_same_words_keeps_what_it_does_not_have_itself(
    database: Database, query: Query
) -> None:
    review = {"external_id": "a-long-id", "text": "fine"}
    store(database, keeping(review, plan="free", device="phone"))
    store(database, keeping(review | {"market": "DE"}, plan="paid"))
    assert stored(query) == [("fine", {"plan": "paid", "device": "phone"})]
    store(database, review | {"market": "FR"})
    assert stored(query) == [("fine", {"plan": "paid", "device": "phone"})]
    store(database, review | {"text": "not fine any more"})
    assert stored(query) == [("not fine any more", None)]


def test_a_review_completed_later_keeps_its_columns(database: Database, query: Query) -> None:
    undated = {"text": "fine", "author": "Ana"}
    store(database, keeping(undated, plan="free"))
    store(database, undated | {"written_at": datetime(2025, 3, 4)})
    assert stored(query) == [("fine", {"plan": "free"})]


def test_a_poorer_copy_gives_its_columns_to_the_review_that_is_known(
    database: Database, query: Query
) -> None:
    import dataclasses

    dated = {"text": "fine", "author": "Ana", "written_at": datetime(2025, 3, 4)}
    store(database, dated)
    poorer = make_export([keeping(dated | {"written_at": None}, plan="free")])
    unsettled = dataclasses.replace(poorer.recognition, date_order_settled=False)
    report = imports.store_export(database, dataclasses.replace(poorer, recognition=unsettled))
    assert (report.kept, report.duplicates) == (0, 1)
    assert stored(query) == [("fine", {"plan": "free"})]


def test_scores_and_languages_stay_with_a_review_that_gets_columns(database: Database) -> None:
    judged(database)
    before = [(row.review_id, row.sentiment, row.language) for row in search.find_reviews(database)]
    plain = [{key: row[key] for key in row if key not in ("scores", "language")} for row in ROWS]
    store(database, *[keeping(row, device="phone") for row in plain])
    after = search.find_reviews(database)
    assert sorted((row.review_id, row.sentiment, row.language) for row in after) == sorted(before)
    assert {(row.kept or {}).get("device") for row in after} == {"phone"}


def test_reviews_are_counted_by_a_column(database: Database) -> None:
    judged(database)
    groups = {one.group: (one.reviews, one.scored) for one in count_by(database, by=COLUMN)}
    assert groups == {"": (5, 4), "free": (2, 2), "paid": (1, 1)}
    months = count_by(database, by=COLUMN, grain="month")
    assert [(one.group, str(one.period), one.reviews) for one in months] == [
        ("", "2025-02-01", 1),
        ("free", "2025-01-01", 1),
        ("free", "2025-02-01", 1),
    ]


def test_predictions_are_held_against_truth_by_a_column(database: Database) -> None:
    judged(database)
    tables = confusion_tables(database, by=COLUMN)
    assert {group: int(table.sum()) for group, table in tables.items()} == {
        "": 3,
        "free": 2,
        "paid": 1,
    }
    assert int(tables["paid"][2, 0]) == 1
    asked = Cell("positive", "negative", COLUMN, "paid")
    assert count_cell(database, asked) == 1
    assert [one.review.text for one in find_cell(database, asked)] == ["e"]
    from sentiment.records import SurenessThresholds

    bands = count_bands(database, thresholds=SurenessThresholds(0.75), by=COLUMN)
    assert {one.group: one.below + one.above for one in bands} == {"": 3, "free": 2, "paid": 1}


def test_arrays_come_with_their_groups(database: Database) -> None:
    judged(database)
    table = truth_arrays(database, groups=(COLUMN, "market", "month", COLUMN))
    found = dict(
        zip(
            table.column("text").to_pylist(),
            zip(*(table.column(f"group_{n}").to_pylist() for n in range(1, 5)), strict=True),
            strict=True,
        )
    )
    assert found["a"] == ("free", "DE", "2025-01", "free")
    assert found["f"] == ("", "", "", "")
    assert "group_1" not in truth_arrays(database).column_names


def test_a_column_that_is_not_kept_names_those_that_are(database: Database) -> None:
    with pytest.raises(UsageError, match=r"No review has a kept column 'plan'.*--keep NAME"):
        count_by(database, by=COLUMN)
    judged(database)
    for ask in (
        lambda by: count_by(database, by=by),
        lambda by: confusion_tables(database, by=by),
        lambda by: truth_arrays(database, groups=(by,)),
    ):
        with pytest.raises(UsageError, match=r"kept column 'Plan'.*Kept columns: plan"):
            ask("column:Plan")
        with pytest.raises(UsageError, match="cannot be grouped by 'column:'"):
            ask("column:")


def test_names_and_values_are_never_part_of_the_sql(database: Database) -> None:
    store(database, keeping({"text": "a"}, **{HOSTILE: HOSTILE}), {"text": "b"})
    by = f"column:{HOSTILE}"
    assert {one.group: one.reviews for one in count_by(database, by=by)} == {"": 1, HOSTILE: 1}
    meant = Filters(kept=((HOSTILE, HOSTILE),))
    assert [one.text for one in search.find_reviews(database, filters=meant)] == ["a"]
    (row,) = search.export_table(database, filters=meant).read_all().to_pylist()
    assert row[by] == HOSTILE


def test_filters_by_columns(database: Database) -> None:
    store(
        database,
        keeping({"text": "a"}, plan="free", device="phone"),
        keeping({"text": "b"}, plan="paid", device="phone"),
        keeping({"text": "c"}, device="tablet"),
        {"text": "d"},
    )

    def found(*kept: tuple[str, str]) -> list[str | None]:
        reviews = search.find_reviews(database, filters=Filters(kept=kept), order="oldest")
        return [one.text for one in reviews]

    assert found(("plan", "free")) == ["a"]
    assert found(("plan", "free"), ("plan", "paid")) == ["a", "b"]
    assert found(("plan", "paid"), ("device", "phone")) == ["b"]
    assert found(("plan", "")) == ["c", "d"]
    assert found(("plan", ""), ("device", "tablet")) == ["c"]
    assert found(("other", "x")) == []


def test_an_export_has_the_columns_of_its_reviews(database: Database) -> None:
    store(database, keeping({"text": "a", "market": "DE"}, plan="free"), {"text": "b"})
    store(database, keeping({"text": "c"}, device="phone"), file="other.csv")
    rows = search.export_table(database).read_all().to_pylist()
    shown = [(row["text"], row["column:plan"], row["column:device"]) for row in rows]
    assert shown == [("a", "free", None), ("b", None, None), ("c", None, "phone")]
    german = search.export_table(database, filters=Filters(markets=("DE",))).read_all()
    assert [name for name in german.column_names if name.startswith("column:")] == [COLUMN]
    nothing = search.export_table(database, filters=Filters(markets=("JP",))).read_all()
    assert nothing.num_rows == 0 and "kept" not in nothing.column_names


def test_only_current_reviews_count(database: Database) -> None:
    review = {"external_id": "a-long-id", "text": "fine"}
    store(database, keeping(review, plan="free"))
    store(database, keeping({"external_id": "a-long-id", "text": "changed"}, device="x"))
    assert count_values(database) == {"device": 1}


def test_a_database_from_before_gets_the_column(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "reviews.duckdb"
    every = migrations.MIGRATIONS
    monkeypatch.setattr(
        migrations, "MIGRATIONS", tuple(step for step in every if step.name < "0009")
    )
    with open_database(path) as database, database.transaction() as cursor:
        cursor.execute(
            "INSERT INTO reviews (review_no, review_id, version, is_current, import_id, source, "
            "line, text, identity_key) VALUES (1, 1, 1, TRUE, 1, 'shop', 2, 'old', 7)"
        )
    monkeypatch.setattr(migrations, "MIGRATIONS", every)
    with open_database(path) as database:
        assert count_values(database) == {}
        (found,) = search.find_reviews(database)
        assert (found.text, found.kept) == ("old", None)
        assert store(database, keeping({"text": "new"}, plan="free")) == (1, 0, 0)
        assert count_values(database) == {"plan": 1}


kept_strategy = st.dictionaries(
    st.sampled_from(["plan", "device", "ülke"]), st.sampled_from(["a", "b", "ä", "'"]), max_size=3
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    files=st.lists(st.lists(st.tuples(st.integers(0, 9), kept_strategy), max_size=12), max_size=3)
)
def test_the_groups_of_every_column_add_up_to_all_reviews(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[tuple[int, dict[str, str]]]]
) -> None:
    """And each review has the values of its first row, and of the last one of each file since."""
    known: dict[str, dict[str, str]] = {}
    with open_database(tmp_path_factory.mktemp("kept") / "reviews.duckdb") as database:
        for rows in files:
            store(database, *[keeping({"text": f"text {n}"}, **kept) for n, kept in rows])
            later: dict[str, dict[str, str]] = {}
            for number, columns in rows:
                text = f"text {number}"
                if text not in known:
                    known[text] = columns
                elif columns:
                    later[text] = columns
            known |= {text: known[text] | columns for text, columns in later.items()}
        names = {name for columns in known.values() for name in columns}
        assert set(count_values(database)) == names
        for name in names:
            counts = count_by(database, by=f"column:{name}")
            assert sum(one.reviews for one in counts) == len(known)
            for one in counts:
                expected = sum(columns.get(name, "") == one.group for columns in known.values())
                assert one.reviews == expected
