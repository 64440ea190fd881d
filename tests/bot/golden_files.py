"""Whole messages, kept as files to be read. ``GOLDEN=write make test`` writes them anew; then read the difference."""

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def check_golden(name: str, text: str) -> None:
    """The text is the file's, to the letter."""
    file = FOLDER / f"{name}.html"
    if os.environ.get("GOLDEN") == "write":
        FOLDER.mkdir(exist_ok=True)
        file.write_text(f"{text}\n", "utf-8")
    assert f"{text}\n" == file.read_text("utf-8")
