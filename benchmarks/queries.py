"""The queries of every page on a million scored reviews: median milliseconds and memory.

    python benchmarks/queries.py                  # makes the database, then asks
    python benchmarks/queries.py --database FILE  # keeps it, or asks an old one

The aim is 300 ms a query. Beside the time stands the work of all cores together, which other
programs on the machine disturb less. Whole answers of the page Bias are timed at the end.
Reviews are invented: 20 languages, 12 markets, 18 months, 6 products and 5 sources; scores are
random and differ by market. One in ten has a label of its file, one in fifty an answer of a
person, and each has a kept column.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sentiment.records import (
    Filters,
    ReadExport,
    Recognition,
    SurenessThresholds,
    rejected_schema,
    review_schema,
)
from sentiment.storage import (
    confusion,
    confusion_cells,
    fairness_cells,
    imports,
    kept_columns,
    languages,
    predictions,
    random_order,
    rating_arrays,
    search,
    share_counts,
    summaries,
    truth,
    truth_arrays,
)
from sentiment.storage.confusion_groups import GROUPINGS
from sentiment.storage.database import Database, open_database

AIM_MS = 300
MODEL = "benchmark-1"
SEED = 20260101
WORDS = {
    "en": "the app works well but delivery was late again and nobody answers my question",
    "de": "die App läuft gut aber Lieferung kam wieder spät und niemand beantwortet meine Frage",
    "fr": "la livraison était très lente mais produit reste bon et le service répond vite",
    "es": "el producto llegó tarde pero funciona bien aunque nadie contesta mis preguntas ahora",
    "pt": "a entrega demorou muito mas o produto é ótimo e ninguém respondeu minha dúvida",
    "it": "la consegna è arrivata tardi però il prodotto funziona bene nessuno risponde mai",
    "nl": "de levering was weer laat maar product werkt goed en niemand geeft antwoord hier",
    "pl": "dostawa znowu spóźniona ale produkt działa dobrze nikt nie odpowiada na pytania",
    "ru": "приложение работает хорошо но доставка снова опоздала и никто не отвечает на вопрос",
    "uk": "застосунок працює добре але доставка знову запізнилася ніхто не відповідає мені зовсім",
    "tr": "uygulama iyi çalışıyor ama teslimat yine geç kaldı kimse soruma cevap vermiyor artık",
    "ar": "التطبيق يعمل جيدا لكن التوصيل تأخر مرة أخرى ولا أحد يجيب على سؤالي",
    "he": "האפליקציה עובדת טוב אבל המשלוח שוב איחר ואף אחד לא עונה על השאלה",
    "hi": "ऐप अच्छा चलता है लेकिन डिलीवरी फिर देर से आई और कोई जवाब नहीं",
    "ja": "アプリは よく 動く でも 配送が また 遅れて 誰も 質問に 答えて くれません 残念です",
    "ko": "앱은 잘 되는데 배송이 또 늦었고 아무도 제 질문에 답하지 않아요 정말 아쉬워요",
    "zh": "应用 很好用 但是 配送 又 迟到了 没有 人 回答 我的 问题 真的 失望",
    "th": "แอป ใช้งาน ได้ดี แต่ การจัดส่ง ล่าช้า อีกแล้ว ไม่มีใคร ตอบ คำถาม ของฉัน เลย",
    "id": "aplikasi berjalan baik tetapi pengiriman terlambat lagi dan tidak ada yang menjawab",
    "sv": "appen fungerar bra men leveransen var sen igen och ingen svarar på min fråga",
}
MARKETS = ("US", "DE", "FR", "ES", "BR", "IT", "NL", "PL", "TR", "JP", "KR", "IN")
PRODUCTS = ("App", "Kettle", "Lamp", "Backpack", "Headphones", "Scale")
PLAN = "column:plan"
PLANS = ("free", "plus", "business")
SOURCES = ("google_play", "app_store", "trustpilot", "amazon", "booking")
FRAGMENTS = 400
KEPT = pa.map_(pa.string(), pa.string())
THRESHOLDS = SurenessThresholds(0.78, tuple((code, 0.6 + at / 80) for at, code in enumerate(WORDS)))
DOMAINS = {"google_play": "app", "app_store": "app", "trustpilot": "shop", "booking": "travel"}
ANSWERS = """
INSERT INTO annotations BY NAME
SELECT row_number() OVER () AS annotation_id, review_no, review_id,
    (review_no // 50 % 5)::UTINYINT AS answer, 'person ' || review_no % 3 AS annotator,
    TIMESTAMP '2026-01-01' AS annotated_at, review_no % 100 = 0 AS drawn
FROM reviews WHERE review_no % 50 = 0
"""
FIRST_DAY = np.datetime64("2024-07-01T00:00:00", "us")
SECONDS = 548 * 86_400


def invented_reviews(count: int, *, first: int) -> tuple[pa.Table, pa.Table]:
    """``count`` reviews from number ``first`` on, and language and scores of each."""
    rng = np.random.default_rng([SEED, first])
    codes = list(WORDS)
    spoken = rng.integers(0, len(codes), count)
    pool = pa.array([fragment for code in codes for fragment in _fragments(code)])
    parts = [
        pool.take(pa.array(spoken * FRAGMENTS + rng.integers(0, FRAGMENTS, count)))
        for _ in range(3)
    ]
    numbers = pa.array(np.arange(first, first + count)).cast(pa.string())
    text = pc.binary_join_element_wise(*parts, numbers, " ")
    market = rng.integers(0, len(MARKETS), count)
    stars = rng.integers(1, 6, count).astype(float)
    written = FIRST_DAY + rng.integers(0, SECONDS, count).astype("timedelta64[s]")
    columns = {
        "line": pa.array(np.arange(count) + 2),
        "external_id": pc.binary_join_element_wise("review", numbers, "-"),
        "body": text,
        "text": text,
        "rating": pa.array(stars),
        "stars": pa.array(stars),
        "written_at": pa.array(written.astype("datetime64[us]")),
        "market": pa.array(MARKETS).take(pa.array(market)),
        "product": pa.array(PRODUCTS).take(pa.array(rng.integers(0, len(PRODUCTS), count))),
        "author": pc.binary_join_element_wise("author", numbers, " "),
        "kept": pa.array([[("plan", PLANS[at % 3])] for at in range(count)], KEPT),
        "label": pa.array(np.arange(count) % 3, mask=np.arange(count) % 10 > 0),
    }
    reviews = pa.table(
        [
            columns.get(field.name, pa.nulls(count, field.type)).cast(field.type)
            for field in review_schema()
        ],
        schema=review_schema(),
    )
    liking = rng.gamma(1.0 + market / len(MARKETS), size=count)
    scores = np.stack([rng.gamma(1.0, size=count), rng.gamma(0.5, size=count), liking], axis=1)
    scores /= scores.sum(axis=1, keepdims=True)
    answers = pa.table(
        {
            "language": pa.array(codes).take(pa.array(spoken)),
            "confidence": pa.array(rng.uniform(0.5, 1.0, count)),
            "uncertain": pa.array(rng.uniform(size=count) < 0.05),
            "p_negative": scores[:, 0],
            "p_neutral": scores[:, 1],
            "p_positive": scores[:, 2],
        }
    )
    return reviews, answers


def _fragments(language: str) -> list[str]:
    rng = np.random.default_rng([SEED, len(language), *language.encode()])
    words = WORDS[language].split()
    return [" ".join(rng.choice(words, rng.integers(3, 7))) for _ in range(FRAGMENTS)]


def fill(database: Database, *, reviews: int) -> dict[str, float]:
    """Store invented reviews, their languages and scores; seconds of each step."""
    seconds = {"reviews": 0.0, "languages": 0.0, "predictions": 0.0}
    predictions.set_active_model(database, MODEL)
    share = reviews // len(SOURCES)
    for position, source in enumerate(SOURCES):
        table, answers = invented_reviews(share, first=position * share + 1)
        recognition = Recognition(f"{source}.csv", "csv", "utf-8", ",", source, {}, (), {})
        export = ReadExport(recognition, share, table, rejected_schema().empty_table())
        start = time.perf_counter()
        report = imports.store_export(database, export)
        seconds["reviews"] += time.perf_counter() - start
        assert report.kept == share, report
        start = time.perf_counter()
        waiting = languages.reviews_without_language(database, limit=share)
        found = answers.select(["language", "confidence", "uncertain"])
        languages.store_languages(database, found.append_column("review_no", waiting["review_no"]))
        seconds["languages"] += time.perf_counter() - start
        start = time.perf_counter()
        keys = predictions.unscored_texts(database, model_id=MODEL, limit=share)["text_key"]
        scored = answers.select(["p_negative", "p_neutral", "p_positive"])
        predictions.store_predictions(
            database, model_id=MODEL, predictions=scored.append_column("text_key", keys)
        )
        seconds["predictions"] += time.perf_counter() - start
    with database.transaction() as cursor:
        cursor.execute(ANSWERS)
    return seconds


def queries(database: Database) -> Iterator[tuple[str, Callable[[], object]]]:
    """What the pages ask, by name."""
    recent = Filters(since=date(2025, 7, 1), until=date(2025, 12, 31))
    for by in (None, "market", "language", "product", "source", "month"):
        yield f"count_by {by}", lambda by=by: summaries.count_by(database, by=by)
        for grain in ("day", "week", "month"):
            yield (
                f"count_by {by} × {grain}",
                lambda by=by, grain=grain: summaries.count_by(database, by=by, grain=grain),
            )
    yield (
        "count_by market, half a year",
        lambda: summaries.count_by(database, by="market", filters=recent),
    )
    yield "count_unsure", lambda: summaries.count_unsure(database, thresholds=THRESHOLDS)
    yield (
        "count_unsure, half a year",
        lambda: summaries.count_unsure(database, thresholds=THRESHOLDS, filters=recent),
    )
    yield "read_choices", lambda: summaries.read_choices(database)
    chosen = {
        "no filter": Filters(),
        "text, rare": Filters(text="review 4711"),
        "text, latin": Filters(text="delivery was late"),
        "text, cyrillic": Filters(text="ДОСТАВКА снова"),
        "text, japanese": Filters(text="配送が また"),
        "text, %_": Filters(text="100%_"),
        "languages": Filters(languages=("ja", "th")),
        "markets": Filters(markets=("DE", "FR")),
        "products": Filters(products=("Lamp",)),
        "sources": Filters(sources=("trustpilot",)),
        "stars": Filters(stars=(1, 2)),
        "sentiments": Filters(sentiments=("negative",)),
        "confidence": Filters(confidence=(0.0, 0.5)),
        "uncertain language": Filters(uncertain_language=True),
        "disagree": Filters(disagree=True),
        "unsure": Filters(unsure=THRESHOLDS),
        "dates": recent,
        "all together": Filters(
            text="late", languages=("en",), markets=("US",), products=("App",),
            sources=("amazon",), stars=(1, 2, 3), sentiments=("negative",),
            confidence=(0.3, 1.0), uncertain_language=False, since=date(2025, 1, 1),
        ),
    }  # fmt: skip
    for name, filters in chosen.items():
        yield (
            f"find_reviews, {name}",
            lambda filters=filters: search.find_reviews(database, filters=filters),
        )
        yield (
            f"count_reviews, {name}",
            lambda filters=filters: search.count_reviews(database, filters=filters),
        )
    for order in ("oldest", "most negative", "most positive", "least sure"):
        yield (
            f"find_reviews, {order}",
            lambda order=order: search.find_reviews(database, order=order),
        )
    yield "find_reviews, page 400", lambda: search.find_reviews(database, offset=10_000)
    yield "read_review", lambda: search.read_review(database, review_id=500_000)
    for limit in (2_000, 20_000):
        yield (
            f"sample_texts, {limit}",
            lambda limit=limit: search.sample_texts(database, limit=limit),
        )
    yield (
        "sample_texts, one market, 20000",
        lambda: search.sample_texts(database, filters=Filters(markets=("DE",)), limit=20_000),
    )
    yield "count_truths", lambda: truth.count_truths(database)
    yield "count_truths, half a year", lambda: truth.count_truths(database, filters=recent)
    groups = {None: None, "market": "DE", "language": "ja", "source": "amazon", "product": "Lamp",
              "domain": "app", "month": "2025-03", "model": MODEL, "truth": "label",
              "language check": "uncertain"}  # fmt: skip
    for by in (None, *GROUPINGS):
        cell = confusion_cells.Cell("negative", "positive", by, groups[by], domains=DOMAINS)
        yield (
            f"confusion_tables {by}",
            lambda by=by: confusion.confusion_tables(database, by=by, domains=DOMAINS),
        )
        yield f"find_cell {by}", lambda cell=cell: confusion_cells.find_cell(database, cell)
        yield f"count_cell {by}", lambda cell=cell: confusion_cells.count_cell(database, cell)
    yield (
        "count_bands language",
        lambda: confusion.count_bands(database, thresholds=THRESHOLDS, by="language"),
    )
    yield (
        "truth_arrays, 50000 without texts",
        lambda: truth_arrays.truth_arrays(database, limit=50_000, texts=False),
    )
    yield "truth_arrays, 20000", lambda: truth_arrays.truth_arrays(database, limit=20_000)
    for by in (None, "market", "language", "product", "source", "month"):
        yield f"call_counts {by}", lambda by=by: share_counts.call_counts(database, by=by)
        yield f"labelled_tables {by}", lambda by=by: share_counts.labelled_tables(database, by=by)
    yield (
        "call_counts market × month",
        lambda: share_counts.call_counts(database, by="market", grain="month"),
    )
    yield "call_counts plan", lambda: share_counts.call_counts(database, by=PLAN)
    yield "count_by plan", lambda: summaries.count_by(database, by=PLAN)
    yield "count_values of kept columns", lambda: kept_columns.count_values(database)
    for by in (("language",), ("market",), (PLAN,), ("language", "market")):
        for control in ((), ("product", "month")):
            yield (
                f"fairness_cells {' × '.join(by)}{', like reviews' if control else ''}",
                lambda by=by, control=control: fairness_cells.fairness_cells(
                    database, by=by, control=control
                ),
            )
    for by in ("market", "language"):
        yield f"count_rated {by}", lambda by=by: rating_arrays.count_rated(database, by=by)
        yield f"reading_tables {by}", lambda by=by: rating_arrays.reading_tables(database, by=by)
    yield (
        "rating_arrays market, 100000",
        lambda: rating_arrays.rating_arrays(database, by="market", most_a_group=8_333),
    )
    yield "count_answered", lambda: share_counts.count_answered(database)
    yield "next_in_random_order", lambda: random_order.next_in_random_order(database)
    yield "count_random_answers", lambda: random_order.count_random_answers(database)
    yield "count_unscored", lambda: predictions.count_unscored(database, model_id=MODEL)
    yield "count_without_language", lambda: languages.count_without_language(database)


def answers(database: Database) -> Iterator[tuple[str, Callable[[], object]]]:
    """Whole answers of the page Bias by market, each of several queries and much computing."""
    from sentiment.workflows.correcting_shares import corrected_shares
    from sentiment.workflows.fairness import fairness
    from sentiment.workflows.rating_style import rating_style

    alike = ("product", "month")
    yield "corrected shares", lambda: corrected_shares(database, by="market")
    yield "fairness", lambda: fairness(database, by=("market",), control=alike)
    yield "rating style", lambda: rating_style(database, by="market")


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def make(path: Path, *, reviews: int) -> None:
    with open_database(path) as database:
        seconds = fill(database, reviews=reviews)
    print(f"{reviews:,} reviews stored ({path.stat().st_size / 1e6:.0f} MB):")
    for step, duration in seconds.items():
        print(f"  {step:12} {duration:6.1f} s  {reviews / duration:12,.0f} a second")
    print(f"  peak memory  {peak_megabytes():.0f} MB")


def ask(path: Path, *, repeat: int) -> dict[str, float]:
    medians = {}
    with open_database(path) as database:
        for name, query in queries(database):
            times, work = [], []
            for _ in range(repeat):
                start, used = time.perf_counter(), time.process_time()
                query()
                times.append(1000 * (time.perf_counter() - start))
                work.append(1000 * (time.process_time() - used))
            medians[name] = statistics.median(times)
            over = "  over the aim" if medians[name] > AIM_MS else ""
            print(f"{medians[name]:8.0f} ms {statistics.median(work):8.0f} cpu  {name}{over}")
        start = time.perf_counter()
        rows = sum(batch.num_rows for batch in search.export_table(database))
        print(f"export of {rows:,} rows: {time.perf_counter() - start:.1f} s")
        for name, answer in answers(database):
            answer()  # the first in a process also imports what it computes with
            start = time.perf_counter()
            answer()
            print(f"{name} by market: {time.perf_counter() - start:.1f} s")
    print(f"peak memory while asking: {peak_megabytes():.0f} MB")
    return medians


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reviews", type=int, default=1_000_000)
    parser.add_argument("--database", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--output", type=Path, help="write the medians as JSON")
    parser.add_argument("--make-only", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.database or Path(folder) / "benchmark.duckdb"
        if options.make_only:
            make(path, reviews=options.reviews)
            return
        if not path.exists():
            # A process of its own, so that the memory of each half is told apart.
            command = [sys.executable, __file__, "--make-only", "--database", str(path)]
            subprocess.run([*command, "--reviews", str(options.reviews)], check=True)
        medians = ask(path, repeat=options.repeat)
    slowest = max(medians, key=medians.__getitem__)
    print(f"slowest: {slowest}, {medians[slowest]:.0f} ms (aim {AIM_MS} ms)")
    if options.output:
        measured = datetime.now(UTC).date().isoformat()
        options.output.write_text(json.dumps({"measured": measured, "ms": medians}, indent=1))


if __name__ == "__main__":
    main()
