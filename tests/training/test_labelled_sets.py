from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sentiment.errors import UsageError
from sentiment.training.labelled_sets import LabelledSet, read_labelled_sets, read_split
from tests.benchmark_data import write_benchmark_folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_benchmark_folder(tmp_path / "data")


def by_name(sets: list[LabelledSet]) -> dict[tuple[str, str], LabelledSet]:
    return {(one.source, one.language): one for one in sets}


def test_test_splits_of_trained_sources_and_all_of_the_others(data: Path) -> None:
    sets = by_name(read_labelled_sets(data))
    assert set(sets) == {
        ("umsab_xlmt", "de"), ("umsab_xlmt", "en"), ("umsab_xlmt", "fi"), ("shop", "en"),
    }  # fmt: skip
    english = sets["umsab_xlmt", "en"]
    assert english.part == "in-domain" and all(" test " in text for text in english.texts)
    shop = sets["shop", "en"]
    assert shop.part == "never seen" and shop.classes == 2
    assert len(set(shop.texts)) == len(shop.texts) == 40


def test_the_same_texts_are_drawn_in_every_call(data: Path) -> None:
    first, again = (by_name(read_labelled_sets(data, most=10)) for _ in range(2))
    alone = by_name(read_labelled_sets(data, most=10, languages=["fi"]))
    key = ("umsab_xlmt", "fi")
    assert first[key].fingerprint == again[key].fingerprint == alone[key].fingerprint
    assert len(first[key].texts) == 10 and first[key].available == 60
    assert set(alone) == {key}


def test_a_changed_label_changes_the_fingerprint(data: Path) -> None:
    before = by_name(read_labelled_sets(data))["shop", "en"].fingerprint
    path = data / "evaluate" / "shop.parquet"
    rows = pd.read_parquet(path)
    rows.loc[2, "label"] = 2 - rows.loc[2, "label"]
    rows.to_parquet(path)
    assert by_name(read_labelled_sets(data))["shop", "en"].fingerprint != before


def test_machine_translations_are_left_out(data: Path) -> None:
    (data / "manifest.csv").write_text("source,quality\nshop,MACHINE-TRANSLATED from English\n")
    assert ("shop", "en") not in by_name(read_labelled_sets(data))


def test_one_of_the_two_folders_is_enough(data: Path) -> None:
    (data / "train").rename(data / "elsewhere")
    # Nothing says any more that the text which stands in train is known.
    assert by_name(read_labelled_sets(data))["shop", "en"].available == 41


def test_nothing_to_test_on(tmp_path: Path, data: Path) -> None:
    (tmp_path / "train").mkdir()
    with pytest.raises(UsageError, match="nothing to test on"):
        read_labelled_sets(tmp_path)
    with pytest.raises(UsageError, match=r"no '.*mine\.parquet'"):
        read_split(data, source="mine", split="train")


def test_files_of_another_kind_are_refused(data: Path) -> None:
    path = data / "evaluate" / "shop.parquet"
    rows = pd.read_parquet(path)
    rows.rename(columns={"lang": "language"}).to_parquet(path)
    with pytest.raises(UsageError, match=r"no column 'lang'.*columns are: text, label, language"):
        read_labelled_sets(data)
    rows.assign(label=rows["label"] + 1).to_parquet(path)
    with pytest.raises(UsageError, match=r"labels of 'shop' hold \[3\]"):
        read_labelled_sets(data)
    path.write_bytes(b"PAR1")
    with pytest.raises(UsageError, match="cannot be read as Parquet"):
        read_labelled_sets(data)


def test_rows_without_text_or_label_are_not_tested_on(data: Path) -> None:
    path = data / "evaluate" / "shop.parquet"
    rows = pd.read_parquet(path).astype({"label": "Int64"})
    rows.loc[0, "text"] = None
    rows.loc[1, "label"] = None
    rows.loc[2, "lang"] = None
    rows.to_parquet(path)
    sets = by_name(read_labelled_sets(data))
    assert sets["shop", "und"].available == 1 and sets["shop", "en"].available == 38
