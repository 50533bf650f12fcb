"""The dashboard: its list of pages."""

import streamlit as st

from pages.components.appearance import apply_styles

st.set_page_config(page_title="Polytone", page_icon=":material/graphic_eq:", layout="wide")
apply_styles()
st.navigation(
    [
        st.Page("pages/overview.py", title="Overview", icon=":material/public:", default=True),
        st.Page("pages/trends.py", title="Trends", icon=":material/show_chart:"),
        st.Page("pages/explore.py", title="Explore", icon=":material/search:"),
        st.Page("pages/upload.py", title="Upload", icon=":material/upload_file:"),
    ],
    position="top",
).run()
