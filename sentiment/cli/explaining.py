"""Ask a model for its reasons: explain."""

from __future__ import annotations

import sys
import unicodedata
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sentiment.cli.options import Json, Model
from sentiment.cli.terminal import print_json, print_table, say
from sentiment.records import SENTIMENTS

if TYPE_CHECKING:
    from sentiment.models.occlusion import Attribution

_MARKED = 0.05
_MOST_ROWS = 20
_LONGEST_RUN = 60
# Where words run to the left, these keep a word and its number from trading places.
_WORD_FIRST, _LEFT_TO_RIGHT, _END = "\u2068", "\u2066", "\u2069"


def explain(
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="The text; '-' reads standard input.")
    ],
    model: Model = None,
    language: Annotated[
        str | None,
        typer.Option(metavar="XX", help="Its language, such as de, instead of finding it out."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Which words carried the model's answer: each is left out once.

    A word's weight is how far the log-odds of the answer fall without it; its share is
    its part in all weights. A minus marks what speaks against the answer.
    """
    from sentiment.workflows.explaining import explain_text

    if text == "-":
        text = sys.stdin.buffer.read().decode("utf-8", errors="replace").strip()
    attribution = explain_text(text, model=model, language=language)
    if as_json:
        print_json(_entry(attribution))
        return
    chances = zip(SENTIMENTS, attribution.probabilities, strict=True)
    print(f"Sentiment: {attribution.sentiment} ({attribution.model_id})")
    print("Probabilities: " + ", ".join(f"{name} {chance:.2f}" for name, chance in chances))
    print(f"Language: {attribution.language}")
    words = attribution.words()
    print_table(
        ("word", "weight", "share"),
        [
            (_isolated(_shortened(word)), f"{span.weight:+.2f}", f"{attribution.share(span):+.0%}")
            for word, span in words[:_MOST_ROWS]
        ],
    )
    print(_marked(attribution))
    if len(words) > _MOST_ROWS:
        say(f"{len(words) - _MOST_ROWS} more with less weight; --json has them all.")


def _marked(attribution: Attribution) -> str:
    """The text with its strongest words between stars, each with its share of all weights."""
    parts, at, runs_left = [], 0, _runs_left(attribution.text)
    for span in attribution.spans:
        share = attribution.share(span)
        if abs(share) < _MARKED:
            continue
        word = attribution.text[span.start : span.end]
        parts += [
            attribution.text[at : span.start],
            f"**{word}**{_beside(share, runs_left=runs_left)}",
        ]
        at = span.end
    return "".join([*parts, attribution.text[at:]])


def _beside(share: float, *, runs_left: bool) -> str:
    number = f"({_short(share)})"
    return f"{_LEFT_TO_RIGHT}{number}{_END}" if runs_left else number


def _isolated(word: str) -> str:
    return f"{_WORD_FIRST}{word}{_END}" if _runs_left(word) else word


def _runs_left(word: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("R", "AL") for char in word)


def _shortened(run: str) -> str:
    run = " ".join(run.split())
    return run if len(run) <= _LONGEST_RUN else run[: _LONGEST_RUN - 1] + "…"


def _short(share: float) -> str:
    """A share in two digits: 0.31 → +.31.

    >>> _short(0.31), _short(-0.05), _short(1.0)
    ('+.31', '-.05', '+1.0')
    """
    if round(abs(share), 2) >= 1:
        return f"{share:+.1f}"
    return f"{share:+.2f}".replace("0.", ".", 1)


def _entry(attribution: Attribution) -> dict[str, Any]:
    negative, neutral, positive = (round(chance, 4) for chance in attribution.probabilities)
    return {
        "text": attribution.text,
        "language": attribution.language,
        "model": attribution.model_id,
        "sentiment": attribution.sentiment,
        "target": attribution.target,
        "p_negative": negative,
        "p_neutral": neutral,
        "p_positive": positive,
        "words": [
            {
                "word": word,
                "start": span.start,
                "end": span.end,
                "weight": round(span.weight, 4),
                "share": round(attribution.share(span), 4),
            }
            for word, span in attribution.words()
        ],
    }
