"""The bot itself, over HTTP, as a subscriber meets it, with the story of this folder's six articles."""

import pytest

from bot.cli.preview import running_on
from bot.preview.protocol.chats import MemberStatus
from bot.preview.stage import Stage
from bot.preview.state.groups import add_sample_group
from storage.subscribers.accounts import find_subscriber
from tests.bot.preview.stage import Person, open_stage

OUTBREAK = "جاناوزين"
TROOPS = "إرسال قوات حفظ السلام"
TOLL = "مقتل 26 محتجًا"
ANKARA = "جاويش أوغلو"


def count(reader: Person, words: str) -> int:
    """Count the messages that bring the words as news; «لا جديد» only recalls the last news."""
    return sum(words in text for text in reader.read() if not text.startswith("لا جديد"))


async def test_a_subscriber_reads_everything_once_also_across_a_restart(database_url: str) -> None:
    async with open_stage() as stage:
        reader = Person(stage)
        async with running_on(stage, database_url):
            assert OUTBREAK in await reader.ask("/start")
            assert "لا أخبار" in await reader.ask("تركيا")
            assert "لا جديد" in await reader.ask("/new")
            await stage.replay.move("morning")  # 7 January, 08:00
            assert (count(reader, TROOPS), count(reader, TOLL)) == (1, 0)
            assert "لا جديد" in await reader.ask("الجديد")

        async with running_on(stage, database_url):
            assert "لا جديد" in await reader.ask("/new")
            await stage.replay.move("morning")  # 8 January
            assert (count(reader, TROOPS), count(reader, TOLL)) == (1, 1)
            assert "لا جديد" in await reader.ask("/new")


async def test_a_digest_on_each_morning_that_has_news_and_on_no_other(sqlite_url: str) -> None:
    async with open_stage() as stage:
        reader, late = Person(stage), Person(stage, 1)
        async with running_on(stage, sqlite_url):
            await reader.ask("/start")
            brought = []
            for _ in range(7):
                before = len(reader.read())
                await stage.replay.move("morning")
                now = stage.replay.clock()
                brought += [(now.day, text) for text in reader.read()[before:]]
                if now.day == 8:
                    assert TOLL in await late.ask("/start")
    assert [day for day, _ in brought] == [7, 8, 10]
    for (_, text), words in zip(brought, (TROOPS, TOLL, ANKARA), strict=True):
        assert words in text
    assert count(reader, OUTBREAK) == count(reader, ANKARA) == 1
    # Who came later got only what came later, once.
    assert count(late, ANKARA) == 1


async def test_news_that_was_asked_for_is_not_pushed_again(sqlite_url: str) -> None:
    async with open_stage() as stage:
        reader = Person(stage)
        async with running_on(stage, sqlite_url):
            await reader.ask("/start")
            await stage.replay.move("next")
            assert TROOPS in await reader.ask("/new")
            seen = len(reader.read())
            await stage.replay.move("morning")
            assert len(reader.read()) == seen


async def test_a_reader_who_blocks_the_bot_gets_digests_again_after_start(sqlite_url: str) -> None:
    async with open_stage() as stage:
        reader = Person(stage)
        async with running_on(stage, sqlite_url) as app:
            await reader.ask("/start")
            stage.world.set_status(reader.chat.id, MemberStatus.KICKED)
            await stage.replay.move("morning")
            assert count(reader, TROOPS) == 0
            services = app.bot_data["services"]
            async with services.database.begin() as session:
                subscriber = await find_subscriber(session, services.story.name, reader.chat.id)
            assert subscriber is not None
            assert subscriber.state == "blocked"
            await reader.ask("/start")
            assert TROOPS in "".join(reader.read()) + await reader.ask("/new")


@pytest.mark.parametrize("command", ["/protests", "/csto", "/timeline", "/sources", "/help", "هراء"])
async def test_whatever_is_asked_the_server_accepts_the_answer(sqlite_url: str, command: str) -> None:
    async with open_stage() as stage:
        reader = Person(stage)
        async with running_on(stage, sqlite_url):
            await reader.ask("/start")
            assert await reader.ask(command)


async def test_a_topic_of_a_forum_gets_its_digest_when_the_clock_is_moved(sqlite_url: str) -> None:
    async with open_stage() as stage:
        creator, forum = Person(stage), add_sample_group(stage.world)
        thread = next(iter(forum.topics or ()))
        async with running_on(stage, sqlite_url):
            await creator.ask("/start", at=forum, thread=thread)
            await stage.replay.move("morning")
    digest = creator.last(forum)
    assert TROOPS in digest.content.text.text
    assert digest.thread == thread


async def test_a_topic_is_switched_off_by_its_button(sqlite_url: str) -> None:
    async with open_stage() as stage:
        reader = Person(stage)
        async with running_on(stage, sqlite_url):
            await reader.ask("/start")
            await reader.press("✓ قوات منظمة")
            await stage.replay.move("morning")
            assert count(reader, TROOPS) == 0


async def test_the_menu_stands_when_the_bot_has_started(sqlite_url: str) -> None:
    def commands(stage: Stage) -> set[str]:
        return {each["command"] for each in stage.world.profile.list_commands(Person(stage).chat.id)}

    async with open_stage() as stage, running_on(stage, sqlite_url):
        assert commands(stage) >= {"start", "new", "timeline", "turkey", "stop"}
        assert stage.world.profile.show()["description"]


async def test_the_newsroom_has_the_administrators_menu_and_no_reader_has(sqlite_url: str) -> None:
    def commands(stage: Stage, chat_id: int) -> set[str]:
        return {each["command"] for each in stage.world.profile.list_commands(chat_id)}

    async with open_stage() as stage, running_on(stage, sqlite_url):
        assert Person(stage, 3).chat.id == stage.editor
        assert commands(stage, stage.editor) - commands(stage, Person(stage).chat.id) >= {"stats", "retract"}
