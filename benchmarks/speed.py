"""How fast a story is composed: ``python -m benchmarks.speed ARTICLES.jsonl[.gz]``.

A line of the file is one article: ``{"text": …, "source": …, "date": "2018-05-09"}``. A story of n articles is the
first n of one shuffled list: the more articles, the more of them on each day, which is the hardest way to grow.
Times are of the processor, so that what else runs beside it counts little.
"""

import gc
import gzip
import json
import math
import random
import resource
import statistics
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from time import process_time

from briefings.composition.composer import Composer
from briefings.extraction.analyse import analyse
from briefings.model import Article, PublishedFrom
from briefings.story import Story, Topic
from briefings.text.arabic import split_sentences

_SIZES = (100, 1_000, 3_000, 10_000)
_WORDS = range(360, 441)  # of an article of about 400 words
_TIMED = 100  # of them; the others warm the word lists up
_ADDED = 20  # articles added one by one to the largest story
_TOLD = 3  # sentences that LexRank chooses

_TOPICS = {
    "politics": "حكومة رئيس وزير برلمان انتخابات مفاوضات سفير قمة دبلوماسية",
    "economy": "اقتصاد نفط أسعار أسهم بورصة شركة مصرف استثمار تجارة دولار",
    "sport": "مباراة فريق لاعب مدرب دوري كأس بطولة هدف منتخب نادي",
    "security": "شرطة جيش هجوم انفجار اعتقال قتلى جنود غارة مسلحين",
    "health": "مستشفى مرض علاج أطباء دراسة لقاح صحة",
}


def make_story() -> Story:
    """General news: a few topics with the words of each."""
    topics = tuple(
        Topic(key=key, name=key, command=key, about=key, vocabulary=tuple(words.split()))
        for key, words in _TOPICS.items()
    )
    return Story(format=1, name="general-news", title="الأخبار", zone="UTC", topics=topics)


def read_file(path: Path) -> list[Article]:
    """The articles of a file, shuffled the same way each time."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        articles = [_read_line(number, line) for number, line in enumerate(lines)]
    random.Random(1).shuffle(articles)
    return articles


def _read_line(number: int, line: str) -> Article:
    item = json.loads(line)
    day = date.fromisoformat(item["date"][:10])
    return Article(
        str(number),
        item["text"],
        outlet=item["source"],
        published_on=day,
        published_from=PublishedFrom.METADATA,
        included=True,
    )


def time_analysis(articles: Sequence[Article], story: Story) -> Iterator[float]:
    """Seconds for each article of about 400 words that was not seen before, once the word lists are warm."""
    sized = [article for article in articles if len(article.text.split()) in _WORDS]
    for article in sized[_TIMED:]:
        analyse(article, story)
    for article in sized[:_TIMED]:
        begin = process_time()
        analyse(article, story)
        yield process_time() - begin


def time_batch(composer: Composer, articles: Sequence[Article]) -> float:
    """Seconds to compose a story's articles at once, its briefing included."""
    gc.collect()
    begin = process_time()
    composer.add(articles)
    composer.make_briefing()
    return process_time() - begin


def time_adding(composer: Composer, articles: Sequence[Article]) -> Iterator[float]:
    """Seconds to add each article to a story that is there."""
    for article in articles:
        begin = process_time()
        composer.add([article])
        yield process_time() - begin


def find_growth(seconds: dict[int, float]) -> float:
    """The exponent k of time ~ n^k that fits best."""
    points = [(math.log(size), math.log(took)) for size, took in seconds.items()]
    return statistics.linear_regression(*zip(*points, strict=True)).slope


def time_lexrank(articles: Sequence[Article]) -> float:
    """Seconds in which sumy's LexRank ranks the sentences of a story's articles."""
    dom = import_module("sumy.models.dom")  # need not be installed
    summarizer = import_module("sumy.summarizers.lex_rank").LexRankSummarizer()

    class Words:
        """The tokenizer that sumy asks for."""

        def to_words(self, text: str) -> tuple[str, ...]:
            return tuple(text.split())

    document = dom.ObjectDocumentModel(
        [
            dom.Paragraph([dom.Sentence(article.text[a:b], Words()) for a, b in split_sentences(article.text)])
            for article in articles
        ]
    )
    begin = process_time()
    summarizer(document, _TOLD)
    return process_time() - begin


def main(path: Path) -> None:
    """Measure, and print as it goes."""
    articles, story = read_file(path), make_story()
    milliseconds = sorted(1_000 * seconds for seconds in time_analysis(articles, story))
    print(f"analyse, about 400 words: {statistics.median(milliseconds):.1f} ms (median of {len(milliseconds)})")
    sizes = [size for size in _SIZES if size + _ADDED <= len(articles)]
    seconds: dict[int, float] = {}
    for size in sizes:
        composer = Composer(story)  # the one before is let go first, so that the memory is of one
        seconds[size] = time_batch(composer, articles[:size])
        print(f"compose {size:6,} articles: {seconds[size]:8.2f} s, {size / seconds[size]:6.0f} articles/s", flush=True)
    if len(sizes) > 1:
        print(f"growth: time ~ n^{find_growth(seconds):.2f}")
    if sizes:
        added = [1_000 * took for took in time_adding(composer, articles[sizes[-1] : sizes[-1] + _ADDED])]
        median = statistics.median(added)
        print(f"add one to {sizes[-1]:,}: {median:.1f} ms (median of {_ADDED}, at most {max(added):.1f})")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    if find_spec("sumy"):
        print(f"sumy's LexRank, the sentences of {_SIZES[0]} articles: {time_lexrank(articles[: _SIZES[0]]):8.2f} s")
    else:
        print("sumy's LexRank: not installed (pip install --require-hashes -r requirements/bench.txt)")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
