from __future__ import annotations

import pyarrow as pa
import pytest

from sentiment.reading.known_profiles import find_profile
from sentiment.reading.recognition import Layout
from sentiment.reading.review_markets import find_markets, order_of_market

SENTENCE = "Reviewed in Japan on 3 May 2025"


def find(layout: Layout, given: str | None = None, **columns: list[str | None]) -> object:
    arrays = {name: pa.chunked_array([cells], pa.string()) for name, cells in columns.items()}
    found = {name: arrays.get(name) for name in ("market", "date", "language")}
    markets, source = find_markets(found, layout, length=1, given=given, notes=[])
    return markets.to_pylist(), source


def test_what_is_given_for_the_file_wins() -> None:
    layout = Layout("guessed", {"market": "Land"})
    assert find(layout, "DE", market=["FR"]) == (["DE"], "given for the file: DE")
    assert find(layout, market=["FR"]) == (["FR"], "column 'Land'")


def test_an_empty_column_gives_way_to_the_locale() -> None:
    layout = Layout("guessed", {"market": "Land", "language": "Locale"})
    expected = (["BR"], "region of the locale in column 'Locale'")
    assert find(layout, market=[None], language=["pt-BR"]) == expected


def test_the_language_of_a_device_is_no_market() -> None:
    layout = Layout("google-play", {"language": "Reviewer Language"}, find_profile("google-play"))
    assert find(layout, language=["pt-BR"]) == ([None], None)


def test_a_column_that_is_date_and_market() -> None:
    layout = Layout("guessed", {"market": "When", "date": "When"})
    expected = (["JP"], "sentence in column 'When'")
    assert find(layout, market=[SENTENCE], date=[SENTENCE]) == expected
    assert find(Layout("guessed", {"date": "When"}), date=[SENTENCE]) == expected


@pytest.mark.parametrize(
    ("markets", "order"),
    [(["US", None], "mdy"), (["DE"], "dmy"), (["CA"], None), (["US", "DE"], None), ([None], None)],
)
def test_the_order_of_a_market(markets: list[str | None], order: str | None) -> None:
    assert order_of_market(pa.array(markets, pa.string())) == order
