"""Operators are told once that a source fails for long, and once that it works again."""

from collections.abc import Awaitable, Callable

from telegram.error import NetworkError

from bot.core.container import Services
from bot.handlers.context import App
from bot.sources.health import tell_health
from bot.sources.rounds.run import run_round
from storage.model.sources import NewsSource
from tests.bot.fakes import Clock, FakeTelegram
from tests.bot.sources.site import Site


async def test_operators_are_told_after_six_hours_and_when_it_works_again(
    services: Services, site: Site, source: NewsSource, app: App, telegram: FakeTelegram, clock: Clock
) -> None:
    async def list_told() -> list[str]:
        before = len(telegram.sent)
        await run_round(services, everything=True)
        await tell_health(services, app.bot)
        return [call.text for call in telegram.sent[before:]]

    site.status = 503
    assert await list_told() == []
    clock.move(hours=5)
    assert await list_told() == []
    clock.move(hours=1.1)
    telegram.faults.append(NetworkError("no route"))
    assert await list_told() == []  # nobody was reached
    [text] = await list_told()
    assert "503" in text
    assert await list_told() == []
    site.status = 200
    [text] = await list_told()
    assert "عادت" in text
    assert await list_told() == []


async def test_operators_are_told_at_once_that_a_source_is_gone(
    services: Services, site: Site, source: NewsSource, app: App, telegram: FakeTelegram,
    visit: Callable[[], Awaitable[object]],
) -> None:  # fmt: skip
    site.status = 410
    await visit()
    for _ in range(2):
        await tell_health(services, app.bot)
    [call] = telegram.sent
    assert "لم تعد موجودة" in call.text
    assert call.chat_id == 7
