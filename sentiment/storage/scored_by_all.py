"""Predictions of several models side by side, on the reviews that all of them have scored.

The active model's stand in the reviews; each other model's are joined by the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sentiment.storage.confusion_groups import SCORED
from sentiment.storage.predictions import CLASS_OF_PREDICTION, read_active_model

if TYPE_CHECKING:
    from sentiment.storage.database import Cursor

_MODELS: Final = "SELECT DISTINCT model_id FROM predictions ORDER BY model_id"
_ACTIVE: Final = """
{named}.sentiment AS sentiment, {named}.p_negative AS p_negative,
{named}.p_neutral AS p_neutral, {named}.p_positive AS p_positive, {named}.confidence AS confidence
"""
_OTHER: Final = """
{winner} AS sentiment, {named}.p_negative AS p_negative, {named}.p_neutral AS p_neutral,
{named}.p_positive AS p_positive,
greatest({named}.p_negative, {named}.p_neutral, {named}.p_positive) AS confidence
"""
_JOIN: Final = """
JOIN (SELECT * FROM predictions WHERE model_id = ${named}) AS {named}
    ON {named}.text_key = judged.text_key
"""


@dataclass(frozen=True)
class ModelColumns:
    """How the predictions of all models are read beside reviews in a subquery ``judged``.

    ``condition`` is to be added to that of the reviews, ``joins`` follow the subquery, and
    ``parameters`` are the values that they name. ``judged`` needs the columns text_key, and
    sentiment, p_negative, p_neutral, p_positive and confidence.
    """

    models: tuple[str, ...]
    condition: str
    joins: str
    parameters: dict[str, str]
    _aliases: dict[str, str]

    def class_of(self, model_id: str) -> str:
        """The expression for the class (0 to 2) that the model predicts."""
        named = self._aliases[model_id]
        return f"{named}.sentiment" if named == "judged" else _winner(named)

    def sureness_of(self, model_id: str) -> str:
        """The expression for the largest probability that the model gives."""
        named = self._aliases[model_id]
        if named == "judged":
            return f"{named}.confidence"
        return f"greatest({named}.p_negative, {named}.p_neutral, {named}.p_positive)"

    def scores_of(self, model_id: str) -> str:
        """The columns sentiment, p_negative, p_neutral, p_positive and confidence of the model."""
        named = self._aliases[model_id]
        if named == "judged":
            return _ACTIVE.format(named=named)
        return _OTHER.format(named=named, winner=_winner(named))


def models_side_by_side(cursor: Cursor) -> ModelColumns:
    """The models that have stored predictions, and how to read them."""
    models = tuple(model for (model,) in cursor.execute(_MODELS).fetchall())
    active = read_active_model(cursor)
    others = [model for model in models if model != active]
    aliases = {model: f"model_{place}" for place, model in enumerate(others)}
    return ModelColumns(
        models=models,
        condition=SCORED if active in models else "",
        joins="".join(_JOIN.format(named=named) for named in aliases.values()),
        parameters={named: model for model, named in aliases.items()},
        _aliases=aliases | ({active: "judged"} if active in models else {}),
    )


def _winner(named: str) -> str:
    return CLASS_OF_PREDICTION.replace("p.p_", f"{named}.p_")
