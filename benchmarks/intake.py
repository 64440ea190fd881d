"""What one more article costs: ``python -m benchmarks.intake [--articles 3000] [--days 42] [--postgres URL]``.

A story of invented articles (:mod:`benchmarks.living_story`) is taken in at once, into a database in a temporary
folder. Then three more come, one by one: to the process that holds the story, as the running bot does; and to one that
begins with what was read before, as the command line does. Wall time; the memory is that of this process at its peak.
"""

import argparse
import asyncio
import resource
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from benchmarks.living_story import make_articles, make_story
from benchmarks.newsroom import build
from bot.composing.compose import MOST_HELD, Composing
from bot.composing.engines import read_in_processes
from bot.core.container import Services
from bot.services.ingest import take_in
from briefings.model import Article

_MORE = 3


def find_peak() -> float:
    """Return the peak memory of this process, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def time_intake(services: Services, articles: Sequence[Article]) -> float:
    """Take articles in; return the seconds."""
    begin = perf_counter()
    await take_in(services, articles)
    return perf_counter() - begin


async def main(count: int, days: int, url: str) -> None:
    """Measure, and print as it goes."""
    articles = make_articles(count + 2 * _MORE, days)
    services = replace(build(url), story=make_story(), compose=Composing(read_in_processes))
    try:
        await services.database.migrate()
        took = await time_intake(services, articles[:count])
        print(f"{count:,} articles at once: {took:.1f} s, peak {find_peak():.0f} MiB", flush=True)
        for article in articles[count : count + _MORE]:
            took = await time_intake(services, [article])
            print(f"one more, {'held' if count < MOST_HELD else 'not held'}: {took:.2f} s", flush=True)
        for article in articles[count + _MORE :]:
            anew = replace(services, compose=Composing(read_in_processes))
            took = await time_intake(anew, [article])
            print(f"one more, begun anew from what was read: {took:.2f} s", flush=True)
        print(f"peak memory: {find_peak():.0f} MiB")
    finally:
        await services.database.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=3_000)
    parser.add_argument("--days", type=int, default=42)
    parser.add_argument("--postgres", metavar="URL")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = given.postgres or f"sqlite:///{Path(folder) / 'intake.db'}"
        asyncio.run(main(given.articles, given.days, database))
