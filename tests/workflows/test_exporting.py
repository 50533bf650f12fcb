"""Handing reviews out."""

import csv
import io
from pathlib import Path

import pyarrow.parquet
import pytest

from sentiment.errors import UsageError
from sentiment.models.abstaining import AbstainBands
from sentiment.records import Filters
from sentiment.storage.database import Database
from sentiment.workflows.exporting import export_bytes, export_file
from sentiment.workflows.importing import import_file
from sentiment.workflows.scoring import score

from .conftest import WordClassifier


def test_csv_holds_what_passes_the_filters(
    filled: Database, classifier: WordClassifier, tmp_path: Path
) -> None:
    score(filled)
    output = tmp_path / "out.csv"
    assert export_file(filled, output=output, filters=Filters(sentiments=("negative",))) == 2
    with output.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {row["market"] for row in rows} == {"DE", "FR"}
    assert {row["sentiment"] for row in rows} == {"negative"}


def test_what_the_model_is_unsure_of_is_a_column(
    filled: Database, classifier: WordClassifier, stated: AbstainBands
) -> None:
    score(filled)
    written = export_bytes(filled, kind="csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(written)))
    # The French ones are scored with .8 like all others, and French asks for .9.
    french = [row["below_abstain_threshold"] for row in rows if row["market"] == "FR"]
    assert french == ["true", "true"]
    others = {row["below_abstain_threshold"] for row in rows if row["market"] != "FR"}
    assert others == {"false", ""}


def test_a_model_without_bands_leaves_the_column_empty(
    filled: Database, classifier: WordClassifier
) -> None:
    score(filled)
    table = pyarrow.parquet.read_table(io.BytesIO(export_bytes(filled, kind="parquet")))
    assert table["below_abstain_threshold"].null_count == table.num_rows


def test_parquet_keeps_texts_as_they_are(database: Database, tmp_path: Path) -> None:
    source = tmp_path / "reviews.csv"
    source.write_text("Rating,Review\n1,=1+1 is what I paid for this\n", encoding="utf-8")
    import_file(database, source)
    table = pyarrow.parquet.read_table(io.BytesIO(export_bytes(database, kind="parquet")))
    assert table["text"].to_pylist() == ["=1+1 is what I paid for this"]
    assert b",'=1+1 is what" in export_bytes(database, kind="csv").replace(b'"', b"")


def test_an_empty_result_still_has_its_header(filled: Database) -> None:
    written = export_bytes(filled, filters=Filters(markets=("JP",)), kind="csv").decode("utf-8-sig")
    assert len(written.splitlines()) == 1
    assert "market" in written


@pytest.mark.parametrize("name", ["out.xls", "nowhere/out.csv"])
def test_a_wrong_name_is_refused(filled: Database, tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        export_file(filled, output=tmp_path / name)
