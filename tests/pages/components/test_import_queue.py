from __future__ import annotations

import threading
from pathlib import Path

import pytest

from pages.components import import_queue as module
from pages.components.import_queue import ImportQueue
from sentiment.errors import ReadingError
from sentiment.records import ImportReport, ReadingOptions
from sentiment.storage.database import Database

WAIT = 20


class FakeJob:
    """Counts what is asked of the scoring."""

    def __init__(self, *, busy: bool = False) -> None:
        self.busy, self.started = busy, 0

    def start(self) -> bool:
        if self.busy:
            return False
        self.started += 1
        return True

    def wait(self) -> None:
        self.busy = False


@pytest.fixture
def job(monkeypatch: pytest.MonkeyPatch) -> FakeJob:
    made = FakeJob()
    monkeypatch.setattr(module, "scoring_job", lambda database: made)
    return made


def _drop(tmp_path: Path, *names: str) -> list[tuple[Path, ReadingOptions]]:
    files = []
    for name in names:
        path = tmp_path / name
        path.write_text("x")
        files.append((path, ReadingOptions(market="DE")))
    return files


def _report(path: Path) -> ImportReport:
    return ImportReport(path.name, "sample", None, None, read=1, kept=1, rejected=0, duplicates=0)


def _finish(queue: ImportQueue) -> None:
    queue.wait(timeout=WAIT)


def test_a_bad_file_does_not_hold_up_the_others(
    tmp_path: Path, database: Database, job: FakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def importing(
        store: Database, path: Path, *, options: ReadingOptions, progress: object
    ) -> list[ImportReport]:
        seen.append((path, options.market))
        if path.name == "bad.csv":
            raise ReadingError("'bad.csv' is empty.")
        return [_report(path)]

    monkeypatch.setattr(module, "import_file", importing)
    queue = ImportQueue(database)
    queue.add(_drop(tmp_path, "bad.csv", "good.csv"))
    _finish(queue)
    assert [item.state for item in queue.items()] == ["failed", "finished"]
    assert str(queue.items()[0].error) == "'bad.csv' is empty."
    assert [market for _, market in seen] == ["DE", "DE"]
    assert not any(path.exists() for path, _ in seen), "the uploaded bytes are cleaned up"
    assert job.started == 1


def test_scoring_that_was_under_way_ends_before_the_new_one(
    tmp_path: Path, database: Database, job: FakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "import_file", lambda store, path, **_: [_report(path)])
    job.busy = True
    queue = ImportQueue(database)
    queue.add(_drop(tmp_path, "a.csv"))
    _finish(queue)
    assert job.started == 1


def test_files_added_while_one_is_stored_wait_their_turn(
    tmp_path: Path, database: Database, job: FakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go = threading.Event(), threading.Event()

    def importing(store: Database, path: Path, **_: object) -> list[ImportReport]:
        begun.set()
        assert go.wait(WAIT)
        return [_report(path)]

    monkeypatch.setattr(module, "import_file", importing)
    queue = ImportQueue(database)
    queue.add(_drop(tmp_path, "a.csv"))
    assert begun.wait(WAIT)
    queue.add(_drop(tmp_path, "b.csv"))
    assert [item.state for item in queue.items()] == ["running", "waiting"]
    queue.dismiss()
    assert len(queue.items()) == 2, "what is under way cannot be put away"
    go.set()
    _finish(queue)
    assert [item.state for item in queue.items()] == ["finished", "finished"]
    queue.dismiss()
    assert queue.items() == ()


def test_nothing_new_is_not_scored(
    tmp_path: Path, database: Database, job: FakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = ImportReport("a.csv", "sample", None, None, read=1, kept=0, rejected=0, duplicates=1)
    monkeypatch.setattr(module, "import_file", lambda store, path, **_: [known])
    queue = ImportQueue(database)
    queue.add(_drop(tmp_path, "a.csv"))
    _finish(queue)
    assert job.started == 0
