"""What is commoner among errors than among right answers, on counts that are known."""

from math import isnan

import pytest

from sentiment.evaluation.error_kind_counts import count_kinds
from sentiment.evaluation.error_kinds import KINDS, JudgedText

RIGHT, WRONG = (0.1, 0.2, 0.7), (0.6, 0.2, 0.2)


def record(text, language="en", *, probabilities=WRONG):
    return JudgedText(text, language, truth=2, probabilities=probabilities)


def test_a_language_without_list_is_not_judged():
    found = count_kinds([record("Ne bona", "eo"), record("Bona", "eo", probabilities=RIGHT)])
    negation = next(count for count in found if count.name == "negation")
    assert (negation.judged_errors, negation.judged_rights) == (0, 0)
    assert isnan(negation.excess.value)
    assert not negation.is_over_represented


def test_a_kind_that_is_commoner_among_errors_is_found():
    wrong = [record("not good", probabilities=WRONG)] * 30 + [
        record("fine", probabilities=WRONG)
    ] * 10
    right = [record("not good", probabilities=RIGHT)] * 20 + [
        record("fine", probabilities=RIGHT)
    ] * 140
    counts = {count.name: count for count in count_kinds(wrong + right)}
    negation = counts["negation"]
    assert (negation.errors, negation.judged_errors) == (30, 40)
    assert (negation.rights, negation.judged_rights) == (20, 160)
    assert (negation.inside.value, negation.inside.n) == (0.6, 50)
    assert negation.outside.value == pytest.approx(10 / 150)
    assert negation.excess.value == pytest.approx(30 / 40 - 20 / 160)
    assert negation.is_over_represented
    assert not counts["contrast"].is_over_represented
    assert not counts["very short"].is_over_represented
    assert len(counts) == len(KINDS)


def test_a_kind_of_a_hard_language_is_no_reason_by_itself():
    """Capitals are frequent in the language with many errors, and do no harm in either."""

    def several(language, count, capitals, probabilities):
        texts = ["ABCDE"] * capitals + ["abcde"] * (count - capitals)
        return [record(text, language, probabilities=probabilities) for text in texts]

    hard = several("xx", 200, 160, WRONG) + several("xx", 50, 40, RIGHT)
    easy = several("yy", 20, 2, WRONG) + several("yy", 400, 40, RIGHT)
    shouted = next(count for count in count_kinds(hard + easy) if count.name == "all capitals")
    assert shouted.inside.value > shouted.outside.value + 0.4
    assert shouted.excess.value == pytest.approx(0)
    assert not shouted.is_over_represented


def test_rare_languages_stand_together():
    rows = [record("not x", "en", probabilities=WRONG)] * 6 + [record("x", "en")] * 6
    rows += [record("not y", "en", probabilities=RIGHT)] * 3
    rows += [record("nicht x", "de", probabilities=WRONG)] * 6
    rows += [record("y", "de", probabilities=RIGHT)] * 20
    negation = next(count for count in count_kinds(rows) if count.name == "negation")
    assert negation.excess.value == pytest.approx(12 / 18 - 3 / 23)


def test_nothing_to_count():
    assert all(count.errors == 0 and not count.is_over_represented for count in count_kinds([]))
