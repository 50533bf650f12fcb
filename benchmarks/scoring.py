"""Scoring speed against ``transformers.pipeline`` with its defaults, on the same weights.

    python benchmarks/scoring.py --data DIR [--texts 600] [--rounds 3] [--json FILE]

DIR holds ``train/*.parquet`` (and ``evaluate/*.parquet``) with ``text``, ``label``, ``split``.
The two are run in turns on the same real reviews in one process, so that a busy
machine slows both; the ratio of each round counts, of the clock's time and, for a
machine that others use too, of processor time. Reviews longer than the pipeline's
window are left out: it cuts them, Polytone reads them to the end. The pipeline gets the packed
weights as a plain float32 directory and runs as it comes: batch size 1, torch's
default threads. Quality is compared with float32 on labelled test texts, and the
peak memory of scoring is taken in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

WINDOW = 512
MOST_CHARACTERS = 1_000


def read_reviews(data: Path, *, count: int, seed: int) -> pd.DataFrame:
    """``count`` labelled test rows, drawn from all sources in equal shares."""
    files = sorted(data.glob("train/*.parquet")) + sorted(data.glob("evaluate/*.parquet"))
    if not files:
        sys.exit(
            f"No Parquet files in {data}/train or {data}/evaluate; name the folder with --data."
        )
    rows = pd.concat([pd.read_parquet(f, columns=["text", "label", "split"]) for f in files])
    rows = rows[(rows["split"] == "test") & (rows["text"].str.strip() != "")]
    rows = rows[rows["text"].str.len() <= MOST_CHARACTERS]
    return rows.sample(min(count, len(rows)), random_state=seed).reset_index(drop=True)


def save_plain_directory(folder: Path, target: Path) -> None:
    """The packed weights as any other user of ``transformers`` would have them."""
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    from sentiment.models.embedded import CONFIG_FILE, load_tokenizer, unpacked_state
    from sentiment.models.packed_weights import WEIGHTS_FILE, read_packed

    packed = read_packed(folder / WEIGHTS_FILE)
    config = BertConfig(**json.loads((folder / CONFIG_FILE).read_text(encoding="utf-8")))
    model = BertForSequenceClassification(config)
    model.load_state_dict(unpacked_state(packed))
    model.save_pretrained(target)
    PreTrainedTokenizerFast(
        tokenizer_object=load_tokenizer(packed, folder),
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
        pad_token="<pad>",
        cls_token="<s>",
        sep_token="</s>",
        model_max_length=WINDOW,
    ).save_pretrained(target)


class Clock:
    """Seconds by the clock and of processor time, a list each."""

    def __init__(self) -> None:
        self.elapsed: list[float] = []
        self.processor: list[float] = []

    def run(self, work: Callable[[], Any]) -> Any:
        """The result of ``work``, timed."""
        clock, processor = time.perf_counter(), time.process_time()
        result = work()
        self.elapsed.append(time.perf_counter() - clock)
        self.processor.append(time.process_time() - processor)
        return result


def ratios(slow: list[float], fast: list[float]) -> list[float]:
    return [round(a / b, 2) for a, b in zip(slow, fast, strict=True)]


def peak_memory(folder: Path, texts: list[str], precision: str | None) -> float:
    """Peak resident megabytes of a process that loads the model and scores ``texts``."""
    code = (
        "import json,sys;from pathlib import Path;"
        "from sentiment.models.embedded import load_embedded;"
        "given=json.load(sys.stdin);"
        "load_embedded(Path(given['folder']),precision=given['precision']).predict(given['texts']);"
        "status=Path('/proc/self/status').read_text();"  # getrusage would count the parent too
        "print(int(status.split('VmHWM:')[1].split()[0])/1000)"
    )
    given = json.dumps({"folder": str(folder), "precision": precision, "texts": texts})
    done = subprocess.run(
        [sys.executable, "-c", code], input=given, capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def macro_f1(labels: NDArray[np.int64], chances: NDArray[np.float32]) -> float:
    from sklearn.metrics import f1_score

    return 100.0 * float(f1_score(labels, chances.argmax(axis=1), average="macro"))


def main() -> None:
    from sentiment.settings import cpu_count, embedded_model_folder

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=embedded_model_folder())
    parser.add_argument("--texts", type=int, default=600)
    parser.add_argument("--quality-texts", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--precisions", nargs="*", default=[])
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()

    import torch
    from transformers import pipeline

    from sentiment.models.embedded import load_embedded
    from sentiment.models.precision import fastest_precision

    chosen = fastest_precision()
    precisions = list(dict.fromkeys([chosen, "float32", *options.precisions]))
    reviews = read_reviews(options.data, count=options.texts, seed=7)
    texts = reviews["text"].tolist()
    models = {name: load_embedded(options.model, precision=name) for name in precisions}
    with tempfile.TemporaryDirectory() as folder:
        save_plain_directory(options.model, Path(folder))
        plain = pipeline("text-classification", model=folder)
        for warm in (plain, *(model.predict for model in models.values())):
            warm(texts[:32])
        pipeline_clock, clocks = Clock(), {name: Clock() for name in precisions}
        for _ in range(options.rounds):
            answers = pipeline_clock.run(lambda: plain(texts, truncation=True))
            chances = {
                name: clocks[name].run(lambda model=model: model.predict(texts))
                for name, model in models.items()
            }
    labels = np.array(["negative", "neutral", "positive"])
    said = labels[chances["float32"].argmax(axis=1)]
    same = said == np.array([answer["label"] for answer in answers])
    judged = read_reviews(options.data, count=options.quality_texts, seed=11)
    truth = judged["label"].to_numpy()
    scores = {name: model.predict(judged["text"].tolist()) for name, model in models.items()}
    reference = scores["float32"]
    report: dict[str, Any] = {
        "cpu": torch.backends.cpu.get_cpu_capability(),
        "cores": cpu_count(),
        "texts": len(texts),
        "mean_characters": round(reviews["text"].str.len().mean(), 1),
        "pipeline_per_second": round(len(texts) / statistics.median(pipeline_clock.elapsed), 1),
        "float32_same_label_as_pipeline": round(float(same.mean()), 4),
        "chosen": chosen,
        "ways": {},
    }
    for name in precisions:
        elapsed = ratios(pipeline_clock.elapsed, clocks[name].elapsed)
        processor = ratios(pipeline_clock.processor, clocks[name].processor)
        report["ways"][name] = {
            "per_second": round(len(texts) / statistics.median(clocks[name].elapsed), 1),
            "times_the_pipeline": statistics.median(elapsed),
            "each_round": elapsed,
            "times_in_processor_time": statistics.median(processor),
            "macro_f1": round(macro_f1(truth, scores[name]), 2),
            "same_label_as_float32": round(
                float((scores[name].argmax(1) == reference.argmax(1)).mean()), 4
            ),
            "largest_difference": round(float(np.abs(scores[name] - reference).max()), 4),
            "peak_megabytes": round(peak_memory(options.model, texts, name)),
        }
    text = json.dumps(report, indent=1)
    print(text)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
