"""The behaviour section of a model card."""

from __future__ import annotations

import numpy as np

from sentiment.evaluation.behaviour import check_behaviour
from sentiment.evaluation.behaviour_cases import parse_cases
from sentiment.training.behaviour_report import (
    behaviour_section,
    kind_by_language_table,
    summarise_worst,
)

CASES = [
    *parse_cases(
        '[plain]\npositive = ["good", "fine", "nice"]\nneutral = ["it is red"]\n'
        '[typos]\nsame = ["{good|bad} bag"]',
        language="en",
    ),
    *parse_cases('[plain]\nnegative = ["schlecht"]', language="de"),
]


def report(bad: tuple[str, ...] = ("bad", "nice")):
    def predict(texts):
        wrong = {"good": 2, "fine": 2, "nice": 2, "it is red": 1, "schlecht": 0}
        labels = [wrong.get(text, 2) for text in texts]
        labels = [
            0 if any(word in text for word in bad) else label
            for text, label in zip(texts, labels, strict=True)
        ]
        return np.eye(3)[labels]

    return check_behaviour(predict, CASES)


def test_the_section_gives_each_rate_with_n_and_interval():
    section = behaviour_section(report())
    assert section.startswith("## Behaviour\n\n6 cases in 2 languages") and section.endswith("|\n")
    assert (
        "| plain words | plain praise, complaint or fact | minimum functionality | 5 | 20.0 |"
        in (section)
    )
    assert (
        "| typos | one slip of the keyboard | invariance | 1 | 100.0 | 20.7 to 100.0 |" in section
    )
    assert "| **all** | | | 6 | 33.3 | 9.7 to 70.0 |" in section
    assert "| German | 1 | 0.0 | 0.0 to 79.3 |" in section
    assert "| English | 5 | 40.0 |" in section
    assert "not the error rate on reviews" in section


def test_one_sentence_names_the_worst_first():
    assert summarise_worst(report()) == (
        "Of all cases 33.3 % fail; the weakest kinds are typos (100.0 %), plain words (20.0 %), "
        "the weakest languages English (40.0 %)."
    )
    assert summarise_worst(report(bad=())) == "None of the 6 cases fails."


def test_kinds_by_language_shows_failures_of_cases_and_leaves_absent_cells_empty():
    assert kind_by_language_table(report()).splitlines() == [
        "| kind | de | en |",
        "|---|---|---|",
        "| plain words | 0/1 | 1/4 |",
        "| typos |  | 1/1 |",
    ]


def test_every_row_of_a_table_has_as_many_cells():
    for line in behaviour_section(report()).splitlines():
        if line.startswith("|"):
            assert line.count("|") in (5, 7), line
