from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sentiment.records import ImportReport, RatingScale, review_schema
from sentiment.storage import imports, search
from sentiment.storage.database import Database, open_database
from tests.storage.conftest import make_export

if TYPE_CHECKING:
    from collections.abc import Callable

Row = dict[str, Any]


def adds_up(report: ImportReport) -> bool:
    return report.read == report.kept + report.rejected + report.duplicates


def test_report_says_everything(database: Database, export: Callable[..., Any]) -> None:
    report = imports.store_export(
        database,
        export(
            [
                {
                    "external_id": "a-long-id",
                    "text": "good",
                    "written_at": datetime(2025, 3, 1, 23),
                },
                {"external_id": "b-long-id", "stars": 4.0, "written_at": datetime(2025, 1, 2, 1)},
                {
                    "external_id": "a-long-id",
                    "text": "good",
                    "written_at": datetime(2025, 3, 1, 23),
                },
            ],
            rejected=[
                {"line": 5, "reason": "no rating and no text", "raw": ",,"},
                {"line": 6, "reason": "too many fields", "raw": "a,b,c,d"},
                {"line": 7, "reason": "too many fields", "raw": "a,b,c,d,e"},
            ],
        ),
    )
    assert report == ImportReport(
        file="reviews.csv",
        profile="shop",
        encoding="utf-8",
        delimiter=",",
        read=6,
        kept=2,
        rejected=3,
        duplicates=1,
        updated=0,
        without_text=1,
        first_date=date(2025, 1, 2),
        last_date=date(2025, 3, 1),
        rating_scale=RatingScale(1, 5),
        market_from="column 'Country'",
        reasons={"too many fields": 2, "no rating and no text": 1},
        notes=("a note",),
        import_id=1,
    )
    assert imports.list_imports(database) == [report]


def test_same_file_twice_adds_nothing(database: Database, export: Callable[..., Any]) -> None:
    rows = [
        {"external_id": "first-long-id", "text": "good"},
        {"text": "no id", "author": "Ana"},
        {"stars": 3.0},
        {"external_id": "7", "text": "numbered"},
    ]
    imports.store_export(database, export(rows))
    again = imports.store_export(database, export(rows, file="again.csv"))
    assert (again.kept, again.duplicates, again.updated) == (0, 4, 0)
    assert search.count_reviews(database) == 4
    assert [report.file for report in imports.list_imports(database)] == [
        "again.csv",
        "reviews.csv",
    ]


def test_edited_review_becomes_a_version(database: Database, export: Callable[..., Any]) -> None:
    old = {"external_id": "a-long-id", "text": "bad", "stars": 1.0, "author": "Ana"}
    new = old | {"text": "good now", "stars": 5.0, "written_at": datetime(2025, 5, 5)}
    imports.store_export(database, export([old, {"text": "another"}]))
    report = imports.store_export(database, export([new]))
    assert (report.kept, report.updated, report.duplicates) == (1, 1, 0)
    [current] = [row for row in search.find_reviews(database) if row.text != "another"]
    assert (current.version, current.text) == (2, "good now")
    versions = search.read_review(database, review_id=current.review_id)
    assert [(row.version, row.text, row.stars) for row in versions] == [
        (2, "good now", 5.0),
        (1, "bad", 1.0),
    ]


def test_old_file_does_not_bring_the_old_version_back(
    database: Database, export: Callable[..., Any]
) -> None:
    old = {"external_id": "a-long-id", "text": "bad"}
    new = {"external_id": "a-long-id", "text": "good now"}
    for row in (old, new):
        imports.store_export(database, export([row]))
    report = imports.store_export(database, export([old]))
    assert (report.kept, report.duplicates) == (0, 1)
    assert [row.text for row in search.find_reviews(database)] == ["good now"]


def test_versions_within_one_file(database: Database, export: Callable[..., Any]) -> None:
    texts = ["one", "two", "one", "three", "three"]
    rows = [{"external_id": "a-long-id", "text": text} for text in texts]
    report = imports.store_export(database, export(rows))
    assert (report.read, report.kept, report.duplicates, report.updated) == (5, 3, 2, 2)
    [current] = search.find_reviews(database)
    versions = search.read_review(database, review_id=current.review_id)
    assert [(row.version, row.text) for row in versions] == [(3, "three"), (2, "two"), (1, "one")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"title": None, "author": "x"}, {"title": "x", "author": None}),
        ({"title": "", "author": None}, {"title": None, "author": None}),
        ({"title": "ab", "body": "c"}, {"title": "a", "body": "bc"}),
        ({"market": "DE", "product": None}, {"market": None, "product": "DE"}),
        ({"stars": 4.0}, {"stars": 5.0}),
        ({"rating": 4.0}, {"rating": None}),
        ({"written_at": datetime(2025, 1, 1)}, {"written_at": datetime(2025, 1, 2)}),
        ({"written_at": None}, {"written_at": datetime(1970, 1, 1)}),
    ],
)
def test_reviews_without_id_differ_in_any_field(
    database: Database, export: Callable[..., Any], one: Row, other: Row
) -> None:
    report = imports.store_export(
        database, export([one | {"text": "ok"}, other | {"text": "ok"}, one | {"text": "ok"}])
    )
    assert (report.kept, report.duplicates, report.updated) == (2, 1, 0)


def test_id_counts_within_source_and_product(
    database: Database, export: Callable[..., Any]
) -> None:
    row = {"external_id": "a-long-id", "text": "good", "product": "Lamp"}
    imports.store_export(database, export([row], profile="shop"))
    elsewhere = imports.store_export(database, export([row], profile="market place"))
    other = imports.store_export(
        database, export([row | {"product": "Kettle", "text": "leaks"}], profile="shop")
    )
    assert (elsewhere.kept, elsewhere.updated) == (1, 0)
    assert (other.kept, other.updated) == (1, 0)
    assert search.count_reviews(database) == 3


def test_running_number_is_no_identity_between_authors(
    database: Database, export: Callable[..., Any]
) -> None:
    ana = {"external_id": "1", "text": "good", "author": "Ana"}
    imports.store_export(database, export([ana]))
    bo = imports.store_export(database, export([ana | {"author": "Bo", "text": "bad"}]))
    assert (bo.kept, bo.updated) == (1, 0)
    edited = imports.store_export(database, export([ana | {"text": "bad after a week"}]))
    assert (edited.kept, edited.updated) == (1, 1)


def test_body_comes_back_as_it_was(database: Database, export: Callable[..., Any]) -> None:
    rows = [
        {"title": "Título", "body": "não é", "text": "Título\nnão é"},
        {"body": "🎉 wow", "text": "🎉 wow"},
        {"title": "only title", "text": "only title"},
        {"body": "(Translated) x (Original) y", "text": "y", "translation": "x"},
        {"liked": "bed", "disliked": "noise", "text": "bed\nnoise"},
        {"body": "", "text": "empty body"},
        {"body": "no text", "text": None},
    ]
    imports.store_export(database, export(rows))
    stored = search.export_table(database).read_all().to_pylist()
    for row, back in zip(rows, stored, strict=True):
        for name in ("title", "body", "liked", "disliked", "text", "translation"):
            assert back[name] == row.get(name), (name, row)


def test_rejected_rows_only(database: Database, export: Callable[..., Any]) -> None:
    report = imports.store_export(
        database, export([], rejected=[{"line": 2, "reason": "empty", "raw": ""}])
    )
    assert (report.read, report.kept, report.rejected) == (1, 0, 1)
    assert (report.first_date, report.last_date) == (None, None)


def test_failure_stores_nothing(database: Database, export: Callable[..., Any]) -> None:
    broken = export([{"text": "good"}])
    object.__setattr__(broken, "rejected", broken.reviews)
    with pytest.raises(Exception, match="reason"):
        imports.store_export(database, broken)
    assert search.count_reviews(database) == 0
    assert imports.list_imports(database) == []


row_strategy = st.fixed_dictionaries(
    {
        "external_id": st.sampled_from([None, "id-number-1", "id-number-2", "id-number-3"]),
        "text": st.sampled_from([None, "good", "bad"]),
        "product": st.sampled_from([None, "Lamp"]),
        "stars": st.sampled_from([None, 1.0]),
    }
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(files=st.lists(st.lists(row_strategy, max_size=10), min_size=1, max_size=3))
def test_store_agrees_with_a_plain_model(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[Row]]
) -> None:
    """The same rules written with dictionaries, on random files."""
    known: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    with open_database(tmp_path_factory.mktemp("model") / "reviews.duckdb") as database:
        for rows in files:
            kept = updated = 0
            for row in rows:
                content = tuple(row[name] for name in review_row_names())
                by_id = (row["product"], row["external_id"])
                versions = known.setdefault(by_id if row["external_id"] else content, [])
                if content not in versions:
                    kept += 1
                    updated += bool(versions)
                    versions.append(content)
            report = imports.store_export(database, make_export(rows))
            assert adds_up(report)
            assert (report.kept, report.updated) == (kept, updated)
        table = search.export_table(database).read_all().select(list(review_row_names()))
        current = sorted(map(repr, (tuple(row.values()) for row in table.to_pylist())))
        assert current == sorted(repr(versions[-1]) for versions in known.values())
        with database.cursor() as cursor:
            numbers = cursor.execute(
                "SELECT count(*), count(DISTINCT review_no), count(DISTINCT review_id) FROM reviews"
            ).fetchall()
        total = sum(map(len, known.values()))
        assert numbers == [(total, total, len(known))]


def review_row_names() -> tuple[str, ...]:
    names = ("external_id", "text", "product", "stars")
    assert set(names) <= set(review_schema().names)
    return names
