"""Scoring speed against ``transformers.pipeline`` with its defaults, on the same weights.

    python benchmarks/scoring.py --data DIR [--texts 600] [--rounds 3] [--json FILE]

DIR holds ``train/*.parquet`` (and ``evaluate/*.parquet``) with ``text``, ``label``, ``split``.
The two take turns on the same real reviews, each in a process of its own with the
environment as it is, so that a busy machine slows both and neither's thread settings
touch the other; the ratio of each round counts, of the clock's time and, for a machine
that others use too, of processor time. Reviews longer than the pipeline's window are
left out: it cuts them, Polytone reads them to the end. The pipeline gets the packed weights
as a plain float32 directory and runs as it comes: batch size 1, torch's default threads.
"All layers" is without early exits, "whole" without them and without merging tokens;
"fast" is the fast model, measured against the pipeline with the default's weights; "openvino"
is the default where OpenVINO computes its layers, if the extra is installed.
Beside its own weights stand models of the shapes that people fine-tune today, at the same
texts and through the same pipeline: the encoder with all of its twelve layers, and XLM-R base.
Their weights are random: speed does not depend on them, and nothing else is measured of them.
Quality is compared with float32 whole on labelled test texts, and the peak memory of
scoring is taken in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sentiment.training.default_model import FAST_FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from sentiment.models.text_classifier import TextClassifier
    from sentiment.settings import Engine, Precision

WINDOW = 512
MOST_CHARACTERS = 1_000
OWN = "own weights"
SHAPES: dict[str, dict[str, int]] = {  # beside its own weights, by what they change in its form
    "the encoder's twelve layers": {"num_hidden_layers": 12},
    "XLM-R base": {
        "num_hidden_layers": 12,
        "hidden_size": 768,
        "intermediate_size": 3072,
        "num_attention_heads": 12,
    },
}


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


def save_plain_directory(
    folder: Path, target: Path, *, shape: Mapping[str, int] | None = None
) -> None:
    """The packed weights as any other user of ``transformers`` would have them, or random
    ones of another ``shape`` with the same tokenizer."""
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    from sentiment.models.embedded import CONFIG_FILE, load_tokenizer, unpacked_state
    from sentiment.models.packed_weights import WEIGHTS_FILE, read_packed

    packed = read_packed(folder / WEIGHTS_FILE)
    described = json.loads((folder / CONFIG_FILE).read_text(encoding="utf-8"))
    model = BertForSequenceClassification(BertConfig(**{**described, **(shape or {})}))
    if shape is None:
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


@dataclass(frozen=True)
class Way:
    """One way to score with the packed model of ``folder``."""

    folder: Path
    precision: Precision
    leave_early: bool = True
    merge: bool = True
    engine: Engine = "torch"

    @property
    def name(self) -> str:
        """What the report calls it."""
        parts = ["fast"] * (self.folder.name == FAST_FOLDER) + [self.precision]
        if self.engine != "torch":
            parts.insert(-1, self.engine)
        if not self.leave_early:
            parts.append("all layers" if self.merge else "whole")
        return ", ".join(parts)

    def load(self) -> TextClassifier:
        """The model that scores this way."""
        from sentiment.models.embedded import load_embedded

        return load_embedded(**asdict(self))


class Clock:
    """Seconds by the clock and of processor time, a list each."""

    def __init__(self) -> None:
        self.elapsed: list[float] = []
        self.processor: list[float] = []

    def add(self, elapsed: float, processor: float) -> None:
        """One more round's seconds."""
        self.elapsed.append(elapsed)
        self.processor.append(processor)

    def run(self, work: Callable[[], Any]) -> Any:
        """The result of ``work``, timed."""
        clock, processor = time.perf_counter(), time.process_time()
        result = work()
        self.add(time.perf_counter() - clock, time.process_time() - processor)
        return result


class PipelineProcess:
    """``transformers.pipeline`` in a process of its own; it answers one line for each line."""

    _CODE = """
import json, sys, time
from transformers import pipeline
folder, texts = json.loads(sys.stdin.readline())
classify = pipeline("text-classification", model=folder)
classify(texts[:32])
print("ready", flush=True)
for _ in sys.stdin:
    clock, processor = time.perf_counter(), time.process_time()
    answers = classify(texts, truncation=True)
    times = time.perf_counter() - clock, time.process_time() - processor
    print(json.dumps([*times, [answer["label"] for answer in answers]]), flush=True)
"""

    def __init__(self, folder: str, texts: list[str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", self._CODE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._ask([folder, texts])

    def _ask(self, content: Any) -> str:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        stdin.write(json.dumps(content) + "\n")
        stdin.flush()
        line = stdout.readline()
        if not line:
            sys.exit("The process of transformers.pipeline ended; its words are above.")
        return line

    def run(self, clock: Clock) -> list[str]:
        """Score all texts once, timed by ``clock``; the labels."""
        elapsed, processor, labels = json.loads(self._ask("go"))
        clock.add(elapsed, processor)
        return list(labels)

    def close(self) -> None:
        """End the process."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait()


def ratios(slow: list[float], fast: list[float]) -> list[float]:
    return [round(a / b, 2) for a, b in zip(slow, fast, strict=True)]


def peak_memory(texts: list[str], way: Way) -> float:
    """Peak resident megabytes of a process that loads the model and scores ``texts``."""
    code = (
        "import json,sys;from pathlib import Path;"
        "from sentiment.models.embedded import load_embedded;"
        "given=json.load(sys.stdin);"
        "given['way']['folder']=Path(given['way']['folder']);"
        "load_embedded(**given['way']).predict(given['texts']);"
        "status=Path('/proc/self/status').read_text();"  # getrusage would count the parent too
        "print(int(status.split('VmHWM:')[1].split()[0])/1000)"
    )
    given = json.dumps({"way": {**asdict(way), "folder": str(way.folder)}, "texts": texts})
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

    from sentiment.models.precision import fastest_precision

    folder, precision = options.model, fastest_precision()
    chosen = Way(folder, precision)
    exact = Way(folder, "float32", leave_early=False, merge=False)
    ways = [
        chosen,
        Way(folder, precision, leave_early=False),
        Way(folder, precision, leave_early=False, merge=False),
        Way(folder, "float32"),
        exact,
    ]
    if (folder / FAST_FOLDER).is_dir():
        ways += [Way(folder / FAST_FOLDER, precision), Way(folder / FAST_FOLDER, "float32")]
    if find_spec("openvino") is not None:
        from sentiment.models.openvino_runtime import fastest_float

        ways.append(Way(folder, fastest_float(), engine="openvino"))
    ways += [Way(folder, named) for named in options.precisions]
    ways = list(dict.fromkeys(ways))
    reviews = read_reviews(options.data, count=options.texts, seed=7)
    texts = reviews["text"].tolist()
    models = {way: way.load() for way in ways}
    shapes = {OWN: None, **SHAPES}
    with tempfile.TemporaryDirectory() as plain_folder:
        pipelines = {}
        for number, (name, shape) in enumerate(shapes.items()):
            target = Path(plain_folder) / str(number)
            save_plain_directory(folder, target, shape=shape)
            pipelines[name] = PipelineProcess(str(target), texts)
        for model in models.values():
            model.predict(texts[:32])
        pipeline_clocks = {name: Clock() for name in pipelines}
        clocks = {way: Clock() for way in ways}
        for _ in range(options.rounds):
            said = {name: each.run(pipeline_clocks[name]) for name, each in pipelines.items()}
            chances = {
                way: clocks[way].run(lambda model=model: model.predict(texts))
                for way, model in models.items()
            }
        for each in pipelines.values():
            each.close()
    pipeline_clock, answers = pipeline_clocks[OWN], said[OWN]
    labels = np.array(["negative", "neutral", "positive"])
    same = labels[chances[exact].argmax(axis=1)] == np.array(answers)
    judged = read_reviews(options.data, count=options.quality_texts, seed=11)
    truth = judged["label"].to_numpy()
    scores = {way: model.predict(judged["text"].tolist()) for way, model in models.items()}
    reference = scores[exact]
    report: dict[str, Any] = {
        "cpu": torch.backends.cpu.get_cpu_capability(),
        "cores": cpu_count(),
        "texts": len(texts),
        "mean_characters": round(reviews["text"].str.len().mean(), 1),
        "pipeline_per_second": {
            name: round(len(texts) / statistics.median(clock.elapsed), 1)
            for name, clock in pipeline_clocks.items()
        },
        "float32_same_label_as_pipeline": round(float(same.mean()), 4),
        "quality_texts": len(judged),
        "chosen": chosen.name,
        "ways": {},
    }
    for way in ways:
        elapsed = ratios(pipeline_clock.elapsed, clocks[way].elapsed)
        processor = ratios(pipeline_clock.processor, clocks[way].processor)
        report["ways"][way.name] = {
            "per_second": round(len(texts) / statistics.median(clocks[way].elapsed), 1),
            "times_the_pipeline": statistics.median(elapsed),
            "each_round": elapsed,
            "times_other_shapes": {
                name: statistics.median(ratios(pipeline_clocks[name].elapsed, clocks[way].elapsed))
                for name in SHAPES
            },
            "times_in_processor_time": statistics.median(processor),
            "macro_f1": round(macro_f1(truth, scores[way]), 2),
            "same_label_as_exact": round(
                float((scores[way].argmax(1) == reference.argmax(1)).mean()), 4
            ),
            "mean_difference": round(float(np.abs(scores[way] - reference).mean()), 4),
            "largest_difference": round(float(np.abs(scores[way] - reference).max()), 4),
            "peak_megabytes": round(peak_memory(texts, way)),
        }
    text = json.dumps(report, indent=1)
    print(text)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
