"""Files come in; what cannot be read is left out, and said so."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bot.composing.compose import make_compose
from bot.core.container import Services
from bot.services.ingest import LIMITS, read_paths, take_in
from briefings.extraction.analyse import read_here
from briefings.extraction.extract import Extract
from briefings.model import Article
from briefings.story import Story
from storage.news.articles import list_sources
from storage.news.extracts import list_extracts
from storage.news.updates import read_snapshot
from tests.factories import make_article

TEXT = (
    "outlet: صدى السهوب\npublished: 2022-01-05\n\nأعلن الرئيس توكاييف في 5 يناير 2022 استقالة الحكومة في كازاخستان.\n"
)


def test_folders_are_walked_and_every_problem_is_named(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "good.txt").write_text(TEXT, "utf-8")
    (tmp_path / "sub" / "more.jsonl").write_text('{"text": "نص."}\n{"text": "نص آخر."}\n', "utf-8")
    (tmp_path / ".hidden" / "none.txt").write_text(TEXT, "utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "sub" / "page.html").write_text("<p>نص.</p>", "utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01")
    (tmp_path / "latin.txt").write_bytes("é".encode("latin-1"))
    (tmp_path / "large.txt").write_bytes(b"x" * (LIMITS[".txt"] + 1))
    (tmp_path / "none").mkdir()
    missing = tmp_path / "missing.txt"
    intake = read_paths([tmp_path, tmp_path / "good.txt", missing, tmp_path / "picture.png", tmp_path / "none"])
    assert [article.file for article in intake.articles] == ["good.txt", "more.jsonl", "more.jsonl"]
    assert {problem.path.name: problem.reason for problem in intake.problems} == {
        "empty.txt": "is empty",
        "binary.txt": "is binary, not text",
        "latin.txt": "is not UTF-8 (byte 1)",
        "large.txt": "is too large: more than 1 MiB",
        "missing.txt": "cannot be opened: No such file or directory",
        "picture.png": "unsupported file type; supported: .txt, .jsonl, .html, .htm, .xml, .json",
        "page.html": "the page holds no text of an article",
        "none": "no supported file in the folder; supported: .txt, .jsonl, .html, .htm, .xml, .json",
    }


async def test_the_same_thing_twice_changes_nothing(tmp_path: Path, services: Services) -> None:
    (tmp_path / "one.txt").write_text(TEXT, "utf-8")
    (tmp_path / "two.txt").write_text(TEXT.replace("صدى السهوب", "منبر الوادي"), "utf-8")
    articles = read_paths([tmp_path]).articles
    first = await take_in(services, articles)
    assert (first.read, first.new) == (2, 2)
    assert len(first.changes.added) == 1  # one sentence, two outlets
    again = await take_in(services, articles[::-1])
    assert (again.new, again.changes.added, again.changes.changed, again.changes.withdrawn) == (0, (), (), ())
    async with services.database.begin() as session:
        [stored] = (await read_snapshot(session, services.story.name)).updates
        sources = {source.article: source.outlet for source in await list_sources(session, services.story.name)}
    assert {sources[span.article] for span in stored.update.sources} == {"صدى السهوب", "منبر الوادي"}


async def test_no_article_is_read_twice(services: Services) -> None:
    read: list[str] = []

    def read_and_note(story: Story, articles: Sequence[Article]) -> Iterator[Extract]:
        read.extend(article.id for article in articles)
        return read_here(story, articles)

    services = replace(services, compose=make_compose(read_and_note))
    articles = [make_article("a1"), make_article("a2", text="The government resigned.")]
    await take_in(services, articles)
    assert read == ["a1", "a2"]
    report = await take_in(services, [make_article("a3", outlet="منبر الوادي", text=articles[0].text + " نعم.")])
    assert read == ["a1", "a2", "a3"]
    assert report.new == 1
    async with services.database.begin() as session:
        assert {each.article for each in await list_extracts(session, services.story.name)} == {"a1", "a2", "a3"}
