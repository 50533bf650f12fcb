"""A list of reviews, each in its box, with the versions of those that were edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.components.formats import reader_format
from pages.components.review_card import review_html
from sentiment.workflows.exploring import versions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentiment.models.abstaining import AbstainBands
    from sentiment.records import StoredReview
    from sentiment.storage.database import Database


def review_list(
    database: Database,
    reviews: Sequence[StoredReview],
    *,
    found: str | None = None,
    bands: AbstainBands | None = None,
) -> None:
    """Draw ``reviews`` in their order; ``found`` is marked in their texts.

    With ``bands`` those on which the model is unsure are marked as that.
    """
    style = reader_format()
    for review in reviews:
        with st.container(border=True):
            st.html(review_html(review, style, found=found, bands=bands))
            if review.version > 1:
                _earlier_versions(database, review, bands)


def _earlier_versions(database: Database, review: StoredReview, bands: AbstainBands | None) -> None:
    """What the review said before it was edited; read only when it is opened."""
    style = reader_format()
    earlier = st.expander(
        "Earlier versions of this review",
        key=f"versions {review.review_id}",
        on_change="rerun",
        type="compact",
    )
    if not earlier.open:
        return
    with earlier:
        for version in versions(database, review_id=review.review_id):
            if version.version < review.version:
                st.html(review_html(version, style, bands=bands))
