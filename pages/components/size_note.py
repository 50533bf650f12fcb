"""The word beside the figures of a small group, in every table."""

from __future__ import annotations

from sentiment.evaluation.intervals import reliability


def size_note(n: int, *, of: str = "reviews") -> str:
    """What is said where figures rest on ``n`` things, called ``of``; empty where these suffice.

    >>> size_note(12), size_note(12, of="texts"), size_note(3), size_note(400)
    ('few reviews', 'few texts', 'too few to say', '')
    """
    return {"enough": "", "small": f"few {of}", "too few": "too few to say"}[reliability(n)]
