"""Writes the sample exports anew, byte for byte the same: ``python data/compose.py [FOLDER]``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))  # the answers are found by reading

from composing.answers import answers_about
from composing.formats import EXPORTS
from composing.story import compose_reviews


def write_exports(folder: Path) -> None:
    """Compose all reviews, write one file for each source into ``folder``, and the answers."""
    reviews = compose_reviews()
    written = {}
    for source, (name, write) in EXPORTS.items():
        written[folder / name] = [review for review in reviews if review.source == source]
        content = write(written[folder / name])
        (folder / name).write_bytes(content)
        print(f"{name}: {len(content):,} bytes")
    content = answers_about(written)
    (folder / "answers.csv").write_bytes(content)
    print(f"answers.csv: {len(content):,} bytes")


if __name__ == "__main__":
    write_exports(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
