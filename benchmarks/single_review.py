"""One review alone: how long it takes in a warm process, and what opening the model costs.

    python benchmarks/single_review.py [--rounds 5] [--texts FILE]

Every text of the file (default: the frozen examples of the tests) is scored alone, one
after the other, after a round that is not counted. Opening is measured in fresh processes:
with all imports, and without (torch and tokenizers already imported). Peak memory is that
of such a process after it scored every text. What else runs on the machine is in the figures:
its load average is printed with them.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from sentiment.models.embedded import load_embedded
from sentiment.settings import cpu_count

EXAMPLES = Path(__file__).parent.parent / "tests" / "models" / "frozen_examples.json"
OPENINGS = 3
_OPEN = """
import time; begun = time.perf_counter()
import json, resource, sys
import numpy, torch, tokenizers, safetensors.torch
imported = time.perf_counter()
from sentiment.models.embedded import load_embedded
model = load_embedded()
opened = time.perf_counter()
model.predict(json.loads(sys.stdin.read()))
print(json.dumps({
    "imports": imported - begun,
    "opening": opened - imported,
    "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}))
"""


def read_texts(path: Path) -> list[str]:
    """The texts of a file: one a line, or those of the frozen examples."""
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        return [example["text"] for example in json.loads(content)["examples"]]
    return [line for line in content.splitlines() if line.strip()]


def measure_latency(texts: list[str], *, rounds: int) -> np.ndarray:
    """Milliseconds of each text scored alone, all rounds; the first round is left out."""
    model = load_embedded()
    taken = []
    for number in range(rounds + 1):
        for text in texts:
            begun = time.perf_counter()
            model.predict([text])
            if number:
                taken.append(1_000 * (time.perf_counter() - begun))
    return np.array(taken)


def measure_opening(texts: list[str]) -> dict[str, float]:
    """Medians over fresh processes: seconds of imports and opening, and peak megabytes."""
    found = []
    for _ in range(OPENINGS):
        process = subprocess.run(
            [sys.executable, "-c", _OPEN],
            input=json.dumps(texts),
            capture_output=True,
            text=True,
            check=True,
        )
        found.append(json.loads(process.stdout))
    return {name: float(np.median([each[name] for each in found])) for name in found[0]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=Path, default=EXAMPLES)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()

    texts = read_texts(options.texts)
    load = os.getloadavg()[0]
    taken = measure_latency(texts, rounds=options.rounds)
    opened = measure_opening(texts)
    p50, p99 = np.quantile(taken, [0.5, 0.99])
    print(
        f"{len(texts)} texts of {np.mean([len(text) for text in texts]):.0f} characters on average"
    )
    print(f"{cpu_count()} cores, load average {load:.1f} before the run")
    print(f"one review alone, {len(taken)} times: p50 {p50:.1f} ms, p99 {p99:.1f} ms")
    print(f"opening {opened['opening']:.2f} s, imports before it {opened['imports']:.2f} s")
    print(f"peak memory {opened['megabytes']:.0f} MB")


if __name__ == "__main__":
    main()
