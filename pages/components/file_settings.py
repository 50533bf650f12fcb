"""What a person can decide about a dropped file besides its columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st
from babel import Locale

from pages.components.kept_columns_choice import with_kept_columns
from pages.components.names import market_label
from sentiment.records import RatingScale, ReadingOptions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentiment.records import Recognition

AS_RECOGNISED = ""
ENCODINGS = (
    "utf-8",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "windows-1252",
    "windows-1250",
    "windows-1251",
    "windows-1254",
    "windows-1256",
    "iso-8859-1",
    "shift_jis",
    "euc-kr",
    "gb18030",
    "big5",
    "koi8-r",
)
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
DATE_ORDERS = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}
_BOUNDS = ((1, 5), (0, 5), (1, 10), (0, 10), (1, 100), (0, 100))
SCALES = {f"{low} to {high}": RatingScale(low, high) for low, high in _BOUNDS}


def chosen_settings(file_id: str) -> ReadingOptions:
    """What has been chosen for the file so far; nothing chosen means: find it out."""

    def chosen(name: str) -> str | None:
        return st.session_state.get(_key(file_id, name)) or None

    return ReadingOptions(
        profile=chosen("profile"),
        market=chosen("market"),
        encoding=chosen("encoding"),
        delimiter=chosen("delimiter"),
        rating_scale=SCALES.get(chosen("scale") or ""),
        mask_personal_data=bool(chosen("mask")),
    )


def chosen_by_now(file_id: str, *, drawn: ReadingOptions) -> ReadingOptions:
    """``drawn``, the options as last drawn, with what has been chosen since.

    On a slow machine a person can choose and press before the page is drawn again.
    """
    order = st.session_state.get(_key(file_id, "date order")) or drawn.date_order
    chosen = replace(
        chosen_settings(file_id),
        mapping=drawn.mapping,
        date_order=order,
        keep=drawn.keep,
        keep_origin=drawn.keep_origin,
    )
    return with_kept_columns(chosen, file_id)


def settings_fields(
    file_id: str, *, recognition: Recognition | None, profiles: Sequence[str]
) -> None:
    """Draw the fields; each offers what was recognised as its first choice."""
    with st.container(horizontal=True):
        found = recognition.profile if recognition else None
        _choice(file_id, "profile", "Source", {name: name for name in profiles}, found=found)
        found = recognition.encoding if recognition else None
        _choice(file_id, "encoding", "Encoding", {name: name for name in ENCODINGS}, found=found)
        found = DELIMITERS.get(recognition.delimiter or "") if recognition else None
        _choice(file_id, "delimiter", "Columns are separated by", DELIMITERS, found=found)
        if recognition is None:
            return
        scale = recognition.rating_scale
        found = f"{scale.low:g} to {scale.high:g}" if scale else None
        _choice(file_id, "scale", "Ratings go from", {name: name for name in SCALES}, found=found)
        found = recognition.market_from or "not in the file"
        _choice(file_id, "market", "Market of the whole file", _markets(), found=found)
    st.toggle(
        "Mask personal data",
        key=_key(file_id, "mask"),
        help="Addresses, telephone and card numbers in the texts are replaced before storing.",
    )


def asked_date_order(file_id: str, *, question: str) -> str | None:
    """Ask for the order of day and month; None until somebody has answered."""
    st.warning(question, icon=":material/calendar_month:")
    return st.segmented_control(
        "Which comes first in this file's dates?",
        ["dmy", "mdy"],
        format_func={"dmy": "The day: 3/4 is 3 April", "mdy": "The month: 3/4 is March 4"}.get,
        key=_key(file_id, "date order"),
    )


def _choice(
    file_id: str, name: str, label: str, choices: dict[str, str], *, found: str | None
) -> None:
    st.selectbox(
        label,
        [AS_RECOGNISED, *choices],
        format_func=lambda value: choices.get(value) or f"as recognised: {found or 'nothing'}",
        key=_key(file_id, name),
        width=230,
    )


def _markets() -> dict[str, str]:
    territories = Locale("en").territories
    codes = [code for code in territories if len(code) == 2 and code.isalpha() and code < "ZZ"]
    return {code: market_label(code) for code in sorted(codes, key=lambda code: territories[code])}


def _key(file_id: str, name: str) -> str:
    return f"file {file_id}: {name}"
