from __future__ import annotations

import pytest

from pages.components.upload_folder import UploadFolder


def test_a_file_keeps_its_name_and_goes_when_it_is_taken_back() -> None:
    folder = UploadFolder()
    kept = folder.keep("file-1", name="a.csv", content=b"1")
    gone = folder.keep("file-2", name="a.csv", content=b"2")
    folder.forget_others({"file-1"})
    assert kept.name == "a.csv"
    assert kept.read_bytes() == b"1"
    assert not gone.exists()


@pytest.mark.parametrize("name", ["../../x.csv", "/etc/passwd", "..\\..\\x.csv", "", ".."])
def test_a_name_cannot_leave_the_folder(name: str) -> None:
    folder = UploadFolder()
    inside = folder.keep("file-1", name="inside.csv", content=b"1").parent
    assert folder.keep("file-1", name=name, content=b"1").resolve().parent == inside.resolve()


def test_the_folder_goes_with_its_session() -> None:
    folder = UploadFolder()
    path = folder.keep("file-1", name="a.csv", content=b"1")
    del folder
    assert not path.exists()
