"""Ingest of 1,000,000 review rows against ``pandas.read_csv`` on the same file.

    python benchmarks/ingest.py                   # writes the file, then times each way
    python benchmarks/ingest.py --rows 200000     # a shorter trial
    python benchmarks/ingest.py --kind damaged    # a file with rows that need repair

Four ways, each in a process of its own, so that peak memory is its own: pandas alone, DuckDB's
own reading of the file into a table (nothing cleaned, no keys), Polytone's reading alone (bytes
to raw rows), and the whole ingest into DuckDB.
The aim is at most 2.5 times pandas for the whole ingest, with every row accounted for:
after the clock has stopped, the number of every record that was written is looked for
among the kept reviews and in the refused rows, where it has to stand exactly once. (A
record with a quote that never closes and a newline after it cannot be told from two
broken ones. Both of its lines are refused, so that a damaged file may have a few more
rows than records; in a file in order they are as many.) The ways take turns, so that
what else the machine does troubles all of them.
Rows are invented from word lists in seven scripts, with quoted commas and newlines.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

AIM = 2.5
SEED = 20260101
HEADINGS = (
    "Review Id", "Review Created (UTC)", "Review Username", "Review Title", "Review Content",
    "Review Stars", "Review Language", "Country", "Product",
)  # fmt: skip
WORDS = {
    "en": "great phone battery lasts all day, screen is bright but the case broke after a week",
    "de": "super Gerät, der Akku hält lange, aber die Lieferung war zu spät und ärgerlich",
    "es": "muy buen producto, llegó rápido, aunque la batería dura poco según mi opinión",
    "tr": "ürün çok güzel, kargo hızlıydı fakat kutusu ezilmişti, yine de öneririm",
    "ru": "отличный товар, быстрая доставка, но упаковка была порвана и экран тусклый",
    "ja": "とても 良い 商品 です 配送 も 早かった が 箱 が 潰れて いた 残念",
    "ar": "المنتج رائع جدا والتوصيل سريع لكن العلبة كانت مكسورة للأسف",
    "ko": "배송이 빠르고 좋아요 화면이 밝지만 배터리가 금방 닳아요",
}
MARKETS = {"en": "US", "de": "DE", "es": "MX", "tr": "TR", "ru": "KZ", "ja": "JP", "ar": "SA"}


def write_reviews(path: Path, *, rows: int, kind: str) -> None:
    """Write ``rows`` rows; of "damaged" ones about one in 1,000 needs repair."""
    draw = random.Random(SEED)
    words = {language: text.split() for language, text in WORDS.items()}
    languages = list(words)
    start = datetime(2024, 1, 1)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for number in range(rows):
            language = draw.choice(languages)
            text = " ".join(draw.choices(words[language], k=draw.randint(4, 24)))
            if number % 11 == 0:
                text = f"{text}\n{draw.choice(words[language])}"
            if number % 17 == 0:
                text = f'"{text}" 🙂'
            row = (
                f"r{number:08d}",
                (start + timedelta(minutes=number)).isoformat(sep=" "),
                f"user{draw.randint(1, 99_999)}",
                " ".join(draw.choices(words[language], k=3)),
                text,
                draw.randint(1, 5),
                language,
                MARKETS.get(language, "KR"),
                f"Product {draw.randint(1, 30)}",
            )
            if kind == "damaged" and number % 1_000 == 7:
                file.write(",".join(map(str, row)).replace("\n", " ") + "\r\n")
            elif kind == "damaged" and number % 1_000 == 507:
                file.write(
                    ",".join(map(str, row[:4])) + ',"' + ",".join(map(str, row[4:])) + "\r\n"
                )
            else:
                writer.writerow(row)


Counts = dict[str, int]
Records = Callable[[], Counter[str]]


def read_with_pandas(path: Path, folder: Path) -> tuple[Counts, Records]:
    import pandas as pd

    frame = pd.read_csv(path, on_bad_lines="skip")
    return {"rows": len(frame)}, lambda: Counter(frame.iloc[:, 0].astype(str))


_LOAD = "CREATE TABLE plain AS SELECT * FROM read_csv($file)"
_NUMBERS = 'SELECT "Review Id" FROM plain'


def load_with_duckdb(path: Path, folder: Path) -> tuple[Counts, Records]:
    import duckdb

    store = str(folder / "plain.duckdb")
    with duckdb.connect(store) as connection:
        made = connection.execute(_LOAD, {"file": str(path)}).fetchall()

    def records() -> Counter[str]:
        with duckdb.connect(store, read_only=True) as again:
            return Counter(number for (number,) in again.execute(_NUMBERS).fetchall())

    return {"rows": made[0][0]}, records


def read_raw(path: Path, folder: Path) -> tuple[Counts, Records]:
    from sentiment.reading.raw_tables import read_raw_tables

    (table,) = read_raw_tables(path)
    counts = {"rows": table.rows.num_rows, "rejected": table.rejected.num_rows}
    return counts, lambda: found_records(
        table.rows.column("c0").to_pylist(), table.rejected.column("raw").to_pylist()
    )


def ingest(path: Path, folder: Path) -> tuple[Counts, Records]:
    from sentiment.storage.database import open_database
    from sentiment.storage.rejected import rejected_rows
    from sentiment.storage.search import export_table
    from sentiment.workflows.importing import import_file

    store = folder / "benchmark.duckdb"
    database = open_database(store)
    (report,) = import_file(database, path)
    database.close()

    def records() -> Counter[str]:
        with open_database(store) as again:
            kept = export_table(again).read_all().column("external_id").to_pylist()
            return found_records(kept, rejected_rows(again).column("raw").to_pylist())

    return {
        "rows": report.kept,
        "rejected": report.rejected,
        "duplicates": report.duplicates,
    }, records


def found_records(kept: Iterable[str], refused: Iterable[str]) -> Counter[str]:
    """How often each record's number stands among kept rows and at the begin of refused ones."""
    begins = (re.match(r"r\d{8}(?=,)", raw) for raw in refused)
    return Counter([*kept, *(begin[0] for begin in begins if begin)])


WAYS = {
    "pandas": read_with_pandas,
    "duckdb": load_with_duckdb,
    "reading": read_raw,
    "ingest": ingest,
}


def time_here(way: str, path: Path) -> None:
    """Run one way in this process and print what it took as JSON."""
    # Imported before the clock starts, for every way.
    import duckdb
    import pandas
    import pyarrow.compute
    import pyarrow.csv

    from sentiment.reading import exports
    from sentiment.storage import imports
    from sentiment.workflows import importing

    del duckdb, pandas, pyarrow, exports, imports, importing
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder:
        start, processor = time.perf_counter(), time.process_time()
        counts, records = WAYS[way](path, Path(folder))
        seconds = time.perf_counter() - start
        processor = time.process_time() - processor
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        found = records()
    print(
        json.dumps(
            {
                "seconds": seconds,
                "cpu_seconds": processor,
                "peak_mb": peak / 1024,
                "before_mb": before / 1024,
                "counts": counts,
                "records": sum(count == 1 for count in found.values()),
                "doubled": sum(count > 1 for count in found.values()),
            }
        )
    )


def time_apart(ways: Iterable[str], path: Path, *, repeats: int) -> dict[str, dict[str, Any]]:
    """The fastest of ``repeats`` runs of each way, in turns, each run in a fresh process."""
    fastest: dict[str, dict[str, Any]] = {}
    for way in [*ways] * repeats:
        command = [sys.executable, __file__, "--way", way, "--file", str(path)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        run = json.loads(done.stdout.splitlines()[-1])
        if way not in fastest or run["seconds"] < fastest[way]["seconds"]:
            fastest[way] = run
    return fastest


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--kind", choices=("ordered", "damaged"), default="ordered")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--ways", nargs="+", choices=list(WAYS), default=list(WAYS))
    parser.add_argument("--way", choices=list(WAYS), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help="a file of one's own instead of an invented one")
    given = parser.parse_args()
    if given.way:
        time_here(given.way, given.file)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = given.file or Path(folder) / "reviews.csv"
        if not given.file:
            write_reviews(path, rows=given.rows, kind=given.kind)
        print(f"{given.kind}: {path.stat().st_size / 1e6:.0f} MB, {given.rows:,} rows")
        results = time_apart(given.ways, path, repeats=given.repeats)
    failed = False
    for way, result in results.items():
        ratio = result["seconds"] / results["pandas"]["seconds"] if "pandas" in results else 0.0
        rows = sum(result["counts"].values())
        print(
            f"{way:8} {result['seconds']:7.2f} s  {ratio:5.2f} x pandas  "
            f"processor {result['cpu_seconds']:6.2f} s  "
            f"peak {result['peak_mb']:6.0f} MB (before {result['before_mb']:.0f})  "
            f"records found {result['records']:,} in {rows:,} rows  {result['counts']}"
        )
        if way in ("reading", "ingest") and not given.file:
            lost = result["records"] != given.rows or result["doubled"] > 0
            uneven = rows < given.rows or (given.kind == "ordered" and rows != given.rows)
            failed = failed or lost or uneven or (way == "ingest" and ratio > AIM)
    return int(failed)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    raise SystemExit(main())
