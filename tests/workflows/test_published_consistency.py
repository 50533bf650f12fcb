from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sentiment.errors import ModelError
from sentiment.evaluation.parallel_consistency import parallel_consistency
from sentiment.models.checksums import read_checksums
from sentiment.settings import DEFAULT_MODEL, FAST_MODEL, embedded_model_folder
from sentiment.workflows.published_consistency import (
    CONSISTENCY_FILE,
    ParallelCorpus,
    published_consistency,
    read_published,
    write_published,
)

CORPUS = ParallelCorpus("made-up", "reviews", "CC0", "never seen", "by hand", two_classes=False)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    random = np.random.default_rng(2)
    chances = random.dirichlet((1, 1, 1), 60)
    ids, languages = [str(i // 3) for i in range(60)], ["de", "en", "sw"] * 20
    found = parallel_consistency(ids, languages, chances=chances, truth=[2] * 60, resamples=50)
    write_published(tmp_path, "m-1", measured=[(CORPUS, found)])
    (again,) = read_published(tmp_path, model="m")
    assert (again.model, again.model_id, again.corpus) == ("m", "m-1", CORPUS)
    assert [one.language for one in again.consistency.languages] == [
        one.language for one in found.languages
    ]
    one, written = again.consistency.languages[0], found.languages[0]
    assert one.shift.difference.value == pytest.approx(written.shift.difference.value, abs=1e-4)
    assert one.flipped is not None
    assert one.flipped.n == 20
    assert len(again.consistency.pairs) == 3
    assert again.consistency.overall is not None
    assert again.consistency.overall.disagreement.n == 20
    assert any("never seen" in sentence for sentence in again.findings()[1])


def test_a_model_without_a_file_has_no_results(tmp_path: Path) -> None:
    assert read_published(tmp_path, model="m") == ()


@pytest.mark.parametrize(
    "content", ["{", '{"format": "polytone-consistency-0"}', '{"format": "polytone-consistency-1"}']
)
def test_a_damaged_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / CONSISTENCY_FILE).write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match=r"consistency\.json is damaged"):
        read_published(tmp_path, model="m")


def test_both_embedded_models_are_published_with_their_sums() -> None:
    found = published_consistency()
    assert {one.model for one in found} == {DEFAULT_MODEL, FAST_MODEL}
    assert CONSISTENCY_FILE in read_checksums(embedded_model_folder())
    for one in found:
        assert one.consistency.overall is not None
        assert len(one.consistency.languages) == one.consistency.overall.languages
        assert one.findings()[0]
