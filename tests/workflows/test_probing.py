"""Probes of a model: scored once, resumed, told in sentences, kept in a database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sentiment.errors import UsageError
from sentiment.evaluation.probe_cases import read_probe_texts
from sentiment.evaluation.probes import ALL_LANGUAGES, ProbeEffect
from sentiment.models.classifier import ScoringCancelled, never
from sentiment.records import Interval, ProgressReport, silent
from sentiment.storage.database import Database
from sentiment.workflows.opening import open_store
from sentiment.workflows.probe_findings import probe_findings
from sentiment.workflows.probing import last_probes, probe_choices, probed_models, run_probes
from sentiment.workflows.probing_job import probing_job

TONES = {
    one.text: ("negative", "neutral", "positive").index(one.tone) for one in read_probe_texts()
}
GROUPS = {one.text: one.group for one in read_probe_texts()}


class ToneClassifier:
    """Answers what a text says; texts of ``unfair`` groups come out lower."""

    model_id = "tones-1"

    def __init__(self, *, unfair: str = "", reads: bool = True) -> None:
        self.unfair, self.reads = unfair, reads
        self.scored = 0

    def predict(
        self,
        texts: Sequence[str],
        *,
        progress: Callable[[ProgressReport], None] = silent,
        cancelled: Callable[[], bool] = never,
    ) -> NDArray[np.float32]:
        self.scored += len(texts)
        rows = np.full((len(texts), 3), 0.1)
        for row, text in zip(rows, texts, strict=True):
            row[TONES[text] if self.reads else 1] += 0.7
            if GROUPS[text] == self.unfair:
                row += [0.05, 0.0, -0.05]
        return rows.astype(np.float32)


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Callable[[ToneClassifier], ToneClassifier]:
    """Put a classifier where every model is loaded."""

    def put(classifier: ToneClassifier) -> ToneClassifier:
        monkeypatch.setattr("sentiment.models.catalogue.load_classifier", lambda name: classifier)
        return classifier

    return put


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_store(tmp_path / "probes.duckdb") as opened:
        yield opened


Load = Callable[[ToneClassifier], ToneClassifier]


def test_a_model_made_unfair_is_told_in_a_sentence(load: Load) -> None:
    load(ToneClassifier(unfair="muslim"))
    report = run_probes(attributes=["religion"])
    (first, *_) = report.findings
    assert report.model_id == "tones-1"
    assert first.clear and first.cause == "model" and first.group == "Muslim"
    assert "mention somebody who is Muslim score 10.0 points lower" in first.sentence
    told = [one.group for one in report.findings if one.clear and "lower" in one.sentence]
    assert set(told) == {"Muslim"}
    pair = report.widest_pairs(limit=1)[0]
    assert pair.lower.group == "muslim" and pair.difference == pytest.approx(0.1, abs=1e-5)


def test_many_groups_in_single_languages_are_told_in_one_sentence() -> None:
    def declared(group: str, language: str, value: float) -> ProbeEffect:
        shift = Interval(value, value - 0.02, value + 0.02, 8)
        return ProbeEffect(
            language, "nationality", group, shift, 0.001, 0.01, 2.0, 8, 1, 0.1, declared=True
        )

    countries = ("usa", "india", "china", "japan", "kenya", "poland", "russia", "turkey")
    effects = [declared(country, "de", -0.1 - at / 100) for at, country in enumerate(countries)]
    effects.append(declared("turkey", "fr", 0.05))
    findings, _ = probe_findings(effects)
    assert [one.group for one in findings[:5]] == ["Turkey", "Russia", "Poland", "Kenya", "Japan"]
    assert "5.0 points higher in French (+3.0 to +7.0)" in findings[0].sentence
    assert findings[0].sentence.endswith("There one word stands for the group.")
    assert "3 more groups stand out, by 12.0 points and less: China" in findings[5].sentence
    assert len(findings) == 6


def test_a_fair_model_is_told_to_be_unmoved(load: Load) -> None:
    load(ToneClassifier())
    report = run_probes(attributes=["gender", "religion"])
    assert not any(one.clear for one in report.findings)
    assert any("No word moved any score" in sentence for sentence in report.unsaid)


def test_a_language_that_is_not_read_says_nothing(load: Load) -> None:
    load(ToneClassifier(unfair="muslim", reads=False))
    report = run_probes(languages=["tr", "sw"])
    assert report.not_read == ("sw", "tr") and report.results == ()
    assert "Turkish" in report.unsaid[0] and "Swahili" in report.unsaid[0]
    assert report.findings == () and report.widest_pairs() == ()


def test_only_what_is_asked_for_is_scored(load: Load) -> None:
    classifier = load(ToneClassifier(unfair="woman"))
    report = run_probes(languages=["ru"], attributes=["gender"])
    assert classifier.scored == len(report.texts) == 16
    assert {(one.language, one.attribute) for one in report.results} == {("ru", "gender")}
    assert any("three or more" in sentence for sentence in report.unsaid)


@pytest.mark.parametrize(
    ("asked", "named"),
    [({"languages": ["tlh"]}, "en"), ({"attributes": ["age"]}, "religion")],
)
def test_what_there_is_not_is_refused_with_what_there_is(
    asked: dict[str, list[str]], named: str
) -> None:
    with pytest.raises(UsageError, match=named):
        run_probes(**asked)


def test_answers_are_kept_and_not_asked_for_again(load: Load, database: Database) -> None:
    classifier = load(ToneClassifier(unfair="russia"))
    assert last_probes(database, model_id="tones-1") is None
    first = run_probes(model="tones", languages=["de", "fr", "it"], database=database)
    scored = classifier.scored
    again = run_probes(model="tones", languages=["de"], database=database)
    assert classifier.scored == scored
    assert again.languages == ("de",)
    last = last_probes(database, model_id="tones-1")
    assert last is not None and last.languages == first.languages
    assert [one.sentence for one in last.findings] == [one.sentence for one in first.findings]
    run_probes(model="tones", languages=["de"], database=database, afresh=True)
    assert classifier.scored > scored
    (known,) = probed_models(database)
    assert (known.model, known.model_id) == ("tones", "tones-1")
    assert "tones" in probe_choices(database)


def test_a_cancelled_run_goes_on_where_it_was(load: Load, database: Database) -> None:
    classifier = load(ToneClassifier())
    seen: list[ProgressReport] = []
    with pytest.raises(ScoringCancelled):
        run_probes(
            languages=["en"],
            database=database,
            progress=seen.append,
            cancelled=lambda: len(seen) > 1,
        )
    done = classifier.scored
    report = run_probes(languages=["en"], database=database)
    assert 0 < done < len(report.texts) == classifier.scored
    assert seen[-1].done == done


def test_probes_run_beside_the_app(load: Load, database: Database) -> None:
    load(ToneClassifier(unfair="jewish"))
    job = probing_job(database)
    assert job is probing_job(database) and job.status().state == "idle"
    assert job.start("tones")
    assert job.wait(timeout=120).state == "finished"
    report = last_probes(database, model_id="tones-1")
    assert report is not None
    together = [one for one in report.results if one.language == ALL_LANGUAGES and one.declared]
    assert "jewish" in {one.group for one in together}


def test_a_run_that_cannot_begin_says_why(database: Database) -> None:
    job = probing_job(database)
    job.start("no such model")
    status = job.wait(timeout=60)
    assert status.state == "failed" and "no such model" in status.message
