import pytest

from sentiment.errors import UsageError
from sentiment.settings import scoring_engine, scoring_precision


@pytest.mark.parametrize(
    ("named", "environment", "expected"),
    [
        (None, "", "torch"),
        (None, "openvino", "openvino"),
        ("torch", "openvino", "torch"),
        ("openvino", "", "openvino"),
    ],
)
def test_the_engine_is_as_named_then_as_set_then_torch(monkeypatch, named, environment, expected):
    monkeypatch.setenv("POLYTONE_ENGINE", environment)
    assert scoring_engine(named) == expected


def test_an_unknown_engine_is_named_beside_the_known_ones(monkeypatch):
    monkeypatch.setenv("POLYTONE_ENGINE", "OpenVino")
    with pytest.raises(UsageError, match=r"'OpenVino'.*POLYTONE_ENGINE can be torch or openvino"):
        scoring_engine()


@pytest.mark.parametrize(("environment", "expected"), [("", None), ("float32", "float32")])
def test_the_precision_is_as_set_or_left_to_the_cpu(monkeypatch, environment, expected):
    monkeypatch.setenv("POLYTONE_PRECISION", environment)
    assert scoring_precision() == expected


def test_an_unknown_precision_is_named_beside_the_known_ones(monkeypatch):
    monkeypatch.setenv("POLYTONE_PRECISION", "fp16")
    known = r"'fp16'.*POLYTONE_PRECISION can be float32 or bfloat16 or int8"
    with pytest.raises(UsageError, match=known):
        scoring_precision()
