"""Where the model errs, against each kind of truth."""

from math import isnan
from pathlib import Path

import pytest

from sentiment.errors import UsageError
from sentiment.models.abstaining import AbstainBands
from sentiment.records import Filters
from sentiment.storage.database import Database
from sentiment.storage.languages import store_languages
from sentiment.storage.predictions import set_active_model
from sentiment.workflows import confusion
from sentiment.workflows.annotating import annotate
from sentiment.workflows.importing import import_file
from sentiment.workflows.scoring import score

from .conftest import WordClassifier

# What the word classifier says of the stars of the export: r1 2→2, r2 0→0, r3 2→2, r4 0→0,
# r5 1→1. Here the stars of some say otherwise.
WRONG = """Review ID,Date,Country,Product,Rating,Review
w1,2026-03-05,DE,Lamp,1,I love this lamp and it is a great thing to have
w2,2026-03-06,DE,Lamp,5,It is bad luck that I have only one of these lamps
w3,2026-03-07,FR,Kettle,5,La bouilloire fonctionne depuis un an sans aucun problème
w4,2026-03-07,FR,Kettle,,La bouilloire fonctionne depuis un an et je la garde
"""


@pytest.fixture
def scored(filled: Database, classifier: WordClassifier, tmp_path: Path) -> Database:
    path = tmp_path / "wrong.csv"
    path.write_text(WRONG, encoding="utf-8")
    import_file(filled, path)
    score(filled)
    return filled


def identify(database: Database, language: str, confidence: float, uncertain: bool) -> None:
    """Give one review (the one of its text) another language."""
    import pyarrow as pa

    with database.cursor() as cursor:
        [(number,)] = cursor.execute(
            "SELECT review_no FROM reviews WHERE external_id = 'w1'"
        ).fetchall()
    row = {
        "review_no": number,
        "language": language,
        "confidence": confidence,
        "uncertain": uncertain,
    }
    store_languages(database, pa.Table.from_pylist([row]))


def test_confusion_by_market(scored: Database) -> None:
    answer = confusion.confusion(scored, by="market")
    assert answer.model_id == "words-1"
    assert answer.overall.table == ((2, 0, 1), (0, 1, 0), (1, 1, 2))
    assert answer.overall.accuracy.value == pytest.approx(5 / 8)
    assert [(group.group, group.n) for group in answer.groups] == [("DE", 4), ("FR", 3), ("ES", 1)]
    assert answer.groups[0].table == ((1, 0, 1), (0, 0, 0), (1, 0, 1))
    assert answer.groups[1].table == ((1, 0, 0), (0, 0, 0), (0, 1, 1))
    assert (answer.truth_counts.stars, answer.truth_counts.scored) == (8, 8)
    assert answer.left_out == ("1 review is left out without any truth to compare with.",)


def test_what_is_left_out_is_said(scored: Database, tmp_path: Path) -> None:
    page = confusion.cell(scored, truth="negative", predicted="positive")
    annotate(scored, review_id=page.reviews[0].review.review_id, answer="mixed", annotator="Ana")
    later = tmp_path / "later.csv"
    later.write_text("Rating,Review\n5,This one came in later\n1,And this one too\n")
    import_file(scored, later)
    answer = confusion.confusion(scored)
    assert answer.groups == ()
    assert answer.overall.n == 7
    assert answer.left_out == (
        "1 review is left out because people call it mixed or cannot tell.",
        "1 review is left out without any truth to compare with.",
        "2 reviews are left out because no model has scored them yet.",
    )


def test_a_corrected_review_leaves_its_cell(scored: Database) -> None:
    page = confusion.cell(scored, truth="negative", predicted="positive", by="market", group="DE")
    assert page.total == 1
    [judged] = page.reviews
    assert judged.review.text == "I love this lamp and it is a great thing to have"
    assert (judged.truth, judged.truth_from, judged.annotations) == ("negative", "stars", ())
    annotate(scored, review_id=judged.review.review_id, answer="positive", annotator="Ana")
    assert confusion.cell(scored, truth="negative", predicted="positive").total == 0
    answer = confusion.confusion(scored, by="truth")
    assert answer.overall.table[2][2] == 3
    assert [(group.group, group.n) for group in answer.groups] == [("stars", 7), ("annotation", 1)]
    only = confusion.confusion(scored, truths=("annotation",))
    assert (only.overall.n, only.truth_counts.without) == (1, 8)
    assert confusion.confusion(scored, truths=("stars",)).overall.table[0][2] == 1


def test_filters_narrow_everything(scored: Database) -> None:
    french = Filters(markets=("FR",))
    assert confusion.confusion(scored, filters=french).overall.n == 3
    assert confusion.cell(scored, truth="positive", predicted="neutral", filters=french).total == 1
    assert confusion.calibration(scored, filters=french).overall.n == 3
    assert confusion.language_split(scored, filters=french).sure.n <= 3


def test_models_stand_on_what_all_have_scored(scored: Database) -> None:
    answer = confusion.confusion(scored, by="model")
    assert [(group.group, group.n) for group in answer.groups] == [("words-1", 8)]
    assert not any("Models are compared" in words for words in answer.left_out)
    with scored.transaction() as cursor:
        cursor.execute(
            "INSERT INTO predictions SELECT text_key, 'other', 0.1, 0.2, 0.7 FROM reviews "
            "WHERE external_id IN ('r1', 'r2', 'w1', 'w4')"
        )
    answer = confusion.confusion(scored, by="model")
    assert {group.group: group.n for group in answer.groups} == {"words-1": 3, "other": 3}
    assert answer.overall.n == 8
    assert "Models are compared on the 3 reviews that all 2 have scored." in answer.left_out
    page = confusion.cell(scored, truth="negative", predicted="positive", by="model", group="other")
    assert page.total == 2
    assert {round(one.review.p_positive or 0, 3) for one in page.reviews} == {0.7}


def test_calibration_and_the_cost_of_abstaining(scored: Database, stated: AbstainBands) -> None:
    # All are called with 0.8: above the threshold of all (.75), below that of French (.9).
    answer = confusion.calibration(scored, by="market")
    assert (answer.model_id, answer.sampled, answer.known) == ("words-1", 8, 8)
    overall = answer.overall
    assert overall.sureness == pytest.approx(0.8)
    assert overall.accuracy.value == pytest.approx(5 / 8)
    assert overall.error == pytest.approx(0.8 - 5 / 8)
    assert overall.by_chance > overall.error
    [one_bin] = overall.bins
    assert (one_bin.n, one_bin.right.value) == (8, 5 / 8)
    assert overall.band is not None
    assert overall.band.threshold is None
    assert (overall.band.below.n, overall.band.below.value) == (8, 3 / 8)
    assert (overall.band.accuracy_below.n, overall.band.accuracy_above.n) == (3, 5)
    assert overall.band.accuracy_above.value == pytest.approx(3 / 5)
    assert [group.group for group in answer.groups] == ["DE", "FR", "ES"]
    by_language = confusion.calibration(scored, by="language")
    french = next(group for group in by_language.groups if group.group == "fr")
    assert french.band is not None and french.band.threshold == 0.9
    assert isnan(french.band.accuracy_above.value) and french.band.accuracy_above.n == 0


def test_a_model_without_thresholds_has_no_band(scored: Database) -> None:
    for by in (None, "language", "market", "source", "product", "domain", "truth"):
        answer = confusion.calibration(scored, by=by)
        assert answer.overall.band is None
        assert sum(group.n for group in answer.groups) == (8 if by else 0)


def test_errors_of_the_language_are_told_apart(scored: Database) -> None:
    identify(scored, "nl", 0.4, True)
    split = confusion.language_split(scored)
    assert [part.state for part in split.parts] == ["undeclared", "uncertain"]
    sure, uncertain = split.parts
    assert (sure.accuracy.n, sure.errors, sure.against_sure) == (7, 2, None)
    assert (uncertain.accuracy.n, uncertain.accuracy.value, uncertain.errors) == (1, 0.0, 1)
    assert uncertain.against_sure is not None
    assert uncertain.against_sure.value == pytest.approx(0 - 5 / 7)
    assert uncertain.share.value == pytest.approx(1 / 8)
    assert uncertain.share_of_errors.value == pytest.approx(1 / 3)
    assert (split.sure.n, split.doubtful.n) == (7, 1)


def test_empty_answers_are_clear_and_no_errors(database: Database, export: Path) -> None:
    for step in ("empty", "nothing scored", "no truth"):
        answer = confusion.confusion(database, by="market")
        assert (answer.overall.n, answer.groups) == (0, ())
        assert isnan(answer.overall.accuracy.value)
        assert confusion.cell(database, truth="negative", predicted="positive").total == 0
        calibrated = confusion.calibration(database)
        assert (calibrated.overall.n, calibrated.groups, calibrated.overall.bins) == (0, (), ())
        assert isnan(calibrated.overall.error)
        split = confusion.language_split(database)
        assert (split.parts, split.sure.n) == ((), 0)
        if step == "empty":
            assert (answer.model_id, answer.truth_counts.reviews, answer.left_out) == (None, 0, ())
            import_file(database, export)
        elif step == "nothing scored":
            assert answer.model_id is None
            assert answer.left_out == (
                "5 reviews are left out because no model has scored them yet.",
            )
            with database.transaction() as cursor:
                cursor.execute("UPDATE reviews SET stars = NULL")
            set_active_model(database, "words-1")
        else:
            assert answer.model_id == "words-1"
            assert answer.left_out == ("5 reviews are left out without any truth to compare with.",)


def test_wrong_questions_are_refused(database: Database) -> None:
    with pytest.raises(UsageError, match="grouped by 'colour'"):
        confusion.confusion(database, by="colour")
    with pytest.raises(UsageError, match="no truth 'rumour'"):
        confusion.confusion(database, truths=("rumour",))
    with pytest.raises(UsageError, match="no sentiment 'angry'"):
        confusion.cell(database, truth="angry", predicted="positive")
    with pytest.raises(UsageError, match="Calibration cannot be grouped by 'month'"):
        confusion.calibration(database, by="month")
    with pytest.raises(UsageError, match="no truth 'rumour'"):
        confusion.calibration(database, truths=("rumour",))
    with pytest.raises(UsageError, match="no truth 'rumour'"):
        confusion.language_split(database, truths=("rumour",))
