"""The few styles that the theme cannot express; colours are mid-tones for light and dark."""

from __future__ import annotations

import streamlit as st

NEGATIVE_COLOUR = "#D55E00"
NEUTRAL_COLOUR = "#8A929C"
POSITIVE_COLOUR = "#2186C4"

# The page needs less room above its title than Streamlit leaves, and the
# review is one piece of HTML (escaped), so it brings its own styles.
_STYLES = f"""
<style>
.stMainBlockContainer {{ padding-top: 4.5rem; padding-bottom: 3rem; }}
.pt-meta {{ display: flex; flex-wrap: wrap; gap: 0.15rem 0.9rem; align-items: baseline;
  font-size: 0.85rem; opacity: 0.85; }}
.pt-meta .pt-verdict {{ font-weight: 600; opacity: 1; }}
.pt-title {{ font-weight: 600; margin-top: 0.45rem; }}
.pt-title, .pt-text, .pt-head {{ white-space: pre-wrap; overflow-wrap: anywhere; }}
.pt-text {{ margin-top: 0.3rem; line-height: 1.55; }}
.pt-text mark {{ background: #E9AE2B55; color: inherit; border-radius: 2px; }}
.pt-text details[open] .pt-head {{ display: none; }}
.pt-text summary {{ cursor: pointer; list-style: none; }}
.pt-text summary::-webkit-details-marker {{ display: none; }}
.pt-text .pt-more {{ display: block; font-size: 0.85rem; text-decoration: underline; }}
.pt-text details[open] .pt-more {{ display: none; }}
.pt-side {{ font-size: 0.85rem; opacity: 0.8; margin-top: 0.4rem; }}
.pt-scores {{ display: flex; flex-wrap: wrap; gap: 0.2rem 0.9rem; align-items: center;
  margin-top: 0.55rem; font-size: 0.85rem; font-variant-numeric: tabular-nums; }}
.pt-bar {{ display: flex; width: 9rem; height: 0.55rem; border-radius: 3px; overflow: hidden; }}
.pt-bar span {{ display: block; height: 100%; }}
.pt-negative {{ background: {NEGATIVE_COLOUR}; }}
.pt-neutral {{ background: {NEUTRAL_COLOUR}; }}
.pt-positive {{ background: {POSITIVE_COLOUR}; }}
.pt-unsure {{ margin-top: 0.45rem; font-size: 0.85rem; }}
.pt-unsure summary {{ cursor: pointer; list-style: none; }}
.pt-unsure summary::-webkit-details-marker {{ display: none; }}
.pt-unsure .pt-why {{ text-decoration: underline; margin-left: 0.3rem; }}
.pt-for, .pt-against {{ border-bottom: 2px solid {POSITIVE_COLOUR}; }}
.pt-against {{ border-bottom: 2px dashed {NEGATIVE_COLOUR}; }}
.pt-strong {{ font-weight: 600; border-bottom-width: 4px; }}
.pt-words {{ display: flex; flex-wrap: wrap; gap: 0.1rem 1.1rem; list-style: none; padding: 0;
  margin: 0.25rem 0 0; }}
.pt-flag {{ border: 1px solid currentColor; border-radius: 3px; padding: 0 0.35rem; }}
</style>
"""


def apply_styles() -> None:
    """Add the styles to the page; called once a run, by the app."""
    st.html(_STYLES)
