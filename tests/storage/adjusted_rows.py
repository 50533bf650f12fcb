"""A scored store with an adjusted version, and what must always hold of the two."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sentiment.evaluation.class_adjustment import ClassAdjustment
from sentiment.storage.adjustments import StoredAdjustment

BASE, VERSION = "model-1", "model-1+fair-1"
TILT = ClassAdjustment("de", (-1.0, 0.0, 0.0), 1.5)
GERMAN, FRENCH = ("de", 0.9, False), ("fr", 0.9, False)
ROWS: list[dict[str, Any]] = [
    {"text": "eins", "language": GERMAN, "scores": (0.5, 0.2, 0.3)},
    {"text": "zwei", "language": GERMAN, "scores": (0.9, 0.06, 0.04)},
    {"text": "un", "language": FRENCH, "scores": (0.5, 0.2, 0.3)},
    {"text": "nichts", "scores": (0.0, 1.0, 0.0)},
    {"text": "wartet", "language": GERMAN},
]
ADJUSTMENT = StoredAdjustment(
    model_id=VERSION,
    name="Fair",
    base_model=BASE,
    values=(TILT,),
    constraint="Equal.",
    effects="{}",
    created_at=datetime(2026, 1, 2, 3, 4),
    created_by="Ana",
)
# The scores in the reviews are those of the active model's predictions, or null.
BROKEN = """
SELECT r.text FROM reviews AS r
LEFT JOIN (SELECT * FROM predictions
    WHERE model_id = (SELECT value FROM settings WHERE name = 'active_model')
) AS p ON r.text_key = p.text_key
WHERE (r.p_negative, r.p_neutral, r.p_positive) IS DISTINCT FROM
        (p.p_negative, p.p_neutral, p.p_positive)
    OR (r.sentiment IS NULL) <> (p.text_key IS NULL)
"""
# A version has a prediction for exactly the texts of which its base has one, and one of each.
UNEQUAL = """
SELECT text_key FROM predictions GROUP BY text_key
HAVING count(*) FILTER (model_id = $base) <> 1 OR count(*) FILTER (model_id = $version) <> 1
"""
