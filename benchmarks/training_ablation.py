"""What each way of training buys by itself: short runs from the same start, with several seeds.

    python benchmarks/training_ablation.py --data DIR --encoder FILE --tokenizer FILE --work DIR
        [--examples 16800] [--seeds 3] [--jobs 2] [--arms base,segmented,...] [--markdown FILE]

Every run begins with the lower eight layers of the encoder as it came and learns from so many
examples (texts of at most 64 tokens). Runs of one seed see the same examples in the same order
as far as their arm allows, so that differences to ``base`` are taken seed by seed. Figures are
of dev splits (tweets: mean macro-F1 of eight languages; reviews: macro-F1 over the pooled review
sources; others: over all but the tweets; their log loss) and, for sources that are never trained
on, the mean over languages of what is right between negative and positive. Finished runs are kept
in the work folder, from which a second call goes on.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sentiment.models.precision import fast_products
from sentiment.training.contrastive import bring_together
from sentiment.training.corpora import draw_evenly, mix, read_corpora, training_rows
from sentiment.training.corpus_records import read_corpus_records
from sentiment.training.encoder import fresh_model, mix_in_encoder
from sentiment.training.exit_confidences import held_out_logits
from sentiment.training.fine_tuning import Recipe, fine_tune
from sentiment.training.held_out import BENCHMARK
from sentiment.training.label_noise import contradicted, out_of_fold
from sentiment.training.quality import macro_f1
from sentiment.training.sources import Sources, open_sources
from sentiment.training.star_grades import grade
from sentiment.training.text_noise import resegment
from sentiment.training.unseen_sources import read_unseen
from sentiment.training.vocabulary import encode_texts

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from transformers import BertForSequenceClassification

LAYERS, LONGEST = 8, 64
DEV_OF_EACH, UNSEEN_OF_EACH = 150, 40
RECIPE = Recipe(replicas=1, longest=LONGEST, exit_weight=0.0, checkpoint_every=10_000)
FOLD_EXAMPLES, FOLD_SEED = 48_000, 11
PAIRS = 4_800
TRAINED_FILE, SCORED_FILE = "trained.parquet", "scored.parquet"


@dataclass(frozen=True)
class Arm:
    """One way of training; everything else is as in ``base``."""

    name: str
    says: str
    cleaned: bool = False
    taught: str | None = None
    agreement: float = 0.0
    examples: float = 1.0
    contrastive: bool = False
    resegmented: float = 0.0
    mixed_in: float = 0.0


ARMS = (
    Arm("base", "labels as they are"),
    Arm("mixed", "`base`, .12 of the encoder mixed in afterwards", mixed_in=0.12),
    Arm("segmented", "sampled segmentations for three texts in ten", resegmented=0.3),
    Arm("cleaned", "without labels that out-of-fold predictions contradict", cleaned=True),
    Arm("cross-taught", "six parts of ten from out-of-fold predictions", taught="out-of-fold"),
    Arm("stars", "six parts of ten from stars, where there are any", taught="stars"),
    Arm("r-drop", "R-Drop with weight 1, half the examples", agreement=1.0, examples=0.5),
    Arm("contrastive", "100 contrastive steps before (the time of 200)", contrastive=True),
)


@dataclass(frozen=True)
class Task:
    """What all runs share."""

    data: Path
    encoder: Path
    tokenizer: Path
    work: Path
    examples: int


def prepare(task: Task) -> None:
    """Write the texts that are trained on and those that are scored to the work folder."""
    if (task.work / SCORED_FILE).exists():
        return
    corpora = open_sources(data=task.data, encoder=task.encoder, tokenizer=task.tokenizer).corpora
    rows = training_rows(corpora, more=["stars", "parallel_id"])
    rows.to_parquet(task.work / TRAINED_FILE)
    records = read_corpus_records(corpora)
    dev = read_corpora(corpora, split="dev")
    of_tweets = dev["source"] == BENCHMARK
    unseen = read_unseen(corpora, most=UNSEEN_OF_EACH, seed=0, records=records)
    parts = {
        "tweets": dev[of_tweets],
        "others": draw_evenly(dev[~of_tweets], most=DEV_OF_EACH, seed=0),
        "unseen": unseen,
    }
    scored = pd.concat([each.assign(part=part) for part, each in parts.items()], ignore_index=True)
    scored["whole"] = scored.groupby("source")["label"].transform(lambda all_: (all_ == 1).any())
    reviews = [record.source for record in records.values() if record.is_reviews]
    scored["reviews"] = scored["whole"] & scored["source"].isin(reviews)
    scored.to_parquet(task.work / SCORED_FILE)


def run(task: Task, arm: Arm, seed: int) -> dict[str, Any]:
    """Train one model and score it; kept in a file of the work folder."""
    path = task.work / f"{arm.name}-{seed}.json"
    if path.exists():
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return kept
    sources = open_sources(data=task.data, encoder=task.encoder, tokenizer=task.tokenizer)
    rows, scored = (pd.read_parquet(task.work / name) for name in (TRAINED_FILE, SCORED_FILE))
    model = train(task, sources, rows, arm=arm, seed=seed)
    scores = {arm.name: score(model, sources, scored)}
    if arm.name == "base":
        for other in ARMS:
            if other.mixed_in:
                mix_in_encoder(model, sources.encoder, share=other.mixed_in)
                scores[other.name] = score(model, sources, scored)
    for name, figures in scores.items():
        found = {"arm": name, "seed": seed, **figures}
        (task.work / f"{name}-{seed}.json").write_text(json.dumps(found), encoding="utf-8")
    return {"arm": arm.name, "seed": seed, **scores[arm.name]}


def train(
    task: Task, sources: Sources, rows: pd.DataFrame, *, arm: Arm, seed: int
) -> BertForSequenceClassification:
    chances = None
    if arm.cleaned or arm.taught == "out-of-fold":
        chances = predict_out_of_fold(task, sources, rows)
    if arm.cleaned and chances is not None:
        good = ~contradicted(rows, chances)
        rows = rows[good].reset_index(drop=True)
    mixture = mix(
        rows,
        examples=round(task.examples * arm.examples),
        seed=seed,
        anchor_share=0.26,
        temperature=0.6,
    )
    mixture = replace(mixture, taught=taught(arm, rows, chances))
    token_ids = encode_texts(sources.tokenizer, mixture.texts, mixture.order, longest=LONGEST)
    if arm.resegmented:
        token_ids = resegment(
            token_ids,
            mixture.texts,
            tokenizer=sources.tokenizer,
            share=arm.resegmented,
            longest=LONGEST,
            seed=seed,
        )
    pieces = len(sources.tokenizer["model"]["vocab"])
    model = fresh_model(sources.encoder, pieces=pieces, seed=seed, layers=LAYERS)
    if arm.contrastive:
        bring_together(model, pairs_of(rows, sources, seed=seed), seed=seed)
    folder = task.work / f"{arm.name}-{seed}"
    recipe = replace(RECIPE, seed=seed, agreement=arm.agreement)
    return fine_tune(model, token_ids, mixture, recipe=recipe, folder=folder)


def predict_out_of_fold(task: Task, sources: Sources, rows: pd.DataFrame) -> NDArray[np.float32]:
    return out_of_fold(
        rows,
        sources=sources,
        examples=FOLD_EXAMPLES,
        seed=FOLD_SEED,
        folder=task.work / "folds",
    )


def taught(
    arm: Arm, rows: pd.DataFrame, chances: NDArray[np.float32] | None
) -> NDArray[np.float32] | None:
    """What texts are taught beside their labels, nan where nothing."""
    if arm.taught == "stars":
        return grade(rows)
    return chances if arm.taught == "out-of-fold" else None


def pairs_of(
    rows: pd.DataFrame, sources: Sources, *, seed: int
) -> list[tuple[NDArray[np.int32], NDArray[np.int32]]]:
    """Half of them translations of each other, half texts beside themselves."""
    random = np.random.default_rng(seed)
    translations = rows[rows["parallel_id"].notna()]
    groups = list(translations.groupby(["source", "parallel_id"]).indices.values())
    groups = [translations.index.to_numpy()[group] for group in groups if len(group) > 1]
    drawn = [
        tuple(random.choice(groups[number], 2, replace=False))
        for number in random.integers(len(groups), size=PAIRS // 2)
    ]
    drawn += [(row, row) for row in random.integers(len(rows), size=PAIRS // 2)]
    used = np.unique(np.array(drawn))
    ids = encode_texts(sources.tokenizer, rows["text"].tolist(), used, longest=LONGEST)
    return [(ids[one], ids[other]) for one, other in drawn]


def score(
    model: BertForSequenceClassification, sources: Sources, texts: pd.DataFrame
) -> dict[str, float]:
    """All figures in percent but the log loss, and how many texts they are of."""
    ids = encode_texts(
        sources.tokenizer, texts["text"].tolist(), np.arange(len(texts)), longest=4 * LONGEST
    )
    kept = model.config._attn_implementation
    model.config._attn_implementation = "sdpa"
    with fast_products():
        logits = held_out_logits(model, ids)[-1].astype(np.float64)
    model.config._attn_implementation = kept
    chances = np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))
    texts = texts.assign(
        said=chances.argmax(axis=1),
        right=(chances[:, 2] > chances[:, 0]) == (texts["label"] == 2),
        loss=-np.log(chances[np.arange(len(texts)), texts["label"]].clip(1e-6)),
    )
    tweets, others, unseen = (
        texts[texts["part"] == part] for part in ("tweets", "others", "unseen")
    )
    reviews = others[others["reviews"]]
    figures = {
        "tweets": 100 * float(np.mean([f1(group) for _, group in tweets.groupby("lang")])),
        "reviews": 100 * f1(reviews),
        "others": 100 * f1(others),
        "loss": float(texts.loc[(texts["part"] != "unseen") & texts["whole"], "loss"].mean()),
        "unseen": 100 * float(unseen.groupby("lang")["right"].mean().mean()),
    }
    for source, group in others.groupby("source"):
        figures[f"source {source}"] = 100 * f1(group)
    return figures | {"n": len(texts), "n reviews": len(reviews), "n unseen": len(unseen)}


def f1(rows: pd.DataFrame) -> float:
    return macro_f1(rows["label"].to_numpy(np.int64), rows["said"].to_numpy(np.int64))


def to_markdown(found: list[dict[str, Any]]) -> str:
    """A line an arm: the mean of ``base`` or of differences to it, with its standard error."""
    rows = pd.DataFrame(found).set_index(["arm", "seed"]).sort_index()
    measures = ["tweets", "reviews", "others", "loss", "unseen"]
    base = rows.loc["base", measures]
    lines = [f"| arm | {' | '.join(measures)} |", "|---|" + "---:|" * len(measures)]
    for arm in ARMS:
        if arm.name not in rows.index.get_level_values(0):
            continue
        own = rows.loc[arm.name, measures]
        apart = (own - base).dropna() if arm.name != "base" else own
        cells = []
        for measure in measures:
            digits = 3 if measure == "loss" else 1
            sign = "" if arm.name == "base" else "+"
            cell = f"{apart[measure].mean():{sign}.{digits}f}"
            if len(apart) > 1:
                error = apart[measure].std(ddof=1) / np.sqrt(len(apart))
                cell += f" ± {error:.{digits}f}"
            cells.append(cell)
        lines.append(f"| {arm.name}: {arm.says} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--examples", type=int, default=16_800)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--arms", default=",".join(arm.name for arm in ARMS))
    parser.add_argument("--markdown", type=Path)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    task = Task(options.data, options.encoder, options.tokenizer, options.work, options.examples)
    wanted = [arm for arm in ARMS if arm.name in options.arms.split(",")]
    prepare(task)
    if any(arm.cleaned or arm.taught == "out-of-fold" for arm in wanted):
        sources = open_sources(data=task.data, encoder=task.encoder, tokenizer=task.tokenizer)
        predict_out_of_fold(task, sources, pd.read_parquet(task.work / TRAINED_FILE))
    runs = [(arm, seed) for seed in range(options.seeds) for arm in wanted if not arm.mixed_in]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(options.jobs, mp_context=context) as pool:
        for future in [pool.submit(run, task, arm, seed) for arm, seed in runs]:
            one = future.result()
            print({key: one[key] for key in ("arm", "seed", "tweets", "reviews", "loss", "unseen")})
    found = [
        json.loads(path.read_text(encoding="utf-8"))
        for arm in wanted
        for path in sorted(options.work.glob(f"{arm.name}-*.json"))
    ]
    text = to_markdown(found)
    print(text)
    if options.markdown:
        options.markdown.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
