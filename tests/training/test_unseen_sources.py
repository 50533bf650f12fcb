import pandas as pd

from sentiment.training.corpora import read_corpora
from sentiment.training.corpus_records import CorpusRecord
from sentiment.training.unseen_sources import read_unseen

LONG = "The waiter forgot our drinks twice and laughed about it, so we shall not come again"


def test_what_was_trained_on_or_chosen_with_is_not_unseen(corpora):
    train = corpora / "train"
    known = [read_corpora(train, split=split).head(1) for split in ("train", "dev", "test")]
    long = known[0].assign(text=LONG, source="trips")
    long.to_parquet(train / "trips.parquet")
    texts = [each["text"].iloc[0].upper() + "!" for each in known]
    texts += [f"{LONG} :(", LONG.replace("drinks", "names")[::-1], "👍"]
    found = pd.DataFrame(
        {"text": texts, "label": 0, "lang": "en", "source": "elsewhere", "split": "train"}
    )
    folder = corpora / "evaluate"
    folder.mkdir()
    found.to_parquet(folder / "elsewhere.parquet")
    found.assign(source="translated").to_parquet(folder / "translated.parquet")
    records = {"translated": CorpusRecord("translated", quality="machine-translated")}
    rows = read_unseen(train, most=9, seed=0, records=records)
    assert set(rows["text"]) == {texts[2], texts[4], texts[5]}


def test_what_is_known_leaves_its_place_to_others(corpora):
    folder = corpora / "evaluate"
    folder.mkdir()
    known = read_corpora(corpora / "train", split="train")["text"].tolist()[:20]
    texts = [*known, *(f"something nobody has said before, number {n}" for n in range(40))]
    found = pd.DataFrame(
        {"text": texts, "label": 2, "lang": "en", "source": "elsewhere", "split": "test"}
    )
    found.to_parquet(folder / "elsewhere.parquet")
    rows = read_unseen(corpora / "train", most=20, seed=0, records={})
    assert len(rows) == 20
    assert not set(rows["text"]) & set(known)
    assert not rows["graded"].any()
