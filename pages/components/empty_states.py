"""What a page says where there is nothing to show: what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable

UPLOAD_PAGE = "pages/upload.py"


def no_reviews_yet() -> None:
    """The database is empty: bring an export in, or load the samples."""
    with st.container(border=True):
        st.markdown("#### No reviews yet")
        st.markdown(
            "Bring in an export from a shop, an app store or a review site: "
            "CSV, Excel, JSON or Parquet, also packed."
        )
        st.page_link(UPLOAD_PAGE, label="Upload an export", icon=":material/upload_file:")
        st.markdown(
            "To look around first, stop this server and start it with the samples: `polytone demo`"
        )


def nothing_matches(*, clear: Callable[[], None] | None = None) -> None:
    """The filters leave nothing: loosen them."""
    with st.container(border=True):
        st.markdown("#### No review passes these filters")
        st.markdown("Take one of them away, or widen the dates.")
        if clear is not None:
            st.button("Clear all filters", on_click=clear, key="clear_from_empty")


def nothing_scored() -> None:
    """There are reviews, but none has been scored."""
    with st.container(border=True):
        st.markdown("#### The reviews are not scored yet")
        st.markdown("Start the scoring on the upload page; it goes on in the background.")
        st.page_link(UPLOAD_PAGE, label="Go to the scoring", icon=":material/speed:")


def no_benchmark_yet() -> None:
    """No model has been measured on labelled texts here."""
    with st.container(border=True):
        st.markdown("#### Nothing measured yet")
        st.markdown(
            "Measure models on texts whose labels are known, by language and source. In a shell, "
            "in the folder of the database:"
        )
        st.code("polytone benchmark --data DIR --models polytone,polytone-fast", language=None)
        st.markdown(
            "`DIR` holds `train/*.parquet` and `evaluate/*.parquet` with the columns text, label "
            "(0, 1, 2), lang, source and split. `--most 200` draws so many texts of each test set, "
            "`--transfer` also trains in each language and tests in the others."
        )
