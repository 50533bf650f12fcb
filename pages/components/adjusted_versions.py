"""The adjusted versions that were made: the one in use with its way back, and earlier ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.error_display import show_error
from pages.components.formats import reader_format
from pages.components.names import language_label
from pages.components.plain_text import literal
from sentiment.errors import PolytoneError
from sentiment.workflows.mitigating import (
    delete_adjustment,
    list_adjustments,
    undo_mitigation,
    use_adjustment,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentiment.storage.database import Database
    from sentiment.workflows.mitigating import AdjustedVersion

_HAPPENED, _FAILED = "what happened to a version", "why it failed"


def say_what_happened() -> None:
    """Say once what the last click did, or why it could not be done."""
    failed: PolytoneError | None = st.session_state.pop(_FAILED, None)
    if failed is not None:
        show_error(failed)
    happened = st.session_state.pop(_HAPPENED, "")
    if happened:
        st.success(literal(happened))


def version_in_use(database: Database, version: AdjustedVersion) -> None:
    """Which version all pages show, who made it when and why, and the way back."""
    st.markdown(f"**In use: {literal(version.name)}**, {_made(version)}.")
    st.markdown(literal(version.constraint))
    st.button(
        "Undo: show the model as it is",
        key="undo mitigation",
        type="primary",
        on_click=_do,
        args=(
            lambda: undo_mitigation(database),
            f"'{version.name}' is not in use any more. The model is shown as it is.",
        ),
    )
    if version.sentences:
        with st.expander("What was measured when it was made", expanded=True):
            st.markdown("\n".join(f"- {literal(sentence)}" for sentence in version.sentences))
    st.caption(
        f"Its identity is {literal(version.model_id)}. It adjusts {_languages(version)}; in other "
        "languages it answers as its base. New reviews are scored by the base and adjusted. "
        "Thresholds of sureness and estimates without labels were measured for the base and do "
        "not hold for it, so none are shown."
    )


def earlier_versions(database: Database) -> None:
    """All other versions, to be used again or deleted."""
    others = [version for version in list_adjustments(database) if not version.is_active]
    if not others:
        return
    with st.expander(f"Versions that are not in use: {len(others)}"):
        for version in others:
            st.markdown(
                f"**{literal(version.name)}**, {_made(version)}. {literal(version.constraint)}"
            )
            with st.container(horizontal=True):
                st.button(
                    "Use it again",
                    key=f"use {version.model_id}",
                    on_click=_do,
                    args=(_using(database, version), f"'{version.name}' is in use."),
                )
                st.button(
                    "Delete it",
                    key=f"delete {version.model_id}",
                    on_click=_do,
                    args=(_deleting(database, version), f"'{version.name}' was deleted."),
                )


def _using(database: Database, version: AdjustedVersion) -> Callable[[], object]:
    return lambda: use_adjustment(database, version.model_id)


def _deleting(database: Database, version: AdjustedVersion) -> Callable[[], object]:
    return lambda: delete_adjustment(database, version.model_id)


def _do(work: Callable[[], object], happened: str) -> None:
    try:
        work()
    except PolytoneError as error:
        st.session_state[_FAILED] = error
    else:
        st.session_state[_HAPPENED] = happened


def _made(version: AdjustedVersion) -> str:
    moment = reader_format().moment(version.created_at)
    return f"made by {literal(version.created_by)} on {literal(moment)} UTC"


def _languages(version: AdjustedVersion) -> str:
    names = [literal(language_label(one.language)) for one in version.adjustments]
    return ", ".join(names)
