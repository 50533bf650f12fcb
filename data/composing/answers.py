"""What the writers meant: answers about reviews that were drawn at random from the exports."""

from __future__ import annotations

import csv
import io
import random
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from composing.story import Review

DRAWN = 700
SEED = 20261031


def answers_about(files: Mapping[Path, list[Review]]) -> bytes:
    """``answers.csv``: the file, the line on which the row begins, and its writer's mood.

    Every row with a text is as likely as another to be drawn. Rows are found by their words,
    as Polytone itself reads them; texts of which the writers meant different things are not
    drawn.
    """
    known = sorted(answer for path, reviews in files.items() for answer in _moods(path, reviews))
    drawn = sorted(random.Random(SEED).sample(known, DRAWN))
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([("file", "line", "answer"), *drawn])
    return out.getvalue().encode()


def _moods(path: Path, reviews: Iterable[Review]) -> Iterable[tuple[str, int, str]]:
    from sentiment.reading.exports import read_file

    moods: defaultdict[str, set[str]] = defaultdict(set)
    for review in reviews:
        for words in (
            review.title + review.text + review.liked + review.disliked,
            review.text + review.liked + review.disliked,
        ):
            moods[_letters(words)].add(review.mood)
    for export in read_file(path):
        for row in export.reviews.select(["line", "text"]).to_pylist():
            found = moods.get(_letters(row["text"] or ""), set())
            if row["text"] and len(found) == 1:
                yield path.name, row["line"], *found


def _letters(words: str) -> str:
    return "".join(letter for letter in words.casefold() if letter.isalnum())
