"""How much of what is in view the model is unsure of, in a sentence with its background."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from pages.components.error_display import errors_shown
from pages.components.explore_links import explore_link
from pages.components.formats import reader_format
from pages.components.plain_text import literal
from pages.components.unsure_words import unsure_details, unsure_sentence
from sentiment.workflows.abstaining import active_bands, survey_unsure, thresholds_of

if TYPE_CHECKING:
    from sentiment.models.abstaining import AbstainBands
    from sentiment.records import Filters
    from sentiment.storage.database import Database
    from sentiment.workflows.abstaining import UnsureSurvey


def stated_bands(database: Database) -> AbstainBands | None:
    """The bands of the active model, None where there are none; a damaged file is told."""
    with errors_shown():
        return active_bands(database)
    return None


def unsure_note(database: Database, *, version: str, filters: Filters) -> None:
    """Draw it for the reviews that pass ``filters``; nothing where the model states no bands."""
    bands = stated_bands(database)
    if bands is None:
        return
    survey = _survey(database, version=version, bands=bands, filters=filters)
    if survey.scored == 0:
        return
    style = reader_format()
    st.markdown(literal(unsure_sentence(survey, style)))
    with st.expander("What these figures are", type="compact"):
        st.markdown("\n".join(f"- {literal(s)}" for s in unsure_details(survey, bands, style)))
    if survey.unsure:
        unsure = replace(filters, unsure=thresholds_of(bands))
        explore_link("Read the reviews on which the model is unsure", unsure)


@st.cache_data(max_entries=50, show_spinner=False)
def _survey(
    _database: Database, *, version: str, bands: AbstainBands, filters: Filters
) -> UnsureSurvey:
    return survey_unsure(_database, bands=bands, filters=filters)
