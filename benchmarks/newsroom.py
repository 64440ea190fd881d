"""A story with readers for the benchmarks: everybody is due, and there is a digest for each."""

from datetime import time, timedelta
from pathlib import Path

from pydantic import SecretStr

import briefings
from bot.app import build_services
from bot.core.clock import system_clock
from bot.core.container import Services
from bot.core.settings import Settings
from bot.delivery.planner import plan_digests
from bot.services.ingest import read_paths, take_in
from storage.subscribers.accounts import subscribe

FIRST_READER = 1001  # as the local server counts people
_STORY = "kazakhstan-2022"
_ZONE = "Asia/Riyadh"
SAMPLES = Path(briefings.__file__).parent / "samples"


def build(database: str, url: str = "http://127.0.0.1:9", token: str = "42:nobody") -> Services:  # noqa: S107
    """The bot's parts, without any limit of rate."""
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]  # of pydantic-settings
        telegram_bot_token=SecretStr(token),
        telegram_api_url=url,
        database_url=database,
        story=_STORY,
        send_rate=0,
        send_rate_per_chat=0,
        send_rate_per_group=0,
    )
    return build_services(settings, system_clock)


async def open_newsroom(database: str, readers: int, requesters: int = 0) -> None:
    """Take in the sample articles; so many readers are due, and so many more have had their digest today."""
    services = build(database)
    now = services.clock()
    day, soon = timedelta(days=1), timedelta(seconds=1)
    articles = read_paths([SAMPLES], zone=services.story.zone).articles
    try:
        await services.database.migrate()
        await take_in(services, articles)
        async with services.database.begin() as session:
            for number in range(readers + requesters):
                is_due = number < readers
                await subscribe(
                    session,
                    _STORY,
                    FIRST_READER + number,
                    None,
                    digest_time=time(8),
                    zone=_ZONE,
                    next_due_at=now - soon if is_due else now + day,
                    digested_on=(now - 2 * day if is_due else now + day).date(),
                    offered_up_to=0,
                    now=now,
                )
    finally:
        await services.database.close()


async def plan(database: str) -> None:
    """Plan the digests of all who are due."""
    services = build(database)
    try:
        while await plan_digests(services, {}):
            pass
    finally:
        await services.database.close()
