"""What answers depend on: a new version means that kept answers are out of date."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sentiment.records import Choices
    from sentiment.storage.database import Database


def data_version(database: Database, *, known: Choices) -> str:
    """Changes with every import, every scored batch and every change of the model.

    ``known`` is what :func:`sentiment.workflows.exploring.choices` said last.
    """
    from sentiment.storage.imports import list_imports
    from sentiment.storage.predictions import active_model

    imports = list_imports(database)
    newest = imports[0].import_id if imports else 0
    return f"{database.path} {newest} {known.reviews} {known.scored} {active_model(database)}"
