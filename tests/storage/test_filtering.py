from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from sentiment.errors import UsageError
from sentiment.records import Filters, SurenessThresholds
from sentiment.storage import search, summaries
from sentiment.storage.database import Database, open_database
from sentiment.storage.filtering import condition
from tests.storage.conftest import fill_database

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS = [
    {
        "text": "Lovely 100% wool_blend (really?)",
        "market": "US",
        "product": "Lamp",
        "stars": 5.0,
        "written_at": datetime(2025, 1, 31, 23, 59, 59),
        "language": ("en", 0.9, False),
        "scores": (0.05, 0.05, 0.9),
    },
    {
        "text": "furchtbar",
        "market": "DE",
        "product": "Lamp",
        "stars": 5.0,
        "written_at": datetime(2025, 2, 1),
        "language": ("de", 0.9, False),
        "scores": (0.8, 0.1, 0.1),
    },
    {
        "text": "gar nicht schlecht",
        "market": "DE",
        "stars": 1.6,
        "written_at": datetime(2025, 2, 2, 12),
        "language": ("de", 0.6, True),
        "scores": (0.3, 0.3, 0.4),
    },
    {"text": "it's ok \\ \"so\" 'so'", "stars": 3.4, "scores": (0.2, 0.6, 0.2)},
    {"text": None, "stars": 2.0, "market": "FR", "author": "only stars"},
    {"text": "not scored", "author": "x"},
]
WOOL, AWFUL, NOT_BAD, OK, STARS, UNSCORED = range(6)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with open_database(tmp_path_factory.mktemp("filtering") / "reviews.duckdb") as database:
        fill_database(database, ROWS)
        elsewhere = {"text": "elsewhere", "scores": (0.1, 0.1, 0.8)}
        fill_database(database, [elsewhere], profile="market place")
        yield database


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), {WOOL, AWFUL, NOT_BAD, OK, STARS, UNSCORED}),
        (Filters(text="WOOL"), {WOOL}),
        (Filters(text="100%"), {WOOL}),
        (Filters(text="wool_"), {WOOL}),
        (Filters(text="1%0"), set()),
        (Filters(text="l_mp"), set()),
        (Filters(text="(really?)"), {WOOL}),
        (Filters(text=".*"), set()),
        (Filters(text='it\'s ok \\ "SO"'), {OK}),
        (Filters(text="'; DROP TABLE reviews; --"), set()),
        (Filters(languages=("de",)), {AWFUL, NOT_BAD}),
        (Filters(languages=("en", "")), {WOOL, OK, STARS, UNSCORED}),
        (Filters(markets=("DE", "FR")), {AWFUL, NOT_BAD, STARS}),
        (Filters(markets=("",)), {OK, UNSCORED}),
        (Filters(products=("Lamp",)), {WOOL, AWFUL}),
        (Filters(products=("",)), {NOT_BAD, OK, STARS, UNSCORED}),
        (Filters(sources=("market place",), text="furchtbar"), set()),
        (Filters(stars=(2,)), {NOT_BAD, STARS}),
        (Filters(stars=(3, 5)), {WOOL, AWFUL, OK}),
        (Filters(sentiments=("negative",)), {AWFUL}),
        (Filters(sentiments=("neutral", "positive")), {WOOL, NOT_BAD, OK}),
        (Filters(confidence=(0.8, 1.0)), {WOOL, AWFUL}),
        (Filters(confidence=(0.0, 0.6)), {NOT_BAD, OK}),
        (Filters(uncertain_language=True), {NOT_BAD}),
        (Filters(uncertain_language=False), {WOOL, AWFUL}),
        (Filters(disagree=True), {AWFUL, NOT_BAD}),
        (Filters(unsure=SurenessThresholds(0.7)), {NOT_BAD, OK}),
        (Filters(unsure=SurenessThresholds(0.5, (("de", 0.85),))), {AWFUL, NOT_BAD}),
        (Filters(unsure=SurenessThresholds(0.7, (("de", 0.0), ("xx", 1.0)))), {OK}),
        (Filters(unsure=SurenessThresholds(0.0)), set()),
        (Filters(since=date(2025, 2, 1)), {AWFUL, NOT_BAD}),
        (Filters(until=date(2025, 1, 31)), {WOOL}),
        (Filters(since=date(2025, 2, 2), until=date(2025, 2, 2)), {NOT_BAD}),
        (Filters(markets=("DE",), stars=(5,), sentiments=("negative",)), {AWFUL}),
    ],
)
def test_filters_mean_what_they_say(filled: Database, filters: Filters, expected: set[int]) -> None:
    texts = {ROWS[number]["text"] for number in expected}
    found = search.find_reviews(filled, filters=filters, limit=100)
    assert {review.text for review in found if review.source == "shop"} == texts
    assert search.count_reviews(filled, filters=filters) == len(found)
    counts = summaries.count_by(filled, by=None, filters=filters)
    assert sum(count.reviews for count in counts) == len(found)
    assert search.export_table(filled, filters=filters).read_all().num_rows == len(found)
    sample = search.sample_texts(filled, filters=filters, limit=100)
    assert sample.num_rows == len([review for review in found if review.text])


def test_source_is_the_profile(filled: Database) -> None:
    [review] = search.find_reviews(filled, filters=Filters(sources=("market place",)))
    assert review.text == "elsewhere"


def test_unknown_sentiment_is_refused() -> None:
    with pytest.raises(UsageError, match=r"'angry'.*negative, neutral, positive"):
        condition(Filters(sentiments=("angry",)))


def test_values_never_stand_in_the_statement() -> None:
    value: Any = "a value' OR 1=1"
    made = condition(
        Filters(
            text=value, languages=(value,), markets=(value,), products=(value,), sources=(value,)
        )
    )
    assert "a value" not in made.sql
    assert made.parameters["markets"] == [value]
