"""The confusion table whose cells can be clicked, the chosen cell (in the link), its reviews."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.components.formats import reader_format
from pages.components.judged_review import judged_list
from pages.components.names import sentiment_label
from pages.components.result_chart import CHART_CONFIG
from pages.components.unsure_note import stated_bands
from sentiment.charts.confusion_chart import confusion_figure, describe_confusion
from sentiment.records import SENTIMENTS
from sentiment.workflows.confusion import cell

if TYPE_CHECKING:
    from sentiment.evaluation.confusion import ConfusionQuality
    from sentiment.records import Filters
    from sentiment.storage.confusion_groups import Grouping
    from sentiment.storage.database import Database

PARAMETER = "cell"
A_PAGE = 10
_SEPARATOR = "~"
_ORDERS = ("most confident", "least confident", "newest", "oldest")
Cell = tuple[str, str]


def clickable_matrix(quality: ConfusionQuality, *, chosen: Cell | None) -> None:
    """Draw the table; a click on a cell puts it into the link, a second one takes it out."""
    style = reader_format()
    names = {sentiment: sentiment_label(sentiment) for sentiment in SENTIMENTS}
    key = f"confusion {quality.group} {quality.table}"

    def remember() -> None:
        clicked = _clicked(st.session_state[key])
        if clicked is not None:
            st.query_params[PARAMETER] = _SEPARATOR.join(clicked)
        elif PARAMETER in st.query_params:
            del st.query_params[PARAMETER]

    st.plotly_chart(
        confusion_figure(quality, names=names, style=style, chosen=chosen),
        key=key,
        on_select=remember,
        selection_mode="points",
        config=CHART_CONFIG,
        alt=describe_confusion(quality, names=names, style=style),
    )


def chosen_cell() -> Cell | None:
    """The cell that the link names: (truth, what the model says)."""
    truth, _, said = st.query_params.get(PARAMETER, "").partition(_SEPARATOR)
    return (truth, said) if truth in SENTIMENTS and said in SENTIMENTS else None


def choose_cell(chosen: Cell | None) -> None:
    """The same choice without a mouse."""
    cells = [(truth, said) for truth in SENTIMENTS for said in SENTIMENTS]
    named = {"": None} | {_SEPARATOR.join(one): one for one in cells}
    current = _SEPARATOR.join(chosen) if chosen else ""
    key = f"cell named {current}"  # another click makes another widget that stands on it

    def remember() -> None:
        wanted = st.session_state[key]
        if wanted:
            st.query_params[PARAMETER] = wanted
        elif PARAMETER in st.query_params:
            del st.query_params[PARAMETER]

    st.selectbox(
        "Reviews of the cell",
        list(named),
        index=list(named).index(current),
        format_func=lambda name: _cell_label(named[name]),
        key=key,
        on_change=remember,
    )


def reviews_of_cell(
    database: Database,
    *,
    chosen: Cell,
    filters: Filters,
    by: Grouping | None,
    group: str | None,
    truths: tuple[str, ...],
) -> None:
    """The reviews that the cell counts, the most confident first, each to be corrected."""
    style = reader_format()
    truth, said = chosen
    st.subheader(_cell_label(chosen), anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        order = st.selectbox("Order", _ORDERS, key="cell order", bind="query-params", width=200)
        name = f"cell page {chosen} {by} {group} {order}"
        number = max(1, int(st.session_state.get(name) or 1))
    asked = {"filters": filters, "by": by, "group": group, "truths": truths, "order": order}
    offset = A_PAGE * (number - 1)
    page = cell(database, truth=truth, predicted=said, limit=A_PAGE, offset=offset, **asked)
    if offset >= page.total:
        offset = 0
        page = cell(database, truth=truth, predicted=said, limit=A_PAGE, **asked)
    if not page.total:
        st.info("No review is in this cell.")
        return
    st.caption(
        f"{style.reviews(page.total)}, showing {style.number(offset + 1)} to "
        f"{style.number(offset + len(page.reviews))}, {order} first"
    )
    judged_list(
        database,
        page.reviews,
        bands=stated_bands(database),
        identity=group if by == "model" else None,
    )
    if page.total > A_PAGE:
        st.pagination(ceil(page.total / A_PAGE), key=name)


def _cell_label(chosen: Cell | None) -> str:
    if chosen is None:
        return "none chosen"
    truth, said = chosen
    if truth == said:
        return f"{sentiment_label(truth)}, and called so"
    return f"{sentiment_label(truth)}, called {sentiment_label(said)}"


def _clicked(state: Any) -> Cell | None:
    """The cell in Streamlit's account of what was selected."""
    for point in state.get("selection", {}).get("points", []):
        data = point.get("customdata")
        if data and len(data) >= 2 and data[0] in SENTIMENTS and data[1] in SENTIMENTS:
            return str(data[0]), str(data[1])
    return None
