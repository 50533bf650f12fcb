"""A page opened by its link on a server that has just started."""

from __future__ import annotations

import runpy

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from sentiment.settings import app_folder


def enter_through_app() -> None:
    """Begin with ``app.py`` where Streamlit began with the page itself.

    Before ``app.py`` has run for the first time, Streamlit takes the folder
    ``pages/`` for pages of the older kind, which have no common beginning: the
    first visitor who follows a link would find neither our list of pages nor
    the styles. Called at the top of each page; does nothing in all other cases.
    """
    if PagesManager.uses_pages_directory:
        # `st.navigation` in there ends this state for the whole process, and draws the page.
        runpy.run_path(str(app_folder() / "app.py"), run_name="__main__")
        st.stop()
