"""Take 50,000 real reviews through the whole line, as exports in real formats.

python benchmarks/real_exports.py --data DIR [--reviews 50500] [--keep DIR]

DIR holds train/ and evaluate/ with labelled Parquet corpora. Written are exports
in nine formats and twelve encodings; measured is what was read, refused and scored,
at what speed, how often language and sentiment agree with the labels, and whether
every page renders on the result.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import export_writers as write
import pandas as pd

from sentiment.records import Filters, ReadingOptions
from sentiment.workflows.importing import import_file
from sentiment.workflows.opening import open_store
from sentiment.workflows.scoring import score

ROOT = Path(__file__).resolve().parent.parent
FIRST_DAY = date(2025, 5, 1)
DAYS = 540


@dataclass(frozen=True)
class Part:
    """One file to write: where its reviews come from and how it is written."""

    name: str
    corpus: str
    language: str
    writer: Callable[..., None]
    encoding: str
    market: str
    share: int
    given_market: bool = True


PARTS = [
    Part("play-no.csv", "evaluate/no_app_reviews", "no", write.google_play, "utf-16", "NO", 4),
    Part("play-uz.csv", "evaluate/uz_app_reviews", "uz", write.google_play, "utf-16-le", "UZ", 1),
    Part("play-fi.csv", "train/fi_finnsentiment", "fi", write.google_play, "utf-16-be", "FI", 2),
    Part(
        "trustpilot-sv.csv",
        "evaluate/sv_swedish_sentiment",
        "sv",
        write.trustpilot,
        "cp1252",
        "SE",
        3,
    ),
    Part(
        "trustpilot-de.csv", "evaluate/tripadvisor_bcn", "de", write.trustpilot, "cp1252", "DE", 2
    ),
    Part(
        "trustpilot-da.csv",
        "evaluate/da_political_comments",
        "da",
        write.trustpilot,
        "cp1252",
        "DK",
        2,
    ),
    Part(
        "amazon-ja.csv", "evaluate/ja_amazon_darkmap", "ja", write.amazon, "utf-8", "JP", 4, False
    ),
    Part("amazon-pt.csv", "evaluate/pt_b2w10k", "pt", write.amazon, "utf-8", "BR", 4, False),
    Part("booking-it.csv", "evaluate/it_absita2018", "it", write.booking, "utf-8-sig", "IT", 2),
    Part(
        "booking-en.csv", "train/booking_515k_sections", "en", write.booking, "utf-8-sig", "GB", 3
    ),
    Part(
        "booking-ca.csv", "evaluate/opener_multibooked", "ca", write.booking, "utf-8-sig", "ES", 1
    ),
    Part("yotpo-ro.csv", "evaluate/ro_laroseda", "ro", write.yotpo, "cp1250", "RO", 3),
    Part("yotpo-tr.csv", "evaluate/typology_multi", "tr", write.yotpo, "cp1254", "TR", 2),
    Part("yotpo-ar.csv", "evaluate/ar_elsahar_multidomain", "ar", write.yotpo, "cp1256", "SA", 3),
    Part("judgeme-pl.csv", "train/pl_wccrs_polemo", "pl", write.judge_me, "utf-8", "PL", 3, False),
    Part(
        "judgeme-nl.csv", "evaluate/nl_impfic_books", "nl", write.judge_me, "utf-8", "NL", 1, False
    ),
    Part("helium-zh.csv", "evaluate/zh_online_shopping", "zh", write.helium_10, "gb18030", "CN", 4),
    Part("helium-ko.csv", "train/ko_nsmc_raw", "ko", write.helium_10, "cp949", "KR", 4),
    Part("scrape-es.csv", "evaluate/es_cuba_hotels", "es", write.scrape, "latin-1", "ES", 1),
    Part("scrape-ru.csv", "train/semeval16_restaurants", "ru", write.scrape, "cp1251", "RU", 1),
    Part("scrape-th.csv", "train/th_wisesight", "th", write.scrape, "cp874", "TH", 2),
    Part("business-id.json", "train/id_smsa", "id", write.google_business, "utf-8", "ID", 2),
    Part(
        "business-sk.json", "evaluate/typology_multi", "sk", write.google_business, "utf-8", "SK", 2
    ),
    Part(
        "business-fr.json",
        "evaluate/tripadvisor_bcn",
        "fr",
        write.google_business,
        "utf-8",
        "FR",
        1,
    ),
]


def select(data: Path, part: Part, wanted: int, seed: int) -> list[write.Row]:
    """Distinct reviews of one corpus that the part's encoding can hold."""
    rows = pd.read_parquet(data / f"{part.corpus}.parquet")
    rows = rows[(rows["lang"] == part.language) & rows["text"].str.strip().astype(bool)]
    rows = rows.drop_duplicates("text").sample(frac=1, random_state=seed)
    chosen: list[write.Row] = []
    for text, label, stars in zip(rows["text"], rows["label"], rows["stars"], strict=True):
        if len(chosen) == wanted:
            break
        try:
            text.encode(part.encoding)
        except UnicodeEncodeError:
            continue
        given = round(stars) if stars == stars else (1, 3, 5)[label]
        day = FIRST_DAY + timedelta(days=len(chosen) * DAYS // wanted)
        # A source's own numbers are unique over all its files.
        number = 100_000_000 * (1 + PARTS.index(part)) + len(chosen)
        chosen.append(write.Row(number, text, max(1, given), day, part.market, part.language))
    return chosen


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--reviews", type=int, default=50_500)
    parser.add_argument("--keep", type=Path, help="write exports and database here and keep them")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="polytone-") as temporary:
        folder = arguments.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        return measure(arguments.data, arguments.reviews, folder)


def measure(data: Path, reviews: int, folder: Path) -> int:
    database = open_store(folder / "real.duckdb")
    shares = sum(part.share for part in PARTS)
    truths: list[tuple[str, str]] = []
    totals = dict.fromkeys(("written", "read", "kept", "rejected", "duplicates"), 0)
    seconds = 0.0
    print("| file | encoding found | profile | written | read | kept | rejected | duplicates |")
    print("|---|---|---|---|---|---|---|---|")
    for part in PARTS:
        rows = select(data, part, round(reviews * part.share / shares), seed=7)
        path = folder / part.name
        part.writer(path, rows, encoding=part.encoding)
        truths += [(row.text, part.language) for row in rows]
        options = ReadingOptions(market=part.market if part.given_market else None)
        started = time.perf_counter()
        (report,) = import_file(database, path, options=options)
        seconds += time.perf_counter() - started
        numbers = [len(rows), report.read, report.kept, report.rejected, report.duplicates]
        for name, number in zip(totals, numbers, strict=True):
            totals[name] += number
        cells = [part.name, f"{report.encoding} ({part.encoding})", report.profile, *numbers]
        print("| " + " | ".join(map(str, cells)) + " |", flush=True)
        for reason, count in report.reasons.items():
            print(f"  refused {count}: {reason}")
    print(f"\ntotals {totals}; {totals['read'] / seconds:,.0f} rows/s read and stored", flush=True)
    result = score(database, progress=say_now_and_then())
    print(
        f"{result.scored:,} texts scored and {result.identified:,} languages identified in "
        f"{result.seconds:.0f} s ({result.scored / result.seconds:.0f} texts/s)",
        flush=True,
    )
    compare(database, dict(truths))
    database.close()
    started = time.perf_counter()
    pages = subprocess.run(
        [sys.executable, "-m", "pages.components.page_check"],
        cwd=ROOT,
        env=os.environ | {"POLYTONE_DB": str((folder / "real.duckdb").resolve())},
        check=False,
    )
    print(f"pages: exit code {pages.returncode}, {time.perf_counter() - started:.1f} s")
    lost = totals["read"] - totals["kept"] - totals["rejected"] - totals["duplicates"]
    return int(bool(lost or totals["read"] != totals["written"] or pages.returncode))


def say_now_and_then():
    """A progress that writes a line every minute."""
    last = time.monotonic()

    def show(report) -> None:
        nonlocal last
        if time.monotonic() - last > 60:
            last = time.monotonic()
            print(f"  {report.stage}: {report.done:,} of {report.total:,}", flush=True)

    return show


def compare(database, truths: dict[str, str]) -> None:
    """How often the language identified is the corpus's."""
    from sentiment.storage.search import export_table

    table = export_table(database, filters=Filters()).read_all().to_pandas()
    table["true"] = table["text"].map(truths)
    known = table[table["true"].notna()]
    print(f"texts in the store as they were written: {len(known):,} of {len(table):,}")
    agree = known["language"] == known["true"]
    print(f"language as labelled: {agree.mean():.3f} of {len(known):,}")
    print(agree.groupby(known["true"]).agg(["mean", "size"]).round(3).to_string())


if __name__ == "__main__":
    sys.exit(main())
