"""Figures about a packed model that lie as JSON beside its weights, in a format with a name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from sentiment.errors import ModelError
from sentiment.models.checksums import how_to_get_back

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Stated = TypeVar("Stated")


def read_stated_figures(
    path: Path, build: Callable[[dict[str, Any]], Stated], *, form: str
) -> Stated | None:
    """What ``build`` makes of the content of ``path``, without its format; None without a file.

    ``build`` may raise what a wrong content makes it raise. Raises :class:`ModelError` where
    the file is damaged or its format is not ``form``.
    """
    if not path.is_file():
        return None
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        found = content.pop("format")
        if found != form:
            raise ValueError(f"its format is {found!r}, expected {form!r}")
        return build(content)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            f"{path} is damaged ({type(error).__name__}: {error}).",
            hint=how_to_get_back(path.parent),
        ) from error
