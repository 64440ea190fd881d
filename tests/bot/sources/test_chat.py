"""Administrators manage the sources in their chat; for anybody else it does not exist."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.app import build_application
from bot.core.container import Services
from bot.handlers.context import App
from bot.sources import manage
from storage.model.sources import SourceState
from tests.bot.fakes import Call, FakeTelegram, Reader
from tests.bot.sources.site import TOLL, Post, Site

ADMIN = 7


@pytest.fixture
async def app(services: Services, telegram: FakeTelegram) -> AsyncIterator[App]:
    """The bot with these services: they may fetch from the outlets of the test."""
    async with build_application(services, telegram) as app:
        yield app


@pytest.fixture
def admin(app: App, telegram: FakeTelegram) -> Reader:
    return Reader(app, telegram, ADMIN)


def last(calls: list[Call]) -> Call:
    return [call for call in calls if call.method in {"sendMessage", "editMessageText"}][-1]


async def press(admin: Reader, asked: Call, words: str) -> Call:
    """Press the button with these words."""
    [data] = [button["callback_data"] for button in asked.buttons if button["text"] == words]
    return last(await admin.press(data))


async def test_a_source_is_added_paused_resumed_and_removed(
    admin: Reader, services: Services, open_: Callable[..., Awaitable[Site]]
) -> None:
    site = await open_(Post("toll", TOLL.format(26)))
    assert "لا أقرأ خلاصة بعد" in last(await admin.say("الخلاصات")).text
    added = last(await admin.say(f"/feeds {site.url}"))
    assert "أضفتها" in added.text
    [source] = await manage.list_all(services)
    assert source.url == f"{site.url}/feed"
    listed = last(await admin.say("/feeds"))
    assert "لم يأتِ منها شيء بعد" in listed.text
    shown = await press(admin, listed, str(source.id))
    paused = await press(admin, shown, "أوقفها")
    assert "موقوفة" in paused.text
    assert (await manage.find(services, source.id)).state is SourceState.PAUSED
    assert "تُقرأ" in (await press(admin, paused, "اقرأها من جديد")).text
    asked = await press(admin, shown, "احذفها")
    assert len(await manage.list_all(services)) == 1
    assert "حذفت" in (await press(admin, asked, "نعم، احذفها")).text
    assert await manage.list_all(services) == ()


async def test_of_several_feeds_the_addresses_are_offered(
    admin: Reader, services: Services, open_: Callable[..., Awaitable[Site]]
) -> None:
    site = await open_(Post("toll", TOLL.format(26)))
    site.feeds = ("/feed", "/more.xml")
    offered = last(await admin.say(f"الخلاصات {site.url}")).text
    assert "/more.xml" in offered
    assert await manage.list_all(services) == ()


@pytest.mark.parametrize("written", ["/etc", "ftp://wadi.example", "http://127.0.0.9:1/"])
async def test_what_cannot_be_a_source_is_refused_with_the_reason(
    admin: Reader, services: Services, written: str
) -> None:
    assert "لم أستطع ذلك" in last(await admin.say(f"/feeds {written}")).text
    assert await manage.list_all(services) == ()


async def test_for_a_reader_there_is_no_such_command(app: App, telegram: FakeTelegram, services: Services) -> None:
    stranger = Reader(app, telegram, 1001)
    for call in await stranger.say("/feeds https://wadi.example"):
        assert "خلاصة" not in call.text
    await stranger.press("drop_feed:1")
    assert await manage.list_all(services) == ()
