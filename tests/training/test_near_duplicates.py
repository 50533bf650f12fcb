import sys

import pytest

from sentiment.errors import MissingExtraError
from sentiment.training.near_duplicates import nearly_in

LONG = "thestaffwaskindandtheroomwascleanbutthebreakfastcouldhavehadmorefruit"


@pytest.mark.parametrize(
    ("key", "alike"),
    [
        (LONG, True),
        (LONG.replace("fruit", "choice"), True),
        (LONG + "httpstco", True),
        ("user" + LONG, True),
        (LONG[: len(LONG) // 2], False),
        (LONG[::-1], False),
        ("thestaffwasrudeandtheroomwasdirtyandthebreakfasthadnofruitatall", False),
    ],
)
def test_few_changes_are_seen_through(key, alike):
    others = ["somethingelsealtogetherthatnobodysaid", LONG]
    assert nearly_in([key], others).tolist() == [alike]


def test_short_texts_are_alike_by_chance_and_so_to_none():
    assert nearly_in(["verygood", LONG], ["verygood", "toofew"]).tolist() == [False, False]


def test_other_scripts():
    text = "客室はとても清潔でスタッフも親切でしたが朝食はもう少し種類がほしいです"
    assert nearly_in([text, text + "ね。"], [text]).tolist() == [True, True]


def test_without_datasketch_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "datasketch", None)
    with pytest.raises(MissingExtraError, match="datasketch"):
        nearly_in(["a"], ["b"])
