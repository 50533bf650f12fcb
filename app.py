"""The dashboard: its list of pages."""

from pathlib import Path

import streamlit as st

from pages.components.appearance import apply_styles

# A file of our own: a named icon would be fetched from another machine.
ICON = Path(__file__).parent / "pages" / "icon.png"

st.set_page_config(page_title="Polytone", page_icon=str(ICON), layout="wide")
apply_styles()
st.navigation(
    [
        st.Page("pages/overview.py", title="Overview", icon=":material/public:", default=True),
        st.Page("pages/trends.py", title="Trends", icon=":material/show_chart:"),
        st.Page("pages/explore.py", title="Explore", icon=":material/search:"),
        st.Page("pages/confusion.py", title="Confusion", icon=":material/grid_on:"),
        st.Page("pages/bias.py", title="Bias", icon=":material/balance:"),
        st.Page("pages/benchmark.py", title="Benchmark", icon=":material/leaderboard:"),
        st.Page("pages/upload.py", title="Upload", icon=":material/upload_file:"),
    ],
    position="top",
).run()
