"""Errors as people see them: what happened and what to do, never a traceback."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from pages.components.plain_text import literal
from sentiment.errors import PolytoneError

if TYPE_CHECKING:
    from collections.abc import Iterator

_log = logging.getLogger("polytone.pages")


def show_error(error: Exception) -> None:
    """Show a deliberate error with its hint; anything else as our own mistake.

    What was not foreseen goes to the server's log with its traceback.
    """
    if isinstance(error, PolytoneError):
        st.error(_worded(error.message, error.hint), icon=":material/error:")
        return
    _log.error("Unforeseen error on a page", exc_info=error)
    st.error(
        "Something went wrong in Polytone itself. Nothing that was stored is lost. "
        "Load the page again; if it stays, the server's log says more "
        f"({literal(type(error).__name__)}).",
        icon=":material/error:",
    )


@contextmanager
def errors_shown(*, stop: bool = False) -> Iterator[None]:
    """Show an error of the block instead of raising it; with ``stop`` end the page there."""
    try:
        yield
    except Exception as error:
        show_error(error)
        if stop:
            st.stop()


def _worded(message: str, hint: str) -> str:
    return f"{literal(message)}  \n{literal(hint)}" if hint else literal(message)
