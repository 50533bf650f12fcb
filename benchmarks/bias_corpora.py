"""The texts that the study of bias looks at: drawn by a seed, and scored once.

Texts that stand in the train or dev split of a training corpus are left out, in whatever file
they turn up. Of a corpus that the model was trained on the test split alone is used.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sentiment.training.corpora import match_key, read_corpora

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sentiment.models.classifier import Classifier

SEED = 7
CHUNK = 1000
MODELS = ("polytone", "polytone-fast")


@dataclass(frozen=True)
class Corpus:
    """What is drawn of a file: ``most`` rows of each value of ``column``; 0 means all of them.

    ``split`` restricts to one split. ``exposure`` says what the model saw of it in training.
    """

    name: str
    part: str
    column: str
    most: int
    exposure: str
    split: str | None = None
    domain: str | None = None


TEST_ONLY = "train split trained on; its test split, never seen, is used"
UNSEEN = "never seen"
PARALLEL = (
    Corpus("mabsa_parallel", "evaluate", "lang", 0, UNSEEN, split="test"),
    Corpus("nusax", "train", "lang", 0, TEST_ONLY, split="test"),
    Corpus(
        "nollysenti",
        "train",
        "lang",
        0,
        "train split trained on; its dev split, which helped to choose the model, is used",
        split="dev",
    ),
)
ORIGIN = (
    Corpus(
        "booking_515k",
        "train",
        "reviewer_origin",
        1000,
        "left out of training; stays whose sections stand in booking_515k_sections' train or dev "
        "split are left out here",
    ),
    Corpus("booking_515k_sections", "train", "reviewer_origin", 0, TEST_ONLY, split="test"),
    Corpus("disneyland_tripadvisor", "evaluate", "reviewer_origin", 400, UNSEEN),
    Corpus("skytrax_british_airways", "evaluate", "reviewer_origin", 700, UNSEEN),
    Corpus("skytrax_lounge_seat", "train", "reviewer_origin", 0, TEST_ONLY, split="test"),
)
LANGUAGES = (
    Corpus("tripadvisor_bcn", "evaluate", "lang", 300, UNSEEN),
    Corpus("opener_multibooked", "evaluate", "lang", 300, UNSEEN),
    Corpus("de_hotel_absa", "evaluate", "lang", 300, UNSEEN),
    Corpus("it_absita2018", "evaluate", "lang", 300, UNSEEN),
    Corpus("zh_chnsenticorp_hotel", "evaluate", "lang", 300, UNSEEN),
    Corpus("umsab_xlmt", "train", "lang", 300, TEST_ONLY, split="test"),
)
CORPORA = (*PARALLEL, *ORIGIN, *LANGUAGES)


REGIONS = {
    "other continental Europe": "AT BE BG CH CY CZ DE DK EE ES FI FR GR HR HU IS IT LT LU LV MT NL "
    "NO PL PT RO RS RU SE SI SK TR UA",
    "Middle East and North Africa": "AE BH DZ EG IL IR IQ JO KW LB LY MA OM PS QA SA SY TN YE",
    "other Asia": "AZ BD BN BT CN GE HK ID IN JP KH KR KZ LA LK MM MN MO MV MY NP PH PK SG TH TW "
    "UZ VN",
    "Africa south of the Sahara": "AO BW CD CI CM ET GA GH KE MG MU MW MZ NA NG RW SN SC TZ UG ZA "
    "ZM ZW",
    "other English-speaking countries": "AU CA GB IE NZ US",
}
FEWEST = 100


def origin_groups(rows: pd.DataFrame) -> pd.Series:
    """The reviewer's country where it has 100 texts or more, else its region."""
    regions = {code: name for name, codes in REGIONS.items() for code in codes.split()}
    origin = rows["reviewer_origin"]
    large = origin.map(origin.value_counts()) >= FEWEST
    return origin.where(large, origin.map(regions).fillna("elsewhere"))


def trained_texts(data: Path) -> frozenset[str]:
    """The match keys of all texts of the train and dev splits that the model was made with."""
    keys: set[str] = set()
    for split in ("train", "dev"):
        keys.update(match_key(read_corpora(data / "train", split=split)["text"]))
    return frozenset(keys - {""})


def draw(corpus: Corpus, *, data: Path, trained: frozenset[str]) -> pd.DataFrame:
    """The rows of one corpus, with ``index`` as in its file; the same in every call."""
    rows = pd.read_parquet(data / corpus.part / f"{corpus.name}.parquet")
    rows = rows[rows["text"].str.strip() != ""]
    if corpus.split:
        rows = rows[rows["split"] == corpus.split]
    if corpus.name == "booking_515k":
        rows = rows[~_has_trained_section(rows, data=data)]
    if corpus.name != "nollysenti":  # its dev split is in there by definition
        known = match_key(rows["text"]).isin(trained)
        if corpus in PARALLEL:
            known = rows["parallel_id"].isin(set(rows.loc[known, "parallel_id"]))
        rows = rows[~known]
    rows = rows.dropna(subset=[corpus.column])
    if corpus not in PARALLEL:
        rows = rows.drop_duplicates(["text", "lang"])
    if corpus.most:
        shuffled = rows.sample(frac=1.0, random_state=SEED)
        rows = shuffled.groupby(corpus.column).head(corpus.most)
    return rows.sort_index()


def _has_trained_section(rows: pd.DataFrame, *, data: Path) -> NDArray[np.bool_]:
    """Whether a stay's text holds a section that the model was trained on."""
    sections = pd.read_parquet(data / "train" / "booking_515k_sections.parquet")
    sections = sections[sections["split"] != "test"]
    keys = ["date", "reviewer_origin", "market"]
    known: dict[tuple[str, ...], set[str]] = {}
    for *key, text in zip(*(sections[k] for k in keys), match_key(sections["text"]), strict=True):
        if text:
            known.setdefault(tuple(key), set()).add(text)
    return np.array(
        [
            any(section in text for section in known.get(tuple(key), ()))
            for *key, text in zip(*(rows[k] for k in keys), match_key(rows["text"]), strict=True)
        ]
    )


def score(
    rows: pd.DataFrame, classifier: Classifier, *, name: str, cache: Path
) -> NDArray[np.float64]:
    """Probabilities (n, 3) of ``rows``, in pieces kept in ``cache``: stop it at any time."""
    texts = rows["text"].tolist()
    found = []
    for start in range(0, len(texts), CHUNK):
        piece = texts[start : start + CHUNK]
        mark = hashlib.sha256("\0".join(piece).encode()).hexdigest()[:16]
        path = cache / f"{name}-{classifier.model_id}-{mark}.parquet"
        if not path.is_file():
            chances = classifier.predict(piece)
            table = pd.DataFrame(chances, columns=["negative", "neutral", "positive"])
            table.to_parquet(path.with_suffix(".part"))
            path.with_suffix(".part").rename(path)
            print(f"{name}: {start + len(piece):,} of {len(texts):,} scored", flush=True)
        found.append(pd.read_parquet(path).to_numpy(np.float64))
    return np.vstack(found)
