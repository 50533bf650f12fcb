"""What travels between modules: frozen dataclasses and the schemas of tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime

    import pyarrow as pa

SENTIMENTS = ("negative", "neutral", "positive")
# What a person can answer about a review; the last two are no class of the model.
ANSWERS = (*SENTIMENTS, "mixed", "cannot tell")
# Where the truth about a review comes from, the most trusted first.
TRUTHS = ("annotation", "label", "stars")
GROUPINGS = ("market", "language", "product", "source", "month")
FIELDS = (
    "review_id", "title", "text", "liked", "disliked", "rating", "date", "language", "market",
    "product", "author", "label",
)  # fmt: skip
UNDETERMINED = "und"

DateOrder = Literal["ymd", "dmy", "mdy"]
Grain = Literal["day", "week", "month"]
Progress = Callable[["ProgressReport"], None]


@dataclass(frozen=True)
class ProgressReport:
    """How far a long piece of work is: ``done`` of ``total`` items."""

    stage: str
    done: int
    total: int
    per_second: float = 0.0

    @property
    def seconds_left(self) -> float | None:
        """Estimated seconds to the end; None while the speed is not known."""
        if self.per_second <= 0:
            return None
        return (self.total - self.done) / self.per_second


def silent(report: ProgressReport) -> None:
    """The default progress: says nothing."""


# --- reading -----------------------------------------------------------------


@dataclass(frozen=True)
class RatingScale:
    """The lowest and highest rating that an export can hold, e.g. 1 and 10."""

    low: float
    high: float

    def to_stars(self, rating: float) -> float:
        """The rating moved linearly onto 1 to 5 stars.

        >>> RatingScale(1, 10).to_stars(10)
        5.0
        """
        return 1.0 + 4.0 * (rating - self.low) / (self.high - self.low)


@dataclass(frozen=True)
class ReadingOptions:
    """What a person decided about a file; None means: find it out.

    ``keep`` are headings of which the cells are kept, ``keep_origin`` the reviewer's origin.
    """

    profile: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    market: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    date_order: DateOrder | None = None
    rating_scale: RatingScale | None = None
    mask_personal_data: bool = False
    keep: tuple[str, ...] = ()
    keep_origin: bool = True


@dataclass(frozen=True)
class Recognition:
    """What was found out about one file (or one member of an archive).

    ``mapping`` is field → heading; ``examples`` heading → first values, for all
    headings; ``date_order`` is None where dates are given and their order is
    not settled by the column, so that a person has to be asked;
    ``market_from`` is a phrase such as "column 'Country'", ``origin`` the reviewer's heading.
    """

    file: str
    container: str
    encoding: str | None
    delimiter: str | None
    profile: str
    mapping: Mapping[str, str]
    headings: tuple[str, ...]
    examples: Mapping[str, tuple[str, ...]]
    date_order: DateOrder | None = None
    date_order_settled: bool = True
    rating_scale: RatingScale | None = None
    market_from: str | None = None
    notes: tuple[str, ...] = ()
    origin: str | None = None


@dataclass(frozen=True)
class SavedProfile:
    """A mapping that an analyst saved under a name, found again by its headings."""

    name: str
    headings: tuple[str, ...]
    mapping: Mapping[str, str]
    date_order: DateOrder | None = None
    rating_scale: RatingScale | None = None
    market: str | None = None


@dataclass(frozen=True)
class ReadExport:
    """One export, read: ``read == reviews.num_rows + rejected.num_rows``.

    ``reviews`` has :func:`review_schema`, ``rejected`` has :func:`rejected_schema`.
    """

    recognition: Recognition
    read: int
    reviews: pa.Table
    rejected: pa.Table


@dataclass(frozen=True)
class ExportStream:
    """One export while it is being read: ``read`` rows, their reviews batch by batch.

    ``batches`` have :func:`review_schema` and can be gone through once. ``finish``, called
    after that, gives what is known only then: the recognition with all its notes, and the
    refused rows (:func:`rejected_schema`). ``profile`` is that of the recognition.
    """

    profile: str
    read: int
    batches: Iterator[pa.RecordBatch]
    finish: Callable[[], tuple[Recognition, pa.Table]]

    @classmethod
    def of(cls, export: ReadExport) -> ExportStream:
        """An export that was read whole, as a stream."""
        return cls(
            export.recognition.profile,
            export.read,
            iter(export.reviews.to_batches()),
            lambda: (export.recognition, export.rejected),
        )

    def collect(self) -> ReadExport:
        """The export read whole."""
        import pyarrow as pa

        reviews = pa.Table.from_batches(self.batches, schema=review_schema())
        recognition, rejected = self.finish()
        return ReadExport(recognition, self.read, reviews, rejected)


def review_schema() -> pa.Schema:
    """The columns of a read export, one row a review.

    ``line`` is the line of the file on which the row begins (1 is the first);
    ``text`` is what is scored: title and body, or liked and disliked joined;
    null where there are only stars. ``rating`` is as given, ``stars`` on 1 to 5.
    ``written_at`` is UTC without zone. ``market`` is ISO 3166 alpha-2,
    ``declared_language`` ISO 639-1. ``translation`` keeps a machine translation that stood
    beside the original. ``label`` is the class that the file states: 0, 1, 2 or null.
    ``kept`` is name → cell of the columns that are kept; null where the review has none.
    """
    import pyarrow as pa

    return pa.schema(
        [
            ("line", pa.int64()),
            ("external_id", pa.string()),
            ("title", pa.string()),
            ("body", pa.string()),
            ("liked", pa.string()),
            ("disliked", pa.string()),
            ("text", pa.string()),
            ("translation", pa.string()),
            ("rating", pa.float64()),
            ("stars", pa.float64()),
            ("written_at", pa.timestamp("us")),
            ("declared_language", pa.string()),
            ("market", pa.string()),
            ("product", pa.string()),
            ("author", pa.string()),
            ("label", pa.int8()),
            ("kept", pa.map_(pa.string(), pa.string())),
        ]
    )


def rejected_schema() -> pa.Schema:
    """The columns of refused rows: line, reason, and the row as it stood."""
    import pyarrow as pa

    return pa.schema([("line", pa.int64()), ("reason", pa.string()), ("raw", pa.string())])


@dataclass(frozen=True)
class ImportReport:
    """What became of one file: ``read == kept + rejected + duplicates``.

    ``updated`` of the ``kept`` rows are new versions of reviews known before.
    ``reasons`` counts the rejected rows by reason.
    """

    file: str
    profile: str
    encoding: str | None
    delimiter: str | None
    read: int
    kept: int
    rejected: int
    duplicates: int
    updated: int = 0
    without_text: int = 0
    first_date: date | None = None
    last_date: date | None = None
    rating_scale: RatingScale | None = None
    market_from: str | None = None
    reasons: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    import_id: int | None = None


@dataclass(frozen=True)
class LanguageGuess:
    """The language of one text: ISO 639-1 (639-3 where there is none) or ``und``.

    ``confidence`` is the measured accuracy of the rule that decided, 0 to 1;
    ``uncertain`` is set where detectors disagreed or a fallback decided;
    ``decided_by`` names the rule.
    """

    language: str
    confidence: float
    uncertain: bool
    decided_by: str


# --- answers -----------------------------------------------------------------


@dataclass(frozen=True)
class SurenessThresholds:
    """How probable its answer must be for a model to count as sure, 0 to 1.

    ``languages`` pairs a language's code with its threshold; ``others`` is that of all
    others, and of reviews of which the language is not known.
    """

    others: float
    languages: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Filters:
    """Which reviews are meant; empty or None means no restriction.

    ``since`` and ``until`` are inclusive days. ``stars`` are whole stars 1-5.
    ``confidence`` is the range of the winning probability. ``disagree`` keeps
    reviews whose stars and scored sentiment contradict each other (1-2 stars
    and positive, 4-5 stars and negative). ``unsure`` keeps reviews of which the
    winning probability is below the threshold of their language. ``kept`` pairs the name
    of a kept column with a value. A group named "" means: not known.
    """

    text: str | None = None
    languages: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    stars: tuple[int, ...] = ()
    sentiments: tuple[str, ...] = ()
    confidence: tuple[float, float] | None = None
    uncertain_language: bool | None = None
    disagree: bool = False
    unsure: SurenessThresholds | None = None
    since: date | None = None
    until: date | None = None
    kept: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Interval:
    """A number with its 95 % interval and the ``n`` it rests on."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class SentimentCounts:
    """Counts of one group, and of one period where ``period`` is set.

    ``group`` is "" where it is not known. ``reviews`` counts all, scored or
    not; ``starred`` of them have stars, which add up to ``stars_sum``.
    """

    group: str
    reviews: int
    negative: int
    neutral: int
    positive: int
    starred: int = 0
    stars_sum: float = 0.0
    period: date | None = None

    @property
    def scored(self) -> int:
        """How many were scored by the model."""
        return self.negative + self.neutral + self.positive


@dataclass(frozen=True)
class StoredReview:
    """A review as it is shown to a person, with its prediction where it has one."""

    review_id: int
    version: int
    source: str
    title: str | None
    body: str | None
    text: str | None
    translation: str | None
    stars: float | None
    written_at: datetime | None
    language: str | None
    language_confidence: float | None
    language_uncertain: bool | None
    declared_language: str | None
    market: str | None
    product: str | None
    sentiment: str | None
    p_negative: float | None
    p_neutral: float | None
    p_positive: float | None
    kept: Mapping[str, str] | None = field(default=None, hash=False)


@dataclass(frozen=True)
class Event:
    """A release or a campaign, drawn into the trend; no market means all."""

    event_id: int
    day: date
    label: str
    market: str | None = None


@dataclass(frozen=True)
class Choices:
    """What the filters can be set to: value → number of reviews, most first."""

    languages: Mapping[str, int]
    markets: Mapping[str, int]
    products: Mapping[str, int]
    sources: Mapping[str, int]
    first_day: date | None
    last_day: date | None
    reviews: int
    scored: int


@dataclass(frozen=True)
class Annotation:
    """A person's answer about one version of a review's text, and the model's at that time."""

    annotation_id: int
    review_id: int
    version: int
    text: str
    language: str | None
    answer: str
    annotator: str
    note: str | None
    annotated_at: datetime  # UTC
    model_id: str | None
    predicted: str | None
    drawn: bool = False  # the review was drawn at random, not picked
