"""Colours that everybody can tell apart, on light and on dark pages."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from sentiment.charts.theme import (
    GROUP_COLOURS,
    HATCHES,
    MARKS,
    NEGATIVE_COLOUR,
    NEUTRAL_COLOUR,
    OTHERS_COLOUR,
    POSITIVE_COLOUR,
    group_colour,
    plain,
    shorten,
    translucent,
)

ALL = (*GROUP_COLOURS, OTHERS_COLOUR, NEGATIVE_COLOUR, NEUTRAL_COLOUR, POSITIVE_COLOUR)
LIGHT_PAGE, DARK_PAGE = "#FFFFFF", "#12161C"
# Machado, Oliveira and Fernandes (2009), full deficiency, on linear RGB.
DEUTERANOPIA = np.array(
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
)
PROTANOPIA = np.array(
    [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ]
)


def linear(colour: str) -> np.ndarray:
    values = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    weights = np.array([0.2126, 0.7152, 0.0722])
    low, high = sorted(float(weights @ linear(colour)) + 0.05 for colour in (one, other))
    return high / low


@pytest.mark.parametrize("colour", ALL)
@pytest.mark.parametrize("page", [LIGHT_PAGE, DARK_PAGE])
def test_every_colour_stands_out_from_the_page(colour: str, page: str):
    assert contrast(colour, page) >= 3


@pytest.mark.parametrize("seen_with", [np.eye(3), DEUTERANOPIA, PROTANOPIA])
def test_the_first_three_groups_and_the_sentiments_differ_for_every_eye(seen_with):
    for colours in (GROUP_COLOURS[:3], (NEGATIVE_COLOUR, POSITIVE_COLOUR)):
        for one, other in combinations(colours, 2):
            distance = np.linalg.norm(seen_with @ linear(one) - seen_with @ linear(other))
            assert distance > 0.1, (one, other)


def test_no_two_groups_share_mark_or_hatch():
    assert len(set(MARKS)) == len(MARKS) > len(GROUP_COLOURS)
    assert len(set(HATCHES)) == len(HATCHES) > len(GROUP_COLOURS)
    assert len(set(GROUP_COLOURS)) == len(GROUP_COLOURS)


def test_small_pieces():
    assert group_colour(0, others=True) == OTHERS_COLOUR
    assert group_colour(7) == GROUP_COLOURS[1]
    assert translucent("#FF0080", opacity=0.5) == "rgba(255, 0, 128, 0.5)"
    assert plain('<a href="x">&</a>') == '&lt;a href="x"&gt;&amp;&lt;/a&gt;'
    assert shorten("abc", to=3) == "abc" and shorten("abcd", to=3) == "ab…"
