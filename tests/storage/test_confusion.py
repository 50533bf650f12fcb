from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sentiment.errors import UsageError
from sentiment.records import Filters, SurenessThresholds
from sentiment.storage.annotations import annotate
from sentiment.storage.confusion import BandCounts, confusion_tables, count_bands
from sentiment.storage.confusion_cells import Cell, count_cell, find_cell
from sentiment.storage.confusion_groups import GROUPINGS
from sentiment.storage.truth_arrays import truth_arrays

from .judged_rows import ROWS, cells

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentiment.storage.database import Database


def test_tables_by_every_group(database: Database, fill: Callable[..., None]) -> None:
    fill(ROWS, profile="booking")
    annotate(database, review_id=1, answer="neutral", annotator="Ana")

    def found(by: str | None) -> dict[str, dict[tuple[int, int], int]]:
        return cells(confusion_tables(database, by=by, domains={"booking": "travel"}))

    every = {(1, 0): 1, (0, 2): 2, (1, 1): 1, (2, 0): 1, (2, 2): 1}
    assert found(None) == {"": every}
    assert found("source") == {"booking": every}
    assert found("domain") == {"travel": every}
    assert found("model") == {"model-1": every}
    assert found("market") == {
        "": {(2, 2): 1},
        "DE": {(1, 0): 1, (0, 2): 2},
        "FR": {(1, 1): 1, (2, 0): 1},
    }
    assert found("language") == {
        "": {(2, 0): 1},
        "de": {(1, 0): 1, (0, 2): 1},
        "fr": {(1, 1): 1, (2, 2): 1},
        "nl": {(0, 2): 1},
    }
    assert found("product") == {
        "": {(0, 2): 2, (1, 1): 1, (2, 0): 1, (2, 2): 1},
        "Lamp": {(1, 0): 1},
    }
    assert found("month") == {
        "": {(1, 1): 1, (2, 0): 1, (2, 2): 1},
        "2025-01": {(1, 0): 1},
        "2025-02": {(0, 2): 2},
    }
    assert found("truth") == {
        "annotation": {(1, 0): 1},
        "label": {(2, 0): 1},
        "stars": {(0, 2): 2, (1, 1): 1, (2, 2): 1},
    }
    assert found("language check") == {
        "": {(2, 0): 1},
        "agrees": {(1, 0): 1},
        "differs": {(0, 2): 1},
        "uncertain": {(0, 2): 1},
        "undeclared": {(1, 1): 1, (2, 2): 1},
    }


def test_a_source_of_no_known_domain_has_none(
    database: Database, fill: Callable[..., None]
) -> None:
    fill(ROWS)
    assert list(confusion_tables(database, by="domain", domains={"booking": "travel"})) == [""]
    assert list(confusion_tables(database, by="domain")) == [""]


def test_filters_and_truths_narrow_the_tables(
    database: Database, fill: Callable[..., None]
) -> None:
    fill(ROWS)
    french = confusion_tables(database, filters=Filters(markets=("FR",)))
    assert cells(french) == {"": {(1, 1): 1, (2, 0): 1}}
    assert cells(confusion_tables(database, truths=("label",))) == {"": {(2, 0): 1}}
    assert confusion_tables(database, truths=("annotation",)) == {}


def test_unknown_groups_are_refused(database: Database) -> None:
    with pytest.raises(UsageError, match=r"grouped by 'colour'.*market, language"):
        confusion_tables(database, by="colour")
    with pytest.raises(UsageError, match="grouped by 'colour'"):
        find_cell(database, Cell("negative", "positive", "colour", "red"))
    with pytest.raises(UsageError, match="grouped by 'model'"):
        count_bands(database, thresholds=SurenessThresholds(0.5), by="model")
    with pytest.raises(UsageError, match="no sentiment 'angry'"):
        count_cell(database, Cell("angry", "positive"))


def test_bands_count_both_sides_of_each_languages_threshold(
    database: Database, fill: Callable[..., None]
) -> None:
    fill(ROWS)
    thresholds = SurenessThresholds(0.75, (("de", 0.85), ("fr", 0.5)))
    assert count_bands(database, thresholds=thresholds, by="language") == [
        BandCounts("", below=1, below_right=0, above=0, above_right=0),
        BandCounts("de", below=2, below_right=1, above=0, above_right=0),
        BandCounts("fr", below=0, below_right=0, above=2, above_right=2),
        BandCounts("nl", below=0, below_right=0, above=1, above_right=0),
    ]
    assert count_bands(database, thresholds=thresholds) == [BandCounts("", 3, 1, 3, 2)]
    by_truth = count_bands(database, thresholds=thresholds, by="truth")
    assert [band.group for band in by_truth] == ["label", "stars"]


def test_nothing_is_no_error(database: Database, fill: Callable[..., None]) -> None:
    for _ in range(2):
        for by in (None, *GROUPINGS):
            assert confusion_tables(database, by=by) == {}
        assert find_cell(database, Cell("negative", "positive")) == []
        assert count_cell(database, Cell("negative", "positive")) == 0
        assert truth_arrays(database).num_rows == 0
        assert count_bands(database, thresholds=SurenessThresholds(0.5)) == []
        fill([{"text": "not scored", "stars": 1.0}])
