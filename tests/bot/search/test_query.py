"""Finding updates by words: /search, «بحث …», and what no command is named by."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import build_visit_tools
from bot.composing.compose import make_compose
from bot.core.clock import system_clock
from bot.core.container import Services
from bot.core.settings import Settings
from bot.core.story_cache import StoryCache
from bot.search.indexer import index_updates
from bot.search.query import search as search_updates
from bot.search.tokens import Found, Snippet, cut_snippet, list_terms, mark, read_query
from briefings.extraction.analyse import read_here
from briefings.model import TopicUpdate
from briefings.story import Name, Story
from storage.engine.backup import back_up, restore
from storage.engine.database import Database
from storage.model.values import StoredUpdate
from storage.news.corrections import amend, retract
from storage.news.updates import read_snapshot, save_updates
from tests.bot.fakes import Call, Reader
from tests.bot.news import STORY, UPDATES, publish
from tests.factories import NOW, make_span, make_update

QUOTED = make_update(
    "quoted",
    text="غادرت الوفود المدينة.",
    sources=(make_span("a9", text="غادرت الوفود المدينة، وأكد توقاييف أن الأمن عاد إلى شوارعها."),),
    said_by="وزارة النقل",
    score=9.0,
)
FOUND = {
    "جاناوزن": ["outbreak"],
    "استقالة الحكومة": ["resignation"],  # another form of the word
    "ألما آتا": ["troops"],  # another spelling of the name
    "الغاز والطوارئ": ["resignation", "outbreak"],  # half of the words each, the weightier first
    "الطوارىء": ["resignation"],
    "csto": ["troops"],
    "الامن": ["quoted"],
    "الأمن": ["quoted"],
    "توكاييف": ["quoted"],  # as the story has it; its source spells it otherwise
    "قاسم جومارت توقاييف": ["quoted"],
    "توكاي": ["quoted"],  # as one types
    "قاس": ["quoted"],
    "الطوا": ["resignation"],
    "وزارة النقل": ["quoted"],  # who says it
    "الحكومه": ["resignation"],  # as it is often typed
    "تو": [],  # too little of a word
    "طوكيو": [],
    "الزلزال": [],
    "جاناوزن زلزال بركان": [],
    "من في على": [],
    "": [],
    "<b>": [],
}
HOSTILE = (
    '"',
    "*",
    'NEAR("الغاز" "سعر", 5)',
    "الغاز OR سعر",
    "words : الغاز",
    "'; DROP TABLE updates; --",
    "الغاز:* & !سعر",
    "من في على إلى",
    "😀🇰🇿👍🏽",
    "\u202e\u2066\u200f\u061c",
    "\0",
    "a\0b ' \" \\",
    "____",
    "(" * 4096,
    "زلزال " * 682,
    "".join(f"كلمة{number} " for number in range(500)),
    "ا" * 4096,
    "٥" * 4096,
    "𐤀𐤁𐤂 ﷽ ﻷ",
    "",
)


@pytest.fixture
async def published(database: Database) -> Database:
    """A database with some news."""
    await save(database, *UPDATES, QUOTED)
    return database


async def save(database: Database, *updates: TopicUpdate) -> None:
    async with database.begin() as session:
        await save_updates(session, STORY.name, updates, NOW)


async def search(
    database: Database, query: str, story: Story = STORY, *, limit: int = 50, offset: int = 0
) -> tuple[list[Found], int]:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]  # of pydantic-settings
    tools = build_visit_tools(settings, system_clock)
    services = Services(settings, story, database, system_clock, make_compose(read_here), tools)
    async with database.read() as session:
        snapshot = await read_snapshot(session, story.name)
    return await search_updates(services, snapshot, query, limit=limit, offset=offset)


async def find(database: Database, query: str, story: Story = STORY) -> list[str]:
    found, total = await search(database, query, story)
    assert total == len(found)
    return [each.stored.update.id.partition("@")[0] for each in found]


def only(calls: list[Call]) -> Call:
    [call] = [call for call in calls if call.method == "sendMessage"]
    return call


async def test_updates_are_found_by_what_their_words_mean(published: Database) -> None:
    assert {query: await find(published, query) for query in FOUND} == FOUND


async def test_what_an_update_says_comes_before_what_only_its_source_does(database: Database) -> None:
    sources = (make_span("a9", text="ارتفعت أسعار الخبز بعد أيام."),)
    heavy = make_update("heavy", text="تحدث التجار.", sources=sources, score=9.0)
    await save(database, heavy, make_update("light", text="نفد الخبز.", score=1.0))
    assert await find(database, "خبز") == ["light", "heavy"]


async def test_a_beginning_counts_only_where_nothing_is_the_whole_word(database: Database) -> None:
    await save(database, make_update("train", text="توقف القطار."), make_update("bird", text="هدأ القطا."))
    assert await find(database, "القطا") == ["bird"]
    assert await find(database, "قطار") == ["train"]


async def test_pages_and_how_many_there_are_in_all(database: Database) -> None:
    await save(database, *(make_update(f"n{number}", text=f"نفد الخبز رقم {number}.") for number in range(7)))
    for offset, ids in ((0, ["n6", "n5", "n4"]), (6, ["n0"]), (7, []), (70, [])):
        found, total = await search(database, "الخبز", limit=3, offset=offset)
        assert ([each.stored.update.id for each in found], total) == (ids, 7)
    assert await search(database, "زلزال", offset=3) == ([], 0)


async def test_the_index_follows_whatever_becomes_of_an_update(published: Database) -> None:
    assert await find(published, "جاناوزن") == ["outbreak"]
    await save(published, *UPDATES[1:])
    assert await find(published, "جاناوزن") == []  # withdrawn
    await save(published, *UPDATES)
    assert await find(published, "جاناوزن") == ["outbreak"]  # revived
    await save(published, replace(UPDATES[0], text="خرج سكان أكتاو بعد رفع سعر الغاز."), *UPDATES[1:])
    assert await find(published, "أكتاو") == ["outbreak"]  # changed
    assert await find(published, "جاناوزن") == []
    async with published.begin() as session:
        await amend(session, STORY.name, 1, "خرج سكان أتيراو بعد رفع سعر الغاز.", NOW)
    assert await find(published, "أكتاو") == []
    assert await find(published, "أتيراو") == ["outbreak"]
    async with published.begin() as session:
        await retract(session, STORY.name, 8, NOW)
    assert await find(published, "أتيراو") == []


async def test_other_names_in_the_story_make_other_terms(published: Database) -> None:
    assert await find(published, "الوالي") == []
    people = (*STORY.people, Name(name="سكان جاناوزن", spellings=("الوالي",)))
    other = STORY.model_copy(update={"people": people})
    assert await find(published, "الوالي", other) == ["outbreak"]
    assert await find(published, "الوالي") == []


async def test_stories_are_apart(published: Database) -> None:
    other = STORY.model_copy(update={"name": "another"})
    assert await find(published, "جاناوزن", other) == []
    async with published.begin() as session:
        await save_updates(session, "another", [make_update("x", text="هدأت جاناوزن.")], NOW)
    assert await find(published, "جاناوزن", other) == ["x"]
    assert await find(published, "جاناوزن") == ["outbreak"]


async def test_a_backup_that_is_put_back_is_searched_as_it_was(sqlite_url: str, tmp_path: Path) -> None:
    database = Database(sqlite_url)
    await database.migrate()
    await save(database, *UPDATES)
    assert await find(database, "جاناوزن") == ["outbreak"]
    back_up(database, tmp_path / "copy.db")
    await save(database, *UPDATES[1:])
    assert await find(database, "جاناوزن") == []
    await database.close()
    restore(fresh := Database(sqlite_url), tmp_path / "copy.db")
    assert await find(fresh, "جاناوزن") == ["outbreak"]
    await save(fresh, make_update("z", text="هدأت أكتاو."))
    assert await find(fresh, "أكتاو") == ["z"]
    await fresh.close()


async def test_several_may_search_what_nobody_has_indexed(database: Database) -> None:
    await save(database, *UPDATES)
    searches = [find(database, "جاناوزن") for _ in range(4)]
    found = await asyncio.gather(*searches, index_updates(database, STORY, StoryCache().read))
    assert found[:-1] == [["outbreak"]] * 4


async def test_much_is_indexed_in_parts(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.search.indexer._IN_A_TRANSACTION", 2)
    await save(database, *UPDATES)
    await index_updates(database, STORY, StoryCache().read)
    assert await find(database, "الأسواق") == ["calm"]


async def test_no_query_fails(published: Database) -> None:
    for query in HOSTILE:
        found, total = await search(published, query)
        assert total == len(found)
        assert len(read_query(query, STORY)) <= 64
    assert await find(published, "جاناوزن") == ["outbreak"]


async def test_no_query_at_all_fails(database: Database) -> None:
    await save(database, *UPDATES, QUOTED)

    @given(st.lists(st.one_of(st.text(max_size=30), st.sampled_from(HOSTILE)), max_size=4).map(" ".join))
    def read(query: str) -> None:
        queries.append(query)

    queries: list[str] = []
    read()
    for query in queries:
        found, total = await search(database, query)
        assert total == len(found)


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("استقالت الحكومة، وأُعلنت حالة الطوارئ.", "الحكومه والطوارئ", ["الحكومة", "الطوارئ"]),
        ("اتصل قاسم جومرت توكاييف بنظيره.", "توقاييف", ["قاسم جومرت توكاييف"]),
        ("قُتل ١٦٤ شخصا، و164 في ألماتي.", "164", ["١٦٤", "164"]),
        ("ارتفعت الأسعار.", "الأسع", ["الأسعار"]),
        ("وصلت أولى وحدات قوة CSTO.", "csto", ["CSTO"]),
        ("عاد الهدوء.", "الحكومة", []),
        ("عاد الهدوء.", "", []),
        ("", "عاد", []),
    ],
)
def test_what_was_found_is_marked(text: str, query: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in mark(text, read_query(query, STORY), STORY)] == marked


def test_a_snippet_is_the_update_or_the_part_of_a_source_that_has_the_words() -> None:
    filler = "كلام طويل عن أحداث أخرى " * 10
    quote = make_span("a9", text=f"{filler}وفي جاناوزن عاد الهدوء {filler}")
    stored = StoredUpdate(1, make_update(text="غادرت الوفود المدينة.", sources=(make_span("a1"), quote)), NOW)
    assert cut_snippet(stored, read_query("الوفود", STORY), STORY) == Snippet("غادرت الوفود المدينة.", ((6, 12),))
    assert cut_snippet(stored, read_query("زلزال", STORY), STORY).marks == ()
    snippet = cut_snippet(stored, read_query("جاناوزن", STORY), STORY)
    assert snippet.article == "a9"
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["جاناوزن"]
    assert snippet.text.startswith("… ")
    assert snippet.text.endswith(" …")
    assert len(snippet.text) <= 124
    assert snippet.text.strip("… ") in quote.text
    assert {*snippet.text.strip("… ").split()} <= {*quote.text.split()}


@given(
    st.lists(st.sampled_from(["جاناوزن", "كلام", "عن", "ا" * 90, "أحداثها،", "\u202e", "\n"]), max_size=60),
    st.sampled_from(["جاناوزن", "كلام جاناوزن", "ا" * 90]),
)
def test_a_snippet_is_short_and_its_marks_are_words_that_were_looked_for(words: list[str], query: str) -> None:
    update = make_update(text="خبر.", sources=(make_span(text=" ".join(words)),))
    snippet = cut_snippet(StoredUpdate(1, update, NOW), read_query(query, STORY), STORY)
    assert len(snippet.text) <= 140
    for start, end in snippet.marks:
        assert list_terms(snippet.text[start:end], STORY) <= list_terms(query, STORY)


async def test_what_was_found_is_seen(reader: Reader, services: Services) -> None:
    await reader.say("/start")
    await publish(services)
    assert "استقالت <u>الحكومة</u>" in only(await reader.say("/search الحكومة")).text
    assert "استقالت الحكومة" not in only(await reader.say("/new")).text


async def test_words_do_the_same_and_other_words_are_looked_for(reader: Reader, services: Services) -> None:
    await publish(services)
    for words in ("بحث عن جاناوزن", "جاناوزن"):
        assert "خرج سكان" in only(await reader.say(words)).text


async def test_nothing_found_is_said_and_a_question_is_asked_back(reader: Reader, services: Services) -> None:
    await publish(services)
    assert "لم أجد خبرًا" in only(await reader.say("/search <b>زلزال</b> \u202eabc")).text
    assert only(await reader.say("زلزال")).buttons
    assert "عمّ تبحث؟" in only(await reader.say("/search")).text


async def test_a_long_query_is_echoed_in_part(reader: Reader, services: Services) -> None:
    await publish(services)
    assert len(only(await reader.say("/search " + "زلزال " * 600)).text) < 200
