"""The files a session has dropped in, kept on disk until they are imported or taken back."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


class UploadFolder:
    """A temporary folder with one sub-folder a file, so that names stay as they were.

    The folder goes when the session does, or when the process ends.
    """

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="polytone-upload-"))
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def keep(self, file_id: str, *, name: str, content: bytes | memoryview) -> Path:
        """Write the content once and return its path; the name is stripped of folders."""
        alone = Path(name.replace("\\", "/")).name
        path = self._place(file_id) / (alone if alone.strip(".") else "file")
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return path

    def forget_others(self, file_ids: Collection[str]) -> None:
        """Delete every file that is not among ``file_ids``."""
        kept = {self._place(file_id).name for file_id in file_ids}
        for place in self._folder.iterdir():
            if place.name not in kept:
                shutil.rmtree(place, ignore_errors=True)

    def _place(self, file_id: str) -> Path:
        return self._folder / "".join(c for c in file_id if c.isalnum() or c == "-")
