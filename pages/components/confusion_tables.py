"""The figures of confusion tables: in a sentence, by class, and by group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.formats import reader_format
from pages.components.names import sentiment_label
from pages.components.plain_text import literal
from pages.components.size_note import size_note
from sentiment.records import SENTIMENTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentiment.evaluation.confusion import ConfusionQuality
    from sentiment.records import Interval
    from sentiment.workflows.confusion import LanguageSplit

_STATES = {
    "agrees": "sure, as the file says",
    "undeclared": "sure, the file says none",
    "uncertain": "uncertain",
    "differs": "not what the file says",
    "": "not identified",
}


def share_or_none(interval: Interval, *, digits: int = 1) -> str:
    """A figure with its interval; a dash where nobody is in it."""
    return reader_format().share(interval, digits=digits) if interval.n else "–"


def quality_sentence(quality: ConfusionQuality) -> str:
    """Accuracy and macro-F1 with n, as Markdown."""
    style = reader_format()
    size = size_note(quality.n)
    return (
        f"The model is right on **{literal(share_or_none(quality.accuracy))}** of "
        f"{style.reviews(quality.n)}; macro-F1 "
        f"**{literal(share_or_none(quality.macro_f1))}**." + (f" *{size}*" if size else "")
    )


def class_table(quality: ConfusionQuality) -> None:
    """Precision, recall and F1 of each class."""
    style = reader_format()
    rows = [
        {
            "Class": sentiment_label(sentiment),
            "are so": style.number(quality.recall[place].n),
            "called so": style.number(quality.precision[place].n),
            "Precision": share_or_none(quality.precision[place], digits=0),
            "Recall": share_or_none(quality.recall[place], digits=0),
            "F1": share_or_none(quality.f1[place], digits=0),
        }
        for place, sentiment in enumerate(SENTIMENTS)
    ]
    st.dataframe(rows, hide_index=True)


def group_table(groups: Sequence[ConfusionQuality], *, names: Mapping[str, str]) -> None:
    """A row a group, the largest first; small ones say so."""
    style = reader_format()
    rows = [
        {
            "Group": names[quality.group],
            "n": style.number(quality.n),
            "Right": share_or_none(quality.accuracy),
            "Macro-F1": share_or_none(quality.macro_f1),
            **{
                f"{sentiment} found": share_or_none(quality.recall[place], digits=0)
                for place, sentiment in enumerate(SENTIMENTS)
            },
            "": size_note(quality.n),
        }
        for quality in groups
    ]
    st.dataframe(rows, hide_index=True)


def language_table(split: LanguageSplit) -> None:
    """Errors with a doubtful language told apart from those with a sure one."""
    style = reader_format()
    if split.doubtful.n and split.sure.n:
        st.markdown(
            "Where the language is sure the model is right on "
            f"{literal(share_or_none(split.sure))} of {style.reviews(split.sure.n)}, where it is "
            f"doubtful on {literal(share_or_none(split.doubtful))} of "
            f"{style.reviews(split.doubtful.n)}."
        )
    rows = [
        {
            "The language is": _STATES[part.state],
            "n": style.number(part.accuracy.n),
            "Right": share_or_none(part.accuracy),
            "against sure ones": "–"
            if part.against_sure is None
            else f"{style.points(part.against_sure.value)} "
            f"({style.points(part.against_sure.low)} to {style.points(part.against_sure.high)})",
            "Share of all": share_or_none(part.share),
            "Share of errors": share_or_none(part.share_of_errors),
        }
        for part in split.parts
    ]
    st.dataframe(rows, hide_index=True)
