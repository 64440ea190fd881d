"""A second story, of another kind, whose topics have no vocabulary: nothing in the code may know the first."""

from pathlib import Path

HARBOUR = """
format = 1
name = "harbour"
title = "مرفأ السلام"
zone = "Africa/Casablanca"

[[topics]]
key = "trade"
name = "التجارة"
command = "trade"
about = "حركة البضائع والأسعار"

[[topics]]
key = "court"
name = "المحكمة"
command = "court"
about = "قضية الميناء أمام القضاء"

[[people]]
name = "سامر الدالي"
topics = ["court"]

[[figures]]
key = "ships"
label = "السفن"
words = ["سفينة", "سفن"]
"""


def write_story(folder: Path, text: str = HARBOUR) -> str:
    """Write a story file, and give the path that loads it."""
    path = folder / "harbour.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)
