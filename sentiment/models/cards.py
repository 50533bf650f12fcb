"""What a person should know of each model before choosing it."""

from __future__ import annotations

from dataclasses import dataclass

from sentiment.settings import DEFAULT_MODEL, FAST_MODEL


@dataclass(frozen=True)
class ModelCard:
    """What a person should know before choosing a model.

    ``megabytes`` is the size of the weights; ``commercial`` says in words what
    the licence means for use at work. ``purpose`` says what it is there for, ``measured``
    how good it was on texts it had not seen (benchmarks/baselines.md). ``sha256`` is that
    of the weights, which is checked whenever they are opened.
    """

    name: str
    license: str
    languages: str
    megabytes: int
    labels: str
    commercial: str
    purpose: str = "use"
    measured: str = "not measured here"
    sha256: str = "not pinned: its files are those that the hub gives"


_COMPARISON = "comparison, not use: what a better model has to beat"

CARDS = (
    ModelCard(
        name=DEFAULT_MODEL,
        license="Apache-2.0 (encoder: MIT)",
        languages="trained on about 40 languages, encoder of about 100",
        megabytes=60,
        labels="labelled tweets and reviews under licences that allow use",
        commercial="Allowed. Comes with the package, needs no download.",
        measured="macro-F1: UMSAB 65.9 (8 languages), reviews 74.4; unseen poles 82.5 % right",
    ),
    ModelCard(
        name=FAST_MODEL,
        license="Apache-2.0 (encoder: MIT)",
        languages="as polytone, less sure in all of them",
        megabytes=12,
        labels="those of polytone, and what its teachers said of the same texts",
        commercial="Allowed. Comes with the package, needs no download.",
        measured="macro-F1: UMSAB 62.6 (8 languages), reviews 73.0; unseen poles 80.0 % right",
    ),
    ModelCard(
        name="vader",
        license="MIT (the package vaderSentiment)",
        languages="en; emoji in all",
        megabytes=1,
        labels="a lexicon whose words people rated, and rules; no training",
        commercial="Allowed. Needs the extra 'modeling'.",
        purpose=_COMPARISON,
        measured="in English, macro-F1: UMSAB 56.0, reviews 51.6; unseen poles 88.9 % right",
        sha256="not pinned: its words are those of the package vaderSentiment 3.3.2",
    ),
    ModelCard(
        name="char-ngrams",
        license="Apache-2.0",
        languages="trained on about 40; knows no word of another",
        megabytes=2,
        labels="those of polytone: labelled tweets and reviews that may be used",
        commercial="Allowed. Comes with the package, needs no download.",
        purpose=_COMPARISON,
        measured="macro-F1: UMSAB 52.1 (8 languages), reviews 65.1; unseen poles 65.8 % right",
    ),
    ModelCard(
        name="lstm",
        license="Apache-2.0",
        languages="trained on about 40; knows no word of another",
        megabytes=1,
        labels="those of polytone: labelled tweets and reviews that may be used",
        commercial="Allowed. Comes with the package, needs no download.",
        purpose=_COMPARISON,
        measured="macro-F1: UMSAB 52.5 (8 languages), reviews 64.6; unseen poles 63.8 % right",
    ),
    ModelCard(
        name="use",
        license="Apache-2.0 (encoder: Apache-2.0)",
        languages="trained on about 40, encoder of 15: ar, de, en, es, fr, it, ja, ko, nl, pl, pt, "
        "ru, th, tr, zh",
        megabytes=33,
        labels="those of polytone: labelled tweets and reviews that may be used",
        commercial="Allowed. Needs the extra 'modeling', which brings the encoder.",
        purpose=_COMPARISON,
        measured="macro-F1: UMSAB 54.6 (8 languages), reviews 60.6; unseen poles 73.4 % right",
    ),
    ModelCard(
        name="cardiffnlp/twitter-xlm-roberta-base-sentiment",
        license="none stated on its page, as far as we know",
        languages="ar, de, en, es, fr, hi, it, pt; encoder of about 100",
        megabytes=1_110,
        labels="tweets labelled by people (the UMSAB benchmark)",
        commercial="Unclear without a licence: read its page and ask the authors first.",
    ),
    ModelCard(
        name="nlptown/bert-base-multilingual-uncased-sentiment",
        license="MIT",
        languages="de, en, es, fr, it, nl",
        megabytes=670,
        labels="stars of product reviews; 1-2 negative, 3 neutral, 4-5 positive",
        commercial="Allowed by that licence; read its page first.",
    ),
    ModelCard(
        name="tabularisai/multilingual-sentiment-analysis",
        license="CC-BY-NC-4.0",
        languages="22 languages",
        megabytes=540,
        labels="synthetic texts written by language models",
        commercial="Not allowed by that licence without an agreement; read its page first.",
    ),
)
