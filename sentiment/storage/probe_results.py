"""What models answered to the probes, so that the last run is shown without another one.

Answers are kept by text, not as results: a run that was stopped goes on, and results follow
the templates of today. ``model`` is the name that a person gave, ``model_id`` the identity of
what it opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentiment.storage.database import Database

Chances = tuple[float, float, float]

_READ: Final = """
SELECT text, p_negative, p_neutral, p_positive FROM probe_scores WHERE model_id = $model_id
"""
_INSERT: Final = """
INSERT INTO probe_scores
SELECT $model_id, $model, text, p_negative, p_neutral, p_positive, $scored_at FROM scored
WHERE text NOT IN (SELECT text FROM probe_scores WHERE model_id = $model_id)
"""
_DELETE: Final = "DELETE FROM probe_scores WHERE model_id = $model_id"
_LIST: Final = """
SELECT model_id, arg_max(model, scored_at), count(*), max(scored_at) FROM probe_scores
GROUP BY model_id ORDER BY max(scored_at) DESC, model_id
"""


@dataclass(frozen=True)
class ProbedModel:
    """A model that has answered ``texts`` of the probes, the last of them at ``last`` (UTC)."""

    model_id: str
    model: str
    texts: int
    last: datetime


def read_probe_scores(database: Database, *, model_id: str) -> dict[str, Chances]:
    """The probabilities of negative, neutral and positive by text."""
    with database.cursor() as cursor:
        rows = cursor.execute(_READ, {"model_id": model_id}).fetchall()
    return {text: (negative, neutral, positive) for text, negative, neutral, positive in rows}


def store_probe_scores(
    database: Database, scores: Mapping[str, Chances], *, model_id: str, model: str
) -> None:
    """Keep the answers to a batch of texts; a text that was answered before keeps its first."""
    import pyarrow as pa

    table = pa.table(
        {
            "text": pa.array(list(scores), pa.string()),
            **{
                name: pa.array([chances[place] for chances in scores.values()], pa.float64())
                for place, name in enumerate(("p_negative", "p_neutral", "p_positive"))
            },
        }
    )
    now = datetime.now(UTC).replace(tzinfo=None)
    with database.transaction(scored=table) as cursor:
        cursor.execute(_INSERT, {"model_id": model_id, "model": model, "scored_at": now})


def delete_probe_scores(database: Database, *, model_id: str) -> None:
    """Forget what a model answered."""
    with database.transaction() as cursor:
        cursor.execute(_DELETE, {"model_id": model_id})


def probed_models(database: Database) -> list[ProbedModel]:
    """The models that have answered, the last first."""
    with database.cursor() as cursor:
        return [ProbedModel(*row) for row in cursor.execute(_LIST).fetchall()]
