"""What carried a model's answers, kept so that no text is explained twice.

As a prediction, an explanation belongs to a text and a model, not to a review. It
belongs to a target class and a method as well: another way to weigh words does not
find what an earlier one left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sentiment.errors import UsageError
from sentiment.models.occlusion import METHOD, AttributedSpan, Attribution
from sentiment.storage.predictions import read_active_model

if TYPE_CHECKING:
    from sentiment.storage.database import Database

_FIND_REVIEW: Final = """
SELECT text, language FROM reviews
WHERE review_id = $review_id AND is_current AND text IS NOT NULL
"""
_FIND_PREDICTION: Final = """
SELECT p_negative, p_neutral, p_positive FROM predictions
WHERE text_key = md5_number($text) AND model_id = $model_id
"""
_READ: Final = """
SELECT language, p_negative, p_neutral, p_positive, starts, ends, weights FROM explanations
WHERE text_key = md5_number($text) AND model_id = $model_id AND target = $target
    AND method = $method
"""
_DELETE: Final = """
DELETE FROM explanations
WHERE text_key = md5_number($text) AND model_id = $model_id AND target = $target
"""
_INSERT: Final = """
INSERT INTO explanations VALUES (
    md5_number($text), $model_id, $target, $method, $language,
    $p_negative, $p_neutral, $p_positive, $starts, $ends, $weights
)
"""


@dataclass(frozen=True)
class ExplainableReview:
    """What an explanation of a review begins with.

    ``model_id`` is None where no model is active; ``probabilities`` are those that the
    model gave, None where it has not scored the text.
    """

    text: str
    language: str | None
    model_id: str | None
    probabilities: tuple[float, float, float] | None


def read_explainable(
    database: Database, *, review_id: int, model_id: str | None = None
) -> ExplainableReview:
    """The current text of a review and its score by ``model_id`` (default: the active model).

    Raises UsageError where there is no such review with a text.
    """
    with database.cursor() as cursor:
        rows = cursor.execute(_FIND_REVIEW, {"review_id": review_id}).fetchall()
        if not rows:
            raise UsageError(
                f"There is no review {review_id} with a text.", hint="Choose one from the list."
            )
        text, language = rows[0]
        identity = model_id or read_active_model(cursor)
        scores = cursor.execute(_FIND_PREDICTION, {"text": text, "model_id": identity}).fetchall()
    return ExplainableReview(text, language, identity, scores[0] if scores else None)


def read_explanation(
    database: Database, *, text: str, model_id: str, target: str
) -> Attribution | None:
    """The stored explanation of a text; None where it has none by the present method."""
    key = {"text": text, "model_id": model_id, "target": target, "method": METHOD}
    with database.cursor() as cursor:
        rows = cursor.execute(_READ, key).fetchall()
    if not rows:
        return None
    language, negative, neutral, positive, starts, ends, weights = rows[0]
    return Attribution(
        text=text,
        language=language,
        target=target,
        model_id=model_id,
        probabilities=(negative, neutral, positive),
        spans=tuple(map(AttributedSpan, starts, ends, weights)),
    )


def store_explanation(database: Database, attribution: Attribution) -> None:
    """Keep an explanation; an earlier one of the same text, model and target is replaced."""
    key = {
        "text": attribution.text,
        "model_id": attribution.model_id,
        "target": attribution.target,
    }
    negative, neutral, positive = attribution.probabilities
    values = {
        "method": METHOD,
        "language": attribution.language,
        "p_negative": negative,
        "p_neutral": neutral,
        "p_positive": positive,
        "starts": [span.start for span in attribution.spans],
        "ends": [span.end for span in attribution.spans],
        "weights": [span.weight for span in attribution.spans],
    }
    with database.transaction() as cursor:
        cursor.execute(_DELETE, key)
        cursor.execute(_INSERT, key | values)
