"""Writes the sample exports anew, byte for byte the same: ``python data/compose.py [FOLDER]``."""

from __future__ import annotations

import sys
from pathlib import Path

from composing.formats import EXPORTS
from composing.story import compose_reviews


def write_exports(folder: Path) -> None:
    """Compose all reviews and write one file for each source into ``folder``."""
    reviews = compose_reviews()
    for source, (name, write) in EXPORTS.items():
        content = write([review for review in reviews if review.source == source])
        (folder / name).write_bytes(content)
        print(f"{name}: {len(content):,} bytes")


if __name__ == "__main__":
    write_exports(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
