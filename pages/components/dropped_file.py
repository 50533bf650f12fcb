"""One dropped file before it is stored: what was recognised, and what a person corrects."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from pages.components.column_mapping import (
    corrected_mapping,
    holds_reviews,
    mapping_examples,
    mapping_fields,
)
from pages.components.error_display import errors_shown, show_error
from pages.components.file_settings import (
    DATE_ORDERS,
    DELIMITERS,
    asked_date_order,
    chosen_settings,
    settings_fields,
)
from pages.components.kept_columns_choice import (
    kept_columns_choice,
    kept_in_words,
    with_kept_columns,
)
from pages.components.plain_text import literal
from sentiment.errors import PolytoneError, ReadingError
from sentiment.reading.exports import profile_names
from sentiment.reading.kept_columns import KEPT_NOTE
from sentiment.reading.recognition import GUESSED
from sentiment.workflows.importing import recognise, save_profile, saved_profiles
from sentiment.workflows.previewing import preview_columns

if TYPE_CHECKING:
    from pathlib import Path

    from sentiment.records import ReadingOptions, Recognition
    from sentiment.storage.database import Database

# Reading's note for the command line; here the order is asked for instead.
_DATE_NOTE = "DATES LEFT EMPTY"


def dropped_file(database: Database, path: Path, *, file_id: str) -> ReadingOptions | None:
    """Draw the file; return the options to import it with, or None while it cannot be."""
    with st.container(border=True):
        st.markdown(f"#### {literal(path.name)}")
        saved = tuple(profile.name for profile in saved_profiles(database))
        profiles = (*saved, *profile_names())
        options = chosen_settings(file_id)
        try:
            first = _recognised(database, path, options, file_id, saved)
        except ReadingError as error:
            return _to_be_mapped(database, path, options, file_id, profiles, error)
        except Exception as error:
            _unreadable(error, file_id, profiles)
            return None
        return _recognised_file(database, path, options, file_id, profiles, first)


def _recognised_file(
    database: Database,
    path: Path,
    options: ReadingOptions,
    file_id: str,
    profiles: tuple[str, ...],
    first: list[Recognition],
) -> ReadingOptions | None:
    """The file as recognised, or as corrected since."""
    corrections = corrected_mapping(file_id, first[0])
    options = replace(options, mapping=corrections)
    found, settled = first, None
    try:
        if corrections:
            found = _recognised(database, path, options, file_id, profiles)
        # What is kept says nothing about how the file is read, so it is not read again.
        keeping = with_kept_columns(options, file_id)
        for recognition in found:
            _summary(recognition, keeping, alone=len(found) == 1)
        if said := kept_in_words(keeping, first[0]):
            st.caption(literal(said))
        settled = _settled(keeping, found, file_id)
    except Exception as error:
        show_error(error)
    _corrections(database, file_id, first, found, profiles)
    return settled


def _to_be_mapped(
    database: Database,
    path: Path,
    options: ReadingOptions,
    file_id: str,
    profiles: tuple[str, ...],
    error: ReadingError,
) -> ReadingOptions | None:
    """A file without known columns: a person says which they are, if it has columns at all."""
    try:
        unmapped = preview_columns(path, options=options)
    except PolytoneError:
        unmapped = []
    if len(unmapped) != 1 or not unmapped[0].headings:
        _unreadable(error, file_id, profiles)
        return None
    if any(corrected_mapping(file_id, unmapped[0]).values()):
        return _recognised_file(database, path, options, file_id, profiles, unmapped)
    st.warning(
        "No column looks like the text or the stars of a review. "
        "Choose it under “Correct this”: the values of each column stand beside its name.",
        icon=":material/help:",
    )
    _corrections(database, file_id, unmapped, unmapped, profiles)
    return None


def _unreadable(error: Exception, file_id: str, profiles: tuple[str, ...]) -> None:
    show_error(error)
    with st.expander("Try another encoding or separator", icon=":material/tune:"):
        settings_fields(file_id, recognition=None, profiles=profiles)


def _recognised(
    database: Database,
    path: Path,
    options: ReadingOptions,
    file_id: str,
    saved: tuple[str, ...],
) -> list[Recognition]:
    """Recognise once for the same choices: the page is drawn again at every click."""
    cache = st.session_state.setdefault("recognitions", {})
    key = (file_id, repr(options), saved)
    if key not in cache:
        with st.spinner("Looking into the file …"):
            cache[key] = recognise(database, path, options=options)
    return cache[key]


def _summary(recognition: Recognition, options: ReadingOptions, *, alone: bool) -> None:
    if not alone:
        st.markdown(f"**{literal(recognition.file)}**")
    st.markdown(literal(recognised_in_words(recognition)))
    for note in recognition.notes:
        asked = note.startswith(_DATE_NOTE) and not recognition.date_order_settled
        if not asked and not note.startswith(KEPT_NOTE):
            st.caption(literal(note))
    st.dataframe(mapping_examples(recognition), hide_index=True, lazy=False)
    used = {*recognition.mapping.values(), recognition.origin, *options.keep}
    unused = [name for name in recognition.headings if name not in used]
    if unused:
        st.caption(f"Not used: {literal(', '.join(unused))}")


def recognised_in_words(recognition: Recognition) -> str:
    """Source, encoding, separator, dates, scale and market in one line of plain text."""
    source = (
        "No known format, so the columns are guessed"
        if recognition.profile == GUESSED
        else f"Recognised as {recognition.profile}"
    )
    parts = [source, recognition.container.upper()]
    if recognition.encoding:
        parts.append(recognition.encoding)
    if recognition.delimiter:
        parts.append(f"separated by {DELIMITERS.get(recognition.delimiter, recognition.delimiter)}")
    if "date" not in recognition.mapping:
        parts.append("no dates")
    elif recognition.date_order:
        parts.append(f"dates with the {DATE_ORDERS[recognition.date_order]}")
    if recognition.rating_scale:
        low, high = recognition.rating_scale.low, recognition.rating_scale.high
        parts.append(f"ratings from {low:g} to {high:g}")
    parts.append(
        f"market from {recognition.market_from}" if recognition.market_from else "no market"
    )
    return " · ".join(parts)


def _settled(
    options: ReadingOptions, found: list[Recognition], file_id: str
) -> ReadingOptions | None:
    """The options once nothing is open any more; what is open is asked for."""
    if all(recognition.date_order_settled for recognition in found):
        return options
    example = next(_date_example(one) for one in found if not one.date_order_settled)
    order = asked_date_order(
        file_id,
        question="Day and month cannot be told apart in this file's dates"
        + (f", e\\.g\\. {literal(example)}." if example else "."),
    )
    return replace(options, date_order=order) if order else None


def _date_example(recognition: Recognition) -> str:
    values = recognition.examples.get(recognition.mapping.get("date", ""), ())
    return next((value for value in values if value), "")


def _corrections(
    database: Database,
    file_id: str,
    first: list[Recognition],
    found: list[Recognition],
    profiles: tuple[str, ...],
) -> None:
    doubtful = not holds_reviews(found[0].mapping)
    # Sheets and members without reviews are refused, and have no columns to correct.
    holding = [recognition for recognition in found if holds_reviews(recognition.mapping)]
    with st.expander("Correct this", expanded=doubtful, icon=":material/tune:"):
        settings_fields(file_id, recognition=found[0], profiles=profiles)
        kept_columns_choice(file_id, holding or found)
        if len({recognition.headings for recognition in holding}) > 1:
            st.caption(
                "The tables in this file have different columns. "
                "To correct their columns, drop each table as a file of its own."
            )
            return
        mapping_fields(file_id, first[0])
        _save_as_profile(database, found[0], file_id)


def _save_as_profile(database: Database, recognition: Recognition, file_id: str) -> None:
    with st.form(f"profile {file_id}", border=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = st.text_input(
                "Save this for files with the same columns, under the name", key=f"name {file_id}"
            )
            pressed = st.form_submit_button("Save as a profile")
        if pressed:
            with errors_shown():
                order = st.session_state.get(f"file {file_id}: date order")
                settled = replace(recognition, date_order=order or recognition.date_order)
                market = chosen_settings(file_id).market
                profile = save_profile(database, settled, name=name, market=market)
                st.success(f"Saved as {literal(profile.name)}.")
