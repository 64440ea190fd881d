"""How much the bot keeps of what people write: ``python -m benchmarks.memory``.

Different messages of the greatest length go the ways of a message that names no command: it may be a command misspelt,
a search, some days, hours or a city. What each word of them leaves behind has to be bounded. Prints the growth of the
process in MiB, after each thousand messages; the first line is what the dictionaries take, once.
"""

import gc
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.input.commands import find_command, list_commands, suggest_commands
from bot.input.parsing import parse_calendar, parse_days, parse_quiet, parse_time
from bot.search.tokens import read_query
from briefings.story import Story, load_story

_MESSAGES = 4_000
_LETTERS = 4_096  # that Telegram lets a message have
_ALPHABET = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_WORD = range(3, 12)  # letters of a word
_MISSPELT = 20  # of so many messages one is compared with all commands: that is slow, and keeps nothing
_TODAY = date(2022, 1, 12)


def make_messages(count: int, chance: random.Random) -> Iterator[str]:
    """Yield messages of random words; every tenth is one word as long as the message."""
    for number in range(count):
        if number % 10 == 9:
            yield "".join(chance.choices(_ALPHABET, k=_LETTERS))
            continue
        words = ("".join(chance.choices(_ALPHABET, k=chance.choice(_WORD))) for _ in range(_LETTERS // 4))
        yield " ".join(words)[:_LETTERS]


def read_message(text: str, story: Story, *, misspelt: bool) -> None:
    """Read a message in every way that one without a command is read."""
    if misspelt:
        find_command(text, list_commands(story))
        suggest_commands(text, story)
    read_query(text, story)
    parse_calendar(text, _TODAY)
    parse_quiet(text)
    parse_days(text)
    parse_time(text)


def measure_memory() -> float:
    """Return the memory that the process holds, in MiB."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1024**2


def main() -> None:
    """Measure, and print as it goes."""
    story, chance = load_story("kazakhstan-2022"), random.Random(1)
    bare = measure_memory()
    read_message(next(make_messages(1, chance)), story, misspelt=True)
    before = measure_memory()
    print(f"dictionaries and word lists: {before - bare:.0f} MiB")
    for number, message in enumerate(make_messages(_MESSAGES, chance), 1):
        read_message(message, story, misspelt=number % _MISSPELT == 0)
        if number % 1_000 == 0:
            print(f"after {number:,} messages: {measure_memory() - before:+.1f} MiB", flush=True)


if __name__ == "__main__":
    main()
