from __future__ import annotations

import pyarrow as pa

from sentiment.reading.column_traits import ColumnTraits, column_traits


def traits(*values: str) -> ColumnTraits:
    return ColumnTraits("x", values)


def test_shares() -> None:
    assert traits("2024-01-15", "15/03/2025", "x").dates == 2 / 3
    assert traits("5", "4/5", "★★", "Review 3 says it works well").ratings == 3 / 4
    assert traits("4", "9/10").highest_rating == 9
    assert traits("1705313472", "1705313473").epochs == 1
    assert traits("en", "pt-BR", "EN").languages == 2 / 3
    assert traits("US", "DE", "Spain").country_codes == 2 / 3
    assert traits("US", "DE", "Spain", "Atlantis").markets == 3 / 4
    assert traits("Reviewed in India on 13 June 2025", "13 June 2025").sentences_with_market == 0.5
    assert traits("a", "a", "b", "c").different == 3 / 4


def test_letters_count_more_where_a_letter_is_a_word() -> None:
    assert traits("很好").letters == 6
    assert traits("ok 1").letters == 2


def test_a_future_is_no_date() -> None:
    assert traits("2999-01-01", "1980-01-01").dates == 0


def test_the_sample_leaves_missing_values_out() -> None:
    column = pa.chunked_array([["-", None, " a "], ["n/a", "b"]])
    assert column_traits("h", column) == ColumnTraits("h", ("a", "b"))


def test_an_empty_column() -> None:
    empty = traits()
    assert empty.dates == empty.letters == empty.markets == empty.different == 0
