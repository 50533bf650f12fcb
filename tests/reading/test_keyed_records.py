import json

import pytest

from sentiment.reading.exports import read_file
from sentiment.reading.keyed_records import keyed_records

TWO = {
    "r1": {"text": "Arrived broken", "stars": 1, "user": {"name": "Bo"}},
    "r2": {"text": "Very good", "stars": 5},
}


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("wrap", [lambda v: v, lambda v: {"data": {"reviews": v}, "total": 2}])
def test_reviews_by_their_id(read, indent, wrap):
    found = read(json.dumps(wrap(TWO), indent=indent), name="reviews.json")
    assert found.table.container == "json"
    assert found.table.headings == ("review_id", "text", "stars", "user.name")
    assert found.rows == [("r1", "Arrived broken", "1", "Bo"), ("r2", "Very good", "5", None)]
    assert found.lines == [1, 2]


def test_the_key_becomes_the_id_of_the_review(tmp_path):
    path = tmp_path / "reviews.json"
    path.write_text(json.dumps(TWO))
    (export,) = read_file(path)
    assert export.reviews.column("external_id").to_pylist() == ["r1", "r2"]
    assert export.reviews.column("body").to_pylist() == ["Arrived broken", "Very good"]


def test_records_with_an_id_keep_it(read):
    found = read(json.dumps({"k1": {"id": "a", "text": "x"}, "k2": {"id": "b", "text": "y"}}))
    assert found.rows == [("a", "x"), ("b", "y")]


def test_an_index_is_no_id(read):
    found = read(json.dumps({"0": {"text": "x"}, "1": {"text": "y"}}))
    assert found.table.headings == ("text",)
    assert found.rows == [("x",), ("y",)]


def test_columns_of_a_data_frame(read):
    columns = {"text": {"0": "x", "1": "y"}, "stars": {"0": 5, "1": None}, "gone": None}
    assert read(json.dumps(columns)).rows == [("x", "5"), ("y", None)]


def test_a_gap_is_rejected_and_not_lost(read):
    found = read(json.dumps({**TWO, "r3": None}))
    assert len(found.rows) == 2
    assert [row[:2] for row in found.rejected] == [(3, "is not a JSON object")]


@pytest.mark.parametrize(
    "one",
    [
        {"text": "Good", "stars": 5, "user": {"name": "Bo"}},
        {"reviewer": {"id": 1, "name": "Bo"}, "product": {"id": 2}, "review": {"id": 3, "t": "x"}},
        {"title": {"value": "Good"}, "text": {"value": "Works"}, "rating": {"value": 5}},
        {"author": {"name": "Bo"}, "content": {"body": "Good"}},
        {"review": {"text": "Good", "stars": 5}},
        {"text": "Good", "data": {"v1": {"x": 1}, "v2": {"x": 2}}},
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_a_single_review_stays_one(read, one, indent):
    assert len(read(json.dumps(one, indent=indent)).rows) == 1


def test_one_review_under_its_id():
    assert keyed_records({"-Nx81": {"text": "Good"}}) == [{"review_id": "-Nx81", "text": "Good"}]
    assert keyed_records({}) is None and keyed_records([]) is None
