import numpy as np
import pandas as pd
import pytest

from sentiment.errors import TrainingError
from sentiment.training.corpora import mix, read_corpora, training_rows


def test_held_out_texts_are_never_trained_on(corpora):
    folder = corpora / "train"
    dev = read_corpora(folder, split="dev")
    leak = dev.head(1).assign(text=dev["text"].iloc[0].upper() + "!!", split="train")
    pd.concat([read_corpora(folder, split="train"), leak]).to_parquet(folder / "leak.parquet")
    assert leak["text"].iloc[0] in set(read_corpora(folder, split="train")["text"])
    assert leak["text"].iloc[0] not in set(training_rows(folder)["text"])


def test_neither_are_texts_that_nearly_are_held_out(corpora):
    folder = corpora / "train"
    said = "The room was clean and quiet, and breakfast had more to choose from than we expected"
    dev = read_corpora(folder, split="dev").head(1).assign(text=said)
    near = dev.assign(text=f"@user {said} 👍 http", split="train")
    far = dev.assign(text=said.replace("room was clean and quiet", "lift broke"), split="train")
    pd.concat([dev, near, far]).to_parquet(folder / "reviews.parquet")
    trained = set(training_rows(folder)["text"])
    assert near["text"].iloc[0] not in trained
    assert far["text"].iloc[0] in trained


def test_the_mixture_keeps_its_shares_and_marks_binary_sources(corpora):
    rows = training_rows(corpora / "train")
    mixture = mix(rows, examples=200, seed=1, anchor_share=0.25)
    sources = rows["source"].to_numpy()[mixture.order]
    assert (sources == "umsab_xlmt").mean() == pytest.approx(0.25, abs=0.02)
    assert (mixture.binary == (rows["source"] == "shop")).all()
    again = mix(rows, examples=200, seed=1, anchor_share=0.25)
    assert np.array_equal(mixture.order, again.order)
    assert not np.array_equal(mixture.order, mix(rows, examples=200, seed=2).order[:200])


def test_small_groups_repeat_only_after_all_were_seen(corpora):
    rows = training_rows(corpora / "train")
    mixture = mix(rows, examples=400, seed=1)
    counts = pd.Series(mixture.order).groupby(rows["source"].to_numpy()[mixture.order])
    spread = counts.apply(lambda seen: np.ptp(np.bincount(seen)[np.unique(seen)]))
    assert spread["shop"] <= 1


def test_a_folder_without_corpora(tmp_path):
    with pytest.raises(TrainingError, match=r"No Parquet corpora in .*--data"):
        read_corpora(tmp_path, split="train")


def test_more_columns_are_empty_where_a_corpus_lacks_them(corpora):
    folder = corpora / "train"
    shop = pd.read_parquet(folder / "shop.parquet").assign(stars=4.5)
    shop.to_parquet(folder / "shop.parquet")
    rows = training_rows(folder, more=["stars", "parallel_id"])
    assert rows.loc[rows["source"] == "shop", "stars"].eq(4.5).all()
    assert rows.loc[rows["source"] != "shop", "stars"].isna().all()
    assert rows["parallel_id"].isna().all()
    assert list(training_rows(folder)) == ["text", "label", "lang", "source", "split"]
