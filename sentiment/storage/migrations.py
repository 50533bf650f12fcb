"""The steps that build the database, each with a name, in the order they are applied.

A step that was published is never changed: a later one corrects it. The names
of the applied steps are kept in ``polytone_migrations``, which is also how a
Polytone database is told from any other DuckDB file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

HISTORY_TABLE: Final = "polytone_migrations"

CREATE_HISTORY: Final = """
CREATE TABLE IF NOT EXISTS polytone_migrations (
    name VARCHAR NOT NULL,
    applied_at TIMESTAMP NOT NULL
)
"""
READ_HISTORY: Final = "SELECT name FROM polytone_migrations"
RECORD_MIGRATION: Final = """
INSERT INTO polytone_migrations VALUES ($name, now() AT TIME ZONE 'UTC')
"""

IMPORTS: Final = """
CREATE TABLE imports (
    import_id INTEGER NOT NULL,
    imported_at TIMESTAMP NOT NULL,
    file VARCHAR NOT NULL,
    profile VARCHAR NOT NULL,
    encoding VARCHAR,
    delimiter VARCHAR,
    "read" BIGINT NOT NULL,
    kept BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    duplicates BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    without_text BIGINT NOT NULL,
    first_date DATE,
    last_date DATE,
    rating_low DOUBLE,
    rating_high DOUBLE,
    market_from VARCHAR,
    reasons VARCHAR NOT NULL,
    notes VARCHAR[] NOT NULL
)
"""

REVIEWS: Final = """
CREATE TABLE reviews (
    review_no BIGINT NOT NULL,
    review_id BIGINT NOT NULL,
    version INTEGER NOT NULL,
    is_current BOOLEAN NOT NULL,
    import_id INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    line BIGINT NOT NULL,
    external_id VARCHAR USING COMPRESSION uncompressed,
    title VARCHAR USING COMPRESSION uncompressed,
    body VARCHAR,
    body_length INTEGER,
    liked VARCHAR,
    disliked VARCHAR,
    text VARCHAR USING COMPRESSION uncompressed,
    translation VARCHAR,
    rating DOUBLE,
    stars DOUBLE,
    written_at TIMESTAMP,
    declared_language VARCHAR,
    market VARCHAR,
    product VARCHAR,
    author VARCHAR USING COMPRESSION uncompressed,
    text_key UHUGEINT USING COMPRESSION uncompressed,
    identity_key UHUGEINT USING COMPRESSION uncompressed,
    content_key UBIGINT USING COMPRESSION uncompressed,
    language VARCHAR,
    language_confidence FLOAT,
    language_uncertain BOOLEAN,
    sentiment UTINYINT,
    p_negative FLOAT,
    p_neutral FLOAT,
    p_positive FLOAT,
    confidence FLOAT,
    lowered VARCHAR USING COMPRESSION uncompressed
)
"""

# No primary key and no index: they cost more than the whole of the rest when a
# million rows go in. store_export is the only writer of rows and keeps
# review_no, and identity and content, unique inside its transaction.
# Compression is chosen where looking for it takes long and gains little. What follows
# text_key and identity_key is derived: language and lowered by store_languages, the
# scores of the active model as predictions.py describes.
NARROW_REVIEWS: Final = """
CREATE TABLE narrow_reviews (
    review_no BIGINT NOT NULL,
    review_id BIGINT NOT NULL,
    version INTEGER USING COMPRESSION rle NOT NULL,
    is_current BOOLEAN USING COMPRESSION rle NOT NULL,
    import_id INTEGER USING COMPRESSION rle NOT NULL,
    source VARCHAR NOT NULL,
    line BIGINT NOT NULL,
    external_id VARCHAR USING COMPRESSION uncompressed,
    title VARCHAR USING COMPRESSION uncompressed,
    body VARCHAR,
    body_length INTEGER,
    liked VARCHAR,
    disliked VARCHAR,
    text VARCHAR USING COMPRESSION uncompressed,
    translation VARCHAR,
    rating DOUBLE,
    stars DOUBLE,
    written_at TIMESTAMP,
    declared_language VARCHAR,
    market VARCHAR,
    product VARCHAR,
    author VARCHAR USING COMPRESSION uncompressed,
    text_key UHUGEINT USING COMPRESSION uncompressed,
    identity_key UHUGEINT USING COMPRESSION uncompressed,
    language VARCHAR,
    language_confidence FLOAT USING COMPRESSION uncompressed,
    language_uncertain BOOLEAN USING COMPRESSION bitpacking,
    sentiment UTINYINT USING COMPRESSION bitpacking,
    p_negative FLOAT USING COMPRESSION uncompressed,
    p_neutral FLOAT USING COMPRESSION uncompressed,
    p_positive FLOAT USING COMPRESSION uncompressed,
    confidence FLOAT USING COMPRESSION uncompressed,
    lowered VARCHAR USING COMPRESSION uncompressed
)
"""

FILL_NARROW_REVIEWS: Final = """
INSERT INTO narrow_reviews SELECT
    review_no, review_id, version, is_current, import_id, source, line, external_id, title,
    body, body_length, liked, disliked, text, translation, rating, stars, written_at,
    declared_language, market, product, author, text_key, identity_key, language,
    language_confidence, language_uncertain, sentiment, p_negative, p_neutral, p_positive,
    confidence, lowered
FROM reviews ORDER BY review_no
"""

REJECTED_ROWS: Final = """
CREATE TABLE rejected_rows (
    import_id INTEGER NOT NULL,
    line BIGINT,
    reason VARCHAR NOT NULL,
    raw VARCHAR
)
"""

PREDICTIONS: Final = """
CREATE TABLE predictions (
    text_key UHUGEINT USING COMPRESSION uncompressed,
    model_id VARCHAR NOT NULL,
    p_negative FLOAT NOT NULL,
    p_neutral FLOAT NOT NULL,
    p_positive FLOAT NOT NULL
)
"""

ANNOTATIONS: Final = """
CREATE TABLE annotations (
    annotation_id INTEGER NOT NULL,
    review_no BIGINT NOT NULL,
    review_id BIGINT NOT NULL,
    sentiment UTINYINT NOT NULL,
    annotator VARCHAR NOT NULL,
    note VARCHAR,
    annotated_at TIMESTAMP NOT NULL
)
"""

# The codes of the five answers begin with those of the sentiments, so that former rows
# stay as they are. What the model said at the time of the answer is kept beside it.
RENAME_ANSWERS: Final = "ALTER TABLE annotations RENAME COLUMN sentiment TO answer"
ADD_MODEL_OF_ANSWER: Final = "ALTER TABLE annotations ADD COLUMN model_id VARCHAR"
ADD_PREDICTED: Final = "ALTER TABLE annotations ADD COLUMN predicted UTINYINT"

# The class that the file itself states for a review: 0, 1 or 2.
ADD_LABELS: Final = "ALTER TABLE reviews ADD COLUMN label UTINYINT"

# Whether the review was drawn at random to be answered, and not picked by a person: only
# answers about drawn reviews say how often the model errs. Former answers were picked.
ADD_DRAWN: Final = "ALTER TABLE annotations ADD COLUMN drawn BOOLEAN DEFAULT false"

# Columns of the file that an analyst wants to compare groups by: name → value.
ADD_KEPT_COLUMNS: Final = "ALTER TABLE reviews ADD COLUMN kept MAP(VARCHAR, VARCHAR)"

SAVED_PROFILES: Final = """
CREATE TABLE saved_profiles (
    name VARCHAR NOT NULL,
    headings VARCHAR[] NOT NULL,
    fields VARCHAR[] NOT NULL,
    mapped_headings VARCHAR[] NOT NULL,
    date_order VARCHAR,
    rating_low DOUBLE,
    rating_high DOUBLE,
    market VARCHAR,
    saved_at TIMESTAMP NOT NULL
)
"""

EVENTS: Final = """
CREATE TABLE events (
    event_id INTEGER NOT NULL,
    day DATE NOT NULL,
    label VARCHAR NOT NULL,
    market VARCHAR
)
"""

SETTINGS: Final = """
CREATE TABLE settings (
    name VARCHAR NOT NULL,
    value VARCHAR NOT NULL
)
"""

# The spans as three lists of one length: offsets of characters and weights.
EXPLANATIONS: Final = """
CREATE TABLE explanations (
    text_key UHUGEINT NOT NULL,
    model_id VARCHAR NOT NULL,
    target VARCHAR NOT NULL,
    method VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    p_negative DOUBLE NOT NULL,
    p_neutral DOUBLE NOT NULL,
    p_positive DOUBLE NOT NULL,
    starts INTEGER[] NOT NULL,
    ends INTEGER[] NOT NULL,
    weights DOUBLE[] NOT NULL
)
"""

# A model version that adjusts the predictions of its base, and the values of each language.
ADJUSTMENTS: Final = """
CREATE TABLE adjustments (
    model_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    base_model VARCHAR NOT NULL,
    "constraint" VARCHAR NOT NULL,
    effects VARCHAR NOT NULL,
    created_at TIMESTAMP NOT NULL,
    created_by VARCHAR NOT NULL
)
"""
ADJUSTMENT_VALUES: Final = """
CREATE TABLE adjustment_values (
    model_id VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    temperature DOUBLE NOT NULL,
    negative DOUBLE NOT NULL,
    neutral DOUBLE NOT NULL,
    positive DOUBLE NOT NULL
)
"""

# What a model answered to the texts of the probes; "model" is the name it was opened by.
PROBE_SCORES: Final = """
CREATE TABLE probe_scores (
    model_id VARCHAR NOT NULL,
    model VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    p_negative DOUBLE NOT NULL,
    p_neutral DOUBLE NOT NULL,
    p_positive DOUBLE NOT NULL,
    scored_at TIMESTAMP NOT NULL
)
"""


@dataclass(frozen=True)
class Migration:
    """A named step; its statements are applied in one transaction, or not at all."""

    name: str
    statements: tuple[str, ...]


MIGRATIONS: Final = (
    Migration("0001 imports, reviews and settings", (IMPORTS, REVIEWS, REJECTED_ROWS, SETTINGS)),
    Migration("0002 predictions", (PREDICTIONS,)),
    Migration("0003 what people add", (ANNOTATIONS, SAVED_PROFILES, EVENTS)),
    Migration(
        "0004 reviews without a key of their content",
        (
            NARROW_REVIEWS,
            FILL_NARROW_REVIEWS,
            "DROP TABLE reviews",
            "ALTER TABLE narrow_reviews RENAME TO reviews",
            # With no value remembered, the keys are renewed: identity_key is made anew.
            "DELETE FROM settings WHERE name = 'hash_value'",
        ),
    ),
    Migration(
        "0005 answers of people",
        (RENAME_ANSWERS, ADD_MODEL_OF_ANSWER, ADD_PREDICTED),
    ),
    Migration("0006 labels of files", (ADD_LABELS,)),
    Migration("0007 explanations", (EXPLANATIONS,)),
    Migration("0008 answers about reviews drawn at random", (ADD_DRAWN,)),
    Migration("0009 kept columns", (ADD_KEPT_COLUMNS,)),
    Migration("0010 adjusted versions of models", (ADJUSTMENTS, ADJUSTMENT_VALUES)),
    Migration("0011 answers to probes", (PROBE_SCORES,)),
)
