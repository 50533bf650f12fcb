"""Findings as sentences, those that are clear of chance first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import streamlit as st

from pages.components.plain_text import literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentiment.evaluation.findings import Finding

MOST_UNCLEAR = 12
# A line never ends between a number and its sign or name.
_KEPT_TOGETHER = re.compile(r"(?<=\d) (?=\\?%)|(?<=\b[npq]) (?=\\?[=<])|(?<=[=<]) (?=\d)")


def findings_list(
    findings: Sequence[Finding],
    *,
    unsaid: Sequence[str] = (),
    more_in: str = "in the tables",
    nothing: str = "Nothing stands out clear of chance.",
    unsaid_open: bool = False,
) -> None:
    """Draw what was found, what was looked at without a clear answer, and what cannot be said.

    ``more_in`` says where the findings are that the list leaves out, ``nothing`` that none of
    them is clear; ``unsaid_open`` shows what cannot be said without a click.
    """
    clear = [one for one in findings if one.clear]
    others = [one for one in findings if not one.clear]
    if clear:
        st.markdown("\n".join(_item(one.sentence) for one in clear))
    elif findings:
        st.markdown(nothing)
    if others:
        with st.expander(f"Looked at, and not clear of chance: {len(others)}", type="compact"):
            shown = [_item(one.sentence) for one in others[:MOST_UNCLEAR]]
            st.markdown("\n".join(shown))
            if len(others) > MOST_UNCLEAR:
                st.caption(f"And {len(others) - MOST_UNCLEAR} more, {more_in}.")
    if unsaid:
        with st.expander(
            f"What cannot be said, and why: {len(unsaid)}", type="compact", expanded=unsaid_open
        ):
            st.markdown("\n".join(_item(sentence) for sentence in unsaid))


def _item(sentence: str) -> str:
    return f"- {_KEPT_TOGETHER.sub(chr(0xA0), literal(sentence))}"
