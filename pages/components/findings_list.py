"""Findings as sentences, those that are clear of chance first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.plain_text import literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentiment.evaluation.findings import Finding

MOST_UNCLEAR = 12


def findings_list(findings: Sequence[Finding], *, unsaid: Sequence[str] = ()) -> None:
    """Draw what was found, what was looked at without a clear answer, and what cannot be said."""
    clear = [one for one in findings if one.clear]
    others = [one for one in findings if not one.clear]
    if clear:
        st.markdown("\n".join(f"- {literal(one.sentence)}" for one in clear))
    elif findings:
        st.markdown("Nothing stands out clear of chance.")
    if others:
        with st.expander(f"Looked at, and not clear of chance: {len(others)}", type="compact"):
            shown = [f"- {literal(one.sentence)}" for one in others[:MOST_UNCLEAR]]
            st.markdown("\n".join(shown))
            if len(others) > MOST_UNCLEAR:
                st.caption(f"And {len(others) - MOST_UNCLEAR} more, in the tables.")
    if unsaid:
        with st.expander(f"What cannot be said, and why: {len(unsaid)}", type="compact"):
            st.markdown("\n".join(f"- {literal(sentence)}" for sentence in unsaid))
