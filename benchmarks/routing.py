"""Which articles of a stream are routed to which story, day by day as sources bring them, and how fast.

    python -m benchmarks.routing STREAM STORIES [--list FILE]

STREAM is a file of lines of JSON (or the same, gzipped), each an article: ``source`` or ``outlet``, ``date`` or
``published``, ``title``, ``text``. STORIES is a folder; each folder in it has ``story.toml`` and ``articles.jsonl``,
whose articles are those that people found to be the story's. ``--list`` writes a line for each article that was
routed: story, whether people have it, day, outlet, title.
"""

import argparse
import gzip
import json
import time
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from briefings.identity import make_article_id
from briefings.model import Article
from briefings.routing.stream import WordCounts, route
from briefings.story import Story, load_story


def read_stream(path: Path) -> list[Article]:
    """Read the articles of a stream, by day; those without a day come first."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        articles = [_read(json.loads(line)) for line in lines]
    return sorted(articles, key=lambda article: article.published_on or date.min)


def _read(row: dict[str, Any]) -> Article:
    outlet = row.get("source") or row.get("outlet")
    day = (row.get("date") or row.get("published") or "")[:10]
    return Article(
        id=make_article_id(row["text"], outlet),
        text=row["text"],
        outlet=outlet,
        published_on=date.fromisoformat(day) if day else None,
        title=row.get("title"),
    )


def main() -> None:
    """Route the stream and print what went where."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stream", type=Path)
    parser.add_argument("stories", type=Path)
    parser.add_argument("--list", type=Path, dest="listed")
    options = parser.parse_args()
    folders = sorted(path.parent for path in options.stories.glob("*/story.toml"))
    stories = [load_story(str(folder / "story.toml")) for folder in folders]
    known = {
        story.name: {_key(article) for article in read_stream(folder / "articles.jsonl")}
        for story, folder in zip(stories, folders, strict=True)
    }
    articles = read_stream(options.stream)
    begin = time.perf_counter()
    routed = list(_route_by_day(articles, stories))
    took = time.perf_counter() - begin
    in_stream = {_key(article) for article in articles}
    print(f"{len(articles):,} articles in {took:.0f} s: {len(articles) / took:.0f} a second, one process\n")
    print("| story | its articles in the stream | of them routed to it | others routed to it |")
    print("|---|---|---|---|")
    for name, own in known.items():
        got = [article for article, names in routed if name in names]
        right = {_key(article) for article in got} & own
        print(f"| {name} | {len(own & in_stream)} | {len(right)} | {len(got) - len(right)} |")
    if options.listed:
        options.listed.write_text("".join(_list(routed, known)))


def _key(article: Article) -> tuple[str, str]:
    return " ".join((article.title or "").split()), " ".join(article.text.split())[:100]


def _route_by_day(articles: Iterable[Article], stories: list[Story]) -> Iterator[tuple[Article, tuple[str, ...]]]:
    counts = WordCounts()
    for _, of_day in groupby(articles, key=lambda article: article.published_on):
        routes = [(article, route(article, stories, counts)) for article in of_day]
        counts = counts.count(found for _, found in routes)
        yield from ((article, found.stories) for article, found in routes)


def _list(routed: Iterable[tuple[Article, tuple[str, ...]]], known: dict[str, set[tuple[str, str]]]) -> Iterator[str]:
    for article, names in routed:
        for name in names:
            mark = "own" if _key(article) in known[name] else "other"
            yield f"{name}\t{mark}\t{article.published_on}\t{article.outlet}\t{article.title}\n"


if __name__ == "__main__":
    main()
