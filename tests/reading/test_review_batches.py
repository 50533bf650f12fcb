"""Batches of reviews say what the whole table says, whatever their size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sentiment.reading import review_batches
from sentiment.reading.exports import read_file, stream_file

if TYPE_CHECKING:
    from pathlib import Path

    from sentiment.records import ReadExport


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "reviews.csv"
    rows = [
        f"Title {place},Broke after {place} days &amp; nobody at the shop answered,{place % 5 + 1}"
        for place in range(50)
    ]
    rows[7] = ",,"
    rows[8] = "-,,n/a"
    rows[30] = ",Bien. (Translated by Google) Good.,5"
    path.write_text("\n".join(["Title,Review text,Rating", *rows]) + "\n", encoding="utf-8")
    return path


def read(file: Path) -> ReadExport:
    [export] = read_file(file)
    return export


def test_small_batches_add_up_to_the_whole(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read(file)
    assert (whole.read, whole.reviews.num_rows, whole.rejected.num_rows) == (49, 48, 1)
    assert "texts beside a translation by Google" in " ".join(whole.recognition.notes)
    monkeypatch.setattr(review_batches, "BATCH_ROWS", 7)
    monkeypatch.setattr(review_batches, "_SLICE", 3)
    assert read(file) == whole


def test_batches_are_as_large_as_they_should_be(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review_batches, "BATCH_ROWS", 20)
    [stream] = stream_file(file)
    assert [batch.num_rows for batch in stream.batches] == [19, 20, 9]
    recognition, rejected = stream.finish()
    assert rejected.column("line").to_pylist() == [10]
    assert recognition.profile == stream.profile
