"""How groups of customers use the stars: findings, the gaps, the stars given, figures, method."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

import streamlit as st

from pages.components.findings_list import findings_list
from pages.components.formats import reader_format
from pages.components.names import group_label
from pages.components.plain_text import literal
from pages.components.result_chart import draw_chart
from pages.components.size_note import size_note
from sentiment.charts.rating_style_chart import (
    describe_gaps,
    describe_star_shares,
    gaps_figure,
    star_shares_figure,
)
from sentiment.language.group_names import plural
from sentiment.workflows.rating_style import RatingStyleAnswer, rating_style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentiment.evaluation.rating_style import RatingStyle
    from sentiment.records import Filters, Interval
    from sentiment.storage.database import Database

MOST_DRAWN = 30


def rating_style_view(store: Database, *, version: str, filters: Filters, by: str) -> None:
    """The rating style of each group of ``by``, with everything that it rests on."""
    answer = _rating_style(store, version=version, filters=filters, by=by)
    if not answer.groups:
        st.info(literal(" ".join(answer.unsaid)))
        return
    findings_list(answer.findings, unsaid=answer.unsaid)
    names = {style.group: group_label(style.group, by=by) for style in answer.groups}
    _draw_gaps(answer, names)
    _draw_stars(answer, names)
    st.markdown("**Figures by group**")
    st.dataframe([_row(style, name=names[style.group]) for style in answer.groups], hide_index=True)
    _method(answer)


@st.cache_data(max_entries=20, show_spinner="Comparing words and stars…")
def _rating_style(
    _store: Database, *, version: str, filters: Filters, by: str
) -> RatingStyleAnswer:
    return rating_style(_store, by=by, filters=filters)


def _draw_gaps(answer: RatingStyleAnswer, names: Mapping[str, str]) -> None:
    style, shown = reader_format(), answer.groups[:MOST_DRAWN]
    st.markdown("**More or fewer stars than others give for words alike**")
    draw_chart(
        gaps_figure(shown, names=names, style=style),
        key="rating style gaps",
        alt=describe_gaps(shown, names=names, style=style),
    )
    parts = [
        f"0 is what is usual over {answer.compared} {plural(answer.by)}, each weighing the same. "
        "Lines are 95 % intervals. Filled diamonds: a way of rating is declared; open circles: not."
    ]
    if len(answer.groups) > MOST_DRAWN:
        parts.append(f"The {MOST_DRAWN} largest of {len(answer.groups)}; the others in the table.")
    st.caption(literal(" ".join(parts)))


def _draw_stars(answer: RatingStyleAnswer, names: Mapping[str, str]) -> None:
    style = reader_format()
    # The finding that stands first is what a reader wants to see first.
    first = next((one.group for one in answer.findings if one.clear), answer.groups[0].group)
    listed = list(names)
    chosen = st.selectbox(
        "Stars given in",
        listed,
        index=listed.index(first),
        format_func=lambda group: names[group],
        key=f"stars given {answer.by}",
        width=320,
    )
    one = next(style_ for style_ in answer.groups if style_.group == (chosen or first))
    draw_chart(
        star_shares_figure(one, style=style),
        key="rating style shares",
        alt=describe_star_shares(one, name=names[one.group], style=style),
    )
    st.caption(
        literal(
            f"n = {style.number(one.n)}. 1 or 5 stars: {style.share(one.extreme)}; 3 stars: "
            f"{style.share(one.midpoint)}. Hatched: what customers of all groups give for texts "
            "that the model reads as it reads these. Stars are rounded to whole ones."
        )
    )


def _row(style: RatingStyle, *, name: str) -> dict[str, str]:
    reader = reader_format()
    return {
        "Group": name,
        "n": reader.number(style.n),
        "Gap": _stars(style.gap),
        "q": _q(style.q),
        "Declared": "yes" if style.declared else "no",
        "Mean stars": _stars(style.mean_stars),
        "Suggested": reader.number(style.suggested, digits=2),
        "1 or 5 stars": reader.share(style.extreme),
        "3 stars": reader.share(style.midpoint),
        "Gap, kind words": _stars(style.gap_kind),
        "Gap, unkind words": _stars(style.gap_unkind),
        "Gap if stars err": reader.number(style.bounds[0], digits=2),
        "Gap if words err": reader.number(style.bounds[1], digits=2),
        "Products": reader.number(style.products),
        "Sold elsewhere too": reader.percent(style.shared) if style.products else "–",
        "Resampled": f"by {style.resampled}",
        "Why not declared": "; ".join(style.why_not) or "–",
        "": size_note(style.n),
    }


def _q(q: float) -> str:
    if isnan(q):
        return "–"
    return "< 0.001" if q < 0.001 else reader_format().number(q, digits=3)


def _stars(interval: Interval | None) -> str:
    if interval is None:
        return "–"
    reader = reader_format()
    value, low, high = (
        reader.number(stars, digits=2) for stars in (interval.value, interval.low, interval.high)
    )
    return f"{value} ({low} to {high})"


def _method(answer: RatingStyleAnswer) -> None:
    groups = plural(answer.by)
    with st.expander("How this is computed, and its limits", type="compact"):
        st.markdown(
            f"""
- **What a text suggests.** The model's probabilities are turned into stars by a curve that never
  falls as words get kinder, learnt from all {literal(groups)} together, each weighing the same
  and having a level of its own. No review is judged by a curve that saw the reviews of its
  product. The suggested stars are stretched to spread as the given ones do, because words are
  read with error and would pull them to the mean.
- **The gap** is the mean of stars given minus suggested, relative to what is usual over the
  {literal(groups)} with 100 reviews or more: their mean, at which none pulls from further away than
  0.1 stars (Huber's), so that one odd group does not make the others odd. Where several of them
  have the same products, it compares within products; where not, the assortment may be behind it.
- **Intervals** are at 95 % and come from drawing products again and again, each with all its
  reviews; where fewer than 3 products are known, from drawing reviews. **q** comes from 4,999
  permutations that turn the contributions of whole products, or reviews, around (with two groups
  that is swapping their names), or from Student's t over products where these are fewer than
  12, corrected over the groups with 100 reviews or more by Benjamini
  and Hochberg; smaller ones are not tested.
- **Declared** is a gap at q below 0.05, of at least 0.1 stars, on at least 100 reviews. Of gaps
  declared so, 5 in 100 are expected to be false at most.
- **Gap if stars err, if words err:** the gap if all of the scatter about the curve were error of
  the stars, or of the words as they are read. Where the two have different signs, the customers'
  mood differs so much that a way of rating is not certain.
- **Kind and unkind words:** the gap among the texts that the model calls positive and negative.
  Gaps on both sides of 0 suggest that the model reads these texts less well, or that customers
  use fewer of the extremes.
- **It cannot tell** a way of rating from things that customers rate but do not write about, such
  as the price or the delivery, nor from a model that reads all texts of one language as too kind
  or too unkind. Where 30 reviews of a group, drawn at random, were labelled by people, the
  model's reading is held against theirs, and a gap that it may explain is put down to the model.
  Labels of a file do not count: they may have been made from the stars.
  Stores differ
  in how they ask for stars, too: look at one source at a time.
"""
        )
