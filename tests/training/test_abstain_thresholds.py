import numpy as np
import pytest

from sentiment.training.abstain_thresholds import choose_abstain_bands, choose_threshold
from sentiment.training.held_out import ScoredTexts


def texts(count, *, error_below, language, seed):
    """Texts that are right when surer than ``error_below``, and otherwise every second time."""
    random = np.random.default_rng(seed)
    sure = random.uniform(0.4, 1.0, count).astype(np.float32)
    right = (sure >= error_below) | (random.random(count) < 0.5)
    chances = np.stack([sure, (1 - sure) / 2, (1 - sure) / 2], axis=1).astype(np.float32)
    codes = np.array([language] * count)
    return ScoredTexts(np.where(right, 0, 2), codes, codes, chances)


def together(*parts):
    joined = [np.concatenate([getattr(part, name) for part in parts]) for name in FIELDS]
    return ScoredTexts(*joined)


FIELDS = ("labels", "languages", "sources", "chances")


def test_the_known_threshold_is_found():
    # Wrong by half below 0.7: a tenth of those kept is wrong where a fifth of them is from there.
    scored = texts(40_000, error_below=0.7, language="de", seed=1)
    found = choose_threshold(scored.sureness, scored.right, target_error=0.1)
    assert found == pytest.approx(0.7 - 0.3 * 0.2 / 0.8, abs=0.01)


def test_all_are_kept_where_few_are_wrong():
    scored = texts(1_000, error_below=0.45, language="de", seed=1)
    assert choose_threshold(scored.sureness, scored.right) == 0.0


def test_out_of_reach_the_fewest_errors_with_the_least_share():
    sureness = np.linspace(1, 0.4, 1_000, dtype=np.float32)
    right = np.arange(1_000) % 5 > 1  # two of five are wrong, however sure
    right[:400:5] = True  # one of five among the surest 400
    found = choose_threshold(sureness, right, target_error=0.1, least_kept=0.3)
    assert (sureness >= found).sum() == pytest.approx(400, abs=5)


def test_equally_sure_texts_stay_together():
    sureness = np.array([0.9] * 50 + [0.6] * 50, dtype=np.float32)
    right = np.array([True] * 75 + [False] * 25)
    assert choose_threshold(sureness, right, target_error=0.1) == pytest.approx(0.9)


def test_each_language_has_its_own_and_small_ones_that_of_all():
    dev = together(
        texts(3_000, error_below=0.6, language="de", seed=1),
        texts(3_000, error_below=0.9, language="hi", seed=2),
        texts(50, error_below=0.9, language="su", seed=3),
    )
    test = together(
        texts(2_000, error_below=0.6, language="de", seed=4),
        texts(2_000, error_below=0.9, language="hi", seed=5),
        texts(20, error_below=0.9, language="om", seed=6),
    )
    bands = choose_abstain_bands(dev, test, model_id="m-1", least_kept=0.1)
    assert list(bands.languages) == ["de", "hi", "om", "su"]
    assert [band.own for band in bands.languages.values()] == [True, True, False, False]
    german, hindi, oromo, sundanese = bands.languages.values()
    assert german.threshold < bands.pooled.threshold < hindi.threshold
    assert oromo.threshold == sundanese.threshold == bands.pooled.threshold
    assert (german.texts, oromo.texts, sundanese.texts) == (2_000, 20, 0)
    for band in (german, hindi):
        assert band.wrong_kept / band.kept == pytest.approx(0.1, abs=0.03)
        assert band.wrong_abstained / (band.texts - band.kept) > 0.4
    assert german.wrong_kept + german.wrong_abstained == (~test.right[:2_000]).sum()


def test_without_texts_every_answer_is_taken():
    nothing = texts(0, error_below=0.5, language="de", seed=1)
    bands = choose_abstain_bands(nothing, nothing, model_id="m-1")
    assert (bands.pooled.threshold, bands.pooled.texts, bands.languages) == (0.0, 0, {})
