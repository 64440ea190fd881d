"""What hostile texts cost: python -m benchmarks.hostile [KIND…].

Each kind is made in three sizes, read and composed in a process of its own. A megabyte of any kind must be composed or
set aside within five seconds and 300 MB.
"""

import base64
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import cycle, islice

from briefings.composition.composer import compose
from briefings.io.contents import ReadingError
from briefings.io.loader import read_file
from briefings.story import load_story
from tests.briefings.samples import SAMPLES

SIZES = (250_000, 500_000, 1_000_000)  # bytes
MOST_SECONDS, MOST_MEGABYTES = 5, 300
_SENTENCE = "أعلنت وزارة الداخلية في كازاخستان مقتل 26 محتجا في ألماتي يوم الخميس"
_NAMES = {"one letter": "ا", "one word": "قال ", "digits": "12 345 6 ", "stops": "ق. . . ", "abbreviations": "د. م. "}
_REPEATED = {
    **_NAMES,
    "quotes": "«قال» “أن” \"هو\" ", "brackets": "(قال [أن ", "waws": "و ",
    "Latin": "The harbour was closed on Friday. ",
    "Hebrew": "הנמל נסגר ביום שישי. ", "Persian": "وزارت بهداشت گفت که چهار نفر در پی تیراندازی کشته شدند. ",
    "emoji": "😀قال ", "zero-width": "ق\u200bا\u200dل ", "bidi": "قال\u202e\u200f الرئيس ",
    "a million lines": "ق\n", "HTML": "<p class='x'><a href='https://example.org/a'>قال الرئيس</a></p> ",
    "one sentence": f"{_SENTENCE}. ", "verbs of saying": "وقال وأضاف وأكد وذكر أن ", "dates": "في 5 يناير 2022 و",
    "hundreds": "مئة و ", "addresses": "قال https://example.org/a نت.كوم ", "marks": "قَـّـ",
}  # fmt: skip


def _repeat(unit: str, size: int) -> bytes:
    encoded = unit.encode()
    return (encoded * (size // len(encoded) + 1))[:size].decode("utf-8", "ignore").encode()


def _write_base64(size: int) -> bytes:
    return base64.b64encode(random.Random(1).randbytes(size * 3 // 4)) + " قال".encode()


def _write_long_sentences(size: int) -> bytes:
    """Sentences that are just short enough to be read, each of the same words and with a number of its own."""
    words = "، مشيرا إلى أن الرئيس قال في المدينة الكبيرة وأضاف أن" * 25
    sentences = (f"قال الوزير {number} {words[:1380]} {number}.\n".encode() for number in range(size))
    return b"".join(islice(sentences, size // 2_400))


def _write_copies(size: int) -> bytes:
    """One article a thousand times in a megabyte, each time with another letter changed."""
    body = "".join(f"{_SENTENCE} {place}. " for place in ("في الشمال", "قرب الميناء", "أمام البلدية"))
    lines = []
    for number in range(size // 1_000):
        place = number % len(body)
        text = f"{body[:place]}{'قفغعه'[number % 5]}{body[place + 1 :]}"
        record = {"text": text, "outlet": f"صحيفة {number}", "published": "2022-01-07"}
        lines.append(json.dumps(record, ensure_ascii=False).encode())
    return b"\n".join(lines)


def _write_joined(size: int) -> bytes:
    """Articles without their stops, one after the other."""
    text = " ".join(article.text[article.body_start :] for article in SAMPLES).replace(".", "").replace("\n", " ")
    return _repeat(text, size)


def _write_outlets(size: int) -> bytes:
    """A text of two sentences from as many outlets as there is room for."""
    lines = [
        json.dumps(
            {"text": f"{_SENTENCE}. {_SENTENCE} في الشمال.", "outlet": f"صحيفة {number}", "published": "2022-01-07"}
        )
        for number in range(size // 1_250)
    ]
    return "\n".join(lines).encode()


def _write_one_line(size: int) -> bytes:
    words = islice(cycle(" ".join(article.text for article in SAMPLES).replace(".", " ").split()), size // 10)
    return " ".join(words).encode()[:size].decode("utf-8", "ignore").encode()


_MADE: dict[str, Callable[[int], bytes]] = {
    "base64": _write_base64, "one line": _write_one_line, "articles without stops": _write_joined,
    "sentences of a page": _write_long_sentences, "a header of spaces": lambda size: b"outlet: x" + b" " * size + b"y",
    "a thousand copies": _write_copies, "many outlets": _write_outlets,
}  # fmt: skip
KINDS = (*_REPEATED, *_MADE)


def make(kind: str, size: int) -> tuple[bytes, str]:
    """Return so many bytes of a hostile kind, and the name of the file that holds them."""
    data = _repeat(_REPEATED[kind], size) if kind in _REPEATED else _MADE[kind](size)
    return data, "a.jsonl" if kind in {"a thousand copies", "many outlets"} else "a.txt"


def measure(kind: str, size: int) -> tuple[float, int, str]:
    """Read and compose one text; return the seconds it takes, the megabytes it adds at most, and the outcome."""
    data, name = make(kind, size)
    story = load_story("kazakhstan-2022")
    compose(story, SAMPLES)  # so that no dictionary is read while the clock runs
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    try:
        contents = read_file(data, name, published=date(2022, 1, 7))
        # Included: else most kinds would cost nothing, because they are not about the story.
        briefing = compose(story, [replace(article, included=True) for article in contents.articles])
        outcome = next(iter(briefing.set_aside.values()), f"{len(briefing.updates)} updates")
    except ReadingError as error:
        outcome = f"refused: {error}"
    seconds = time.perf_counter() - start
    return seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024, outcome


def _measure_apart(kind: str, size: int) -> tuple[float, int, str]:
    command = [sys.executable, "-m", "benchmarks.hostile", "--measure", kind, str(size)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603 - our own module
    seconds, megabytes, outcome = json.loads(done.stdout)
    return seconds, megabytes, outcome


def main() -> int:
    """Measure the kinds that were named, or all; return 1 if one of them costs too much."""
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(sys.argv[2], int(sys.argv[3]))))
        return 0
    failed = False
    print(f"{'kind':24}{'250 KB':>9}{'500 KB':>9}{'1 MB':>9}{'memory':>9}  outcome")
    for kind in sys.argv[1:] or KINDS:
        *_, (seconds, megabytes, outcome) = results = [_measure_apart(kind, size) for size in SIZES]
        failed |= seconds > MOST_SECONDS or megabytes > MOST_MEGABYTES
        times = "".join(f"{each[0]:8.2f}s" for each in results)
        print(f"{kind:24}{times}{megabytes:6} MB  {outcome}", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
