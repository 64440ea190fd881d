"""What was read of an article is kept as bytes, and composing from the bytes gives what reading gives."""

import json
import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefings.composition.composer import compose
from briefings.extraction.analyse import read_article, read_here
from briefings.extraction.extract import Extract
from briefings.extraction.extracts import Extracts
from briefings.extraction.packing import make_key, pack, pack_lines, unpack, unpack_lines
from briefings.io.export import to_document
from briefings.model import Article, Kept, PublishedFrom, Reading
from briefings.story import Story, load_story
from tests.briefings.samples import SAMPLES
from tests.factories import make_article

STORY = load_story("kazakhstan-2022")


def forget_day(article: Article) -> Article:
    return replace(article, published_on=None, published_at=None, published_from=PublishedFrom.UNKNOWN)


# Some without a day, which copies of their sentences tell; one in another language; one off the story.
ARTICLES = (
    *(forget_day(article) if index % 3 == 1 else article for index, article in enumerate(SAMPLES)),
    make_article("english", text="The government resigned on Wednesday, state television said."),
    make_article("match", text="فاز فريق المدينة على ضيفه بهدفين في مباراة الأمس.", included=False),
)


def read_nothing(_story: Story, articles: Sequence[Article]) -> Iterator[Extract]:
    """An engine for articles of which all is kept."""
    assert not articles
    return iter(())


def keep_all() -> tuple[bytes, tuple[Kept, ...]]:
    """The document of the articles, and what was read for it."""
    extracts = Extracts(STORY, read_here, keeps=True)
    return write(extracts), extracts.take_new()


def write(extracts: Extracts) -> bytes:
    briefing = compose(STORY, ARTICLES, extracts)
    return json.dumps(to_document(briefing, analysis=True), ensure_ascii=False).encode()


def test_what_is_kept_gives_the_same_briefing_byte_for_byte() -> None:
    document, kept = keep_all()
    assert {each.reading for each in kept} == {Reading.CLAIMS, Reading.DAYS}
    undated = {article.id for article in ARTICLES if article.published_from is PublishedFrom.UNKNOWN}
    days = {article.id: article.published_on for article in compose(STORY, ARTICLES).articles}
    assert any(days[article] for article in undated)  # or the day of a copy is not tried
    again = Extracts(STORY, read_nothing, kept, keeps=True)
    assert write(again) == document
    assert again.take_new() == ()


def test_an_extract_survives_packing() -> None:
    for article in ARTICLES:
        extract = read_article(article, STORY)
        body = pack(extract)
        copy = unpack(body)
        assert copy is not None
        assert pack(copy) == body
        assert copy.reason == extract.reason
        if copy.analysis:  # a lead and its article speak of one claim
            claims = {id(claim) for claim in copy.analysis.claims}
            assert all(id(claim) in claims for lead in copy.analysis.leads for claim in lead.claims)


def test_damaged_bytes_are_read_anew() -> None:
    document, kept = keep_all()
    chance = random.Random(5)
    for body in (b"", b"\x00" * 40, *(each.body[: len(each.body) // 2] for each in kept)):
        assert unpack(body) is None
        assert unpack_lines(body) is None
    for each in kept:
        for _ in range(20):
            place = chance.randrange(len(each.body))
            damaged = each.body[:place] + bytes([each.body[place] ^ 1 << chance.randrange(8)]) + each.body[place + 1 :]
            assert unpack(damaged) is None
    broken = [replace(each, body=each.body[:-3]) for each in kept]
    assert write(Extracts(STORY, read_here, broken)) == document


def test_another_text_day_or_rule_is_read_anew() -> None:
    article = SAMPLES[0]
    key = make_key(article, STORY)
    assert key == make_key(replace(article), load_story("kazakhstan-2022"))
    for other in (replace(article, text=article.text + " "), replace(article, included=True), forget_day(article)):
        assert make_key(other, STORY) != key
    assert make_key(article, STORY.model_copy(update={"title": "أخرى"})) != key


def test_a_bomb_is_not_unpacked() -> None:
    assert unpack(zlib.compress(bytes(200_000_000), 9)) is None


def test_lines_survive_packing() -> None:
    assert unpack_lines(pack_lines(())) == ()
    assert unpack(pack_lines(())) is None
