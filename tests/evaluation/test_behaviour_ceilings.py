"""Ceilings catch a model that got worse, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from sentiment.errors import ReadingError
from sentiment.evaluation.behaviour import check_behaviour
from sentiment.evaluation.behaviour_cases import parse_cases, read_cases
from sentiment.evaluation.behaviour_ceilings import (
    FREEZE,
    find_regressions,
    fingerprint,
    freeze,
    read_ceilings,
    slack,
    write_ceilings,
)

N = 100
CONTENT = f"[plain]\npositive = {[f'good {number}' for number in range(N)]}"
CASES = parse_cases(CONTENT, language="en")


def failing(first: int):
    """A model that gets the first so many texts wrong."""

    def predict(texts):
        wrong = np.arange(len(texts)) < first
        return np.where(wrong[:, None], [0.8, 0.1, 0.1], [0.1, 0.1, 0.8])

    return predict


def check(first: int):
    return check_behaviour(failing(first), CASES)


def test_as_good_better_and_within_the_slack_pass():
    ceilings = freeze(check(20), model="m")
    for failures in (0, 19, 20, 20 + slack(N)):
        assert find_regressions(check(failures), ceilings) == []


def test_a_worse_model_is_named_with_rate_and_ceiling():
    ceilings = freeze(check(20), model="m")
    found = find_regressions(check(21 + slack(N)), ceilings)
    assert [regression.group for regression in found] == ["all", "kind plain", "language en"]
    assert str(found[1]) == (
        "kind plain: failure rate 27.0% (27 of 100) is above its ceiling 20.0% (20), "
        "with slack 26.0% (26)"
    )


def test_a_model_that_gets_one_language_wrong_is_caught_there():
    cases = CASES + parse_cases(CONTENT.replace("good", "gut"), language="de")
    ceilings = freeze(check_behaviour(failing(0), cases), model="m")
    found = find_regressions(check_behaviour(failing(7), cases), ceilings)
    assert [regression.group for regression in found] == ["language en"]


@pytest.mark.parametrize("answer", [[1, 0, 0], [0, 1, 0], [0, 0, 1], [np.nan] * 3])
def test_a_model_with_one_answer_for_everything_fails_the_real_list(answer):
    def one_answer(texts):
        return np.tile(np.array(answer, float), (len(texts), 1))

    def keen(texts):
        return np.stack(
            [[0.1, 0.1, 0.8] if index % 2 else [0.8, 0.1, 0.1] for index in range(len(texts))]
        )

    cases = read_cases()
    report = check_behaviour(one_answer, cases)
    assert report.overall.share.value > 0.3
    perfect = freeze(report, model="m")
    perfect = type(perfect)("m", perfect.cases, {g: (0, n) for g, (_, n) in perfect.groups.items()})
    for model in (one_answer, keen):
        messages = " ".join(map(str, find_regressions(check_behaviour(model, cases), perfect)))
        assert "kind plain" in messages and "kind negation" in messages
        assert "language sw" in messages and "language en" in messages


def test_ceilings_of_another_list_are_refused():
    ceilings = freeze(check(20), model="m")
    for other in (CASES[:-1], parse_cases(CONTENT.replace("good 7", "nice 7"), language="en")):
        with pytest.raises(ReadingError, match="ceilings were frozen for") as caught:
            find_regressions(check_behaviour(failing(0), other), ceilings)
        assert FREEZE in str(caught.value)
    assert fingerprint(CASES) == fingerprint(reversed(CASES)) == ceilings.cases


def test_ceilings_survive_their_file(tmp_path):
    ceilings = freeze(check(20), model="polytone-9")
    write_ceilings(ceilings, tmp_path / "ceilings.json")
    assert read_ceilings(tmp_path / "ceilings.json") == ceilings
    assert ceilings.groups == {"all": (20, N), "kind plain": (20, N), "language en": (20, N)}


@pytest.mark.parametrize(
    "content", [None, "{", "[]", '{"model": "m", "cases": "x"}', '{"groups":3}']
)
def test_a_missing_or_broken_file_says_how_to_make_it(tmp_path, content):
    path = tmp_path / "ceilings.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(ReadingError, match="freeze"):
        read_ceilings(path)
