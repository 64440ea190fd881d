"""What each error of a send means for a digest: it is never lost and never repeated."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.core.container import Services
from bot.delivery.jobs import run_tick
from bot.handlers.context import App
from bot.telegram.send_errors import SendFailure, classify
from storage.model.values import SubscriberState
from storage.outbox.claims import claim_pending
from storage.subscribers.accounts import find_subscriber
from tests.bot.fakes import Clock, FakeTelegram, Reader
from tests.bot.news import UPDATES, publish
from tests.factories import make_update


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    """Return the error as python-telegram-bot raises it from one of httpx."""
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (RetryAfter(5), SendFailure.RATE_LIMITED),
        (ChatMigrated(-100), SendFailure.CHAT_MIGRATED),
        (Forbidden("Forbidden: bot was blocked by the user"), SendFailure.CHAT_UNREACHABLE),
        (BadRequest("Chat not found"), SendFailure.CHAT_UNREACHABLE),
        (BadRequest("Not enough rights to send text messages to the chat"), SendFailure.CHAT_UNREACHABLE),
        (BadRequest("CHAT_WRITE_FORBIDDEN"), SendFailure.CHAT_UNREACHABLE),
        (BadRequest("Message thread not found"), SendFailure.CHAT_UNREACHABLE),
        (BadRequest("Need administrator rights in the channel chat"), SendFailure.CHAT_UNREACHABLE),
        (Forbidden("Forbidden by the proxy"), SendFailure.WAY_REFUSED),
        (BadRequest("Can't parse entities"), SendFailure.BAD_MARKUP),
        (caused(TimedOut("Pool timeout"), httpx.PoolTimeout("")), SendFailure.NOT_SENT),
        (caused(TimedOut(), httpx.ConnectTimeout("")), SendFailure.NOT_SENT),
        (caused(TimedOut(), httpx.ReadTimeout("")), SendFailure.UNCERTAIN),
        (caused(TimedOut(), httpx.WriteTimeout("")), SendFailure.UNCERTAIN),
        (caused(NetworkError("httpx.ConnectError"), httpx.ConnectError("")), SendFailure.NOT_SENT),
        (caused(NetworkError("httpx.ReadError"), httpx.ReadError("")), SendFailure.UNCERTAIN),
        (NetworkError("Bad Gateway"), SendFailure.UNCERTAIN),
        (InvalidToken(), SendFailure.NOT_SENT),
        (TelegramError("Invalid server response"), SendFailure.UNCERTAIN),
    ],
    ids=repr,
)
def test_every_error_is_classified(error: TelegramError, failure: SendFailure) -> None:
    assert classify(error) is failure


class Post:
    """A subscriber with a digest due, and a Telegram that may fail."""

    def __init__(self, app: App, services: Services, telegram: FakeTelegram, clock: Clock) -> None:
        self.app, self.services, self.telegram, self.clock = app, services, telegram, clock
        self.reader = Reader(app, telegram)

    async def prepare(self) -> None:
        await self.reader.say("/start")
        await publish(self.services)
        self.clock.now = datetime(2022, 1, 11, 5, tzinfo=UTC)
        self.telegram.calls.clear()

    async def tick(self, *faults: Any, **later: float) -> list[str]:
        """Let time pass and tick; the chats that were sent a digest."""
        self.clock.move(**later)
        before, self.telegram.faults = len(self.telegram.sent), list(faults)
        await run_tick(self.services, self.app.bot)
        return [call.parameters["chat_id"] for call in self.telegram.sent[before:]]

    async def state(self) -> SubscriberState:
        async with self.services.database.begin() as session:
            found = await find_subscriber(session, self.services.story.name, 1001)
        assert found is not None
        return found.state


@pytest.fixture
async def post(app: App, services: Services, telegram: FakeTelegram, clock: Clock) -> Post:
    post = Post(app, services, telegram, clock)
    await post.prepare()
    return post


async def test_429_halts_all_until_its_deadline(post: Post) -> None:
    flood = {"error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 90}}
    assert await post.tick(flood) == []
    assert await post.tick(minutes=1) == []
    assert await post.tick(seconds=31) == ["1001"]


async def test_a_message_that_was_not_sent_is_sent_later(post: Post) -> None:
    assert await post.tick(httpx.ConnectError("no route")) == []
    assert await post.tick(minutes=2) == ["1001"]
    assert await post.tick(minutes=2) == []


async def test_an_uncertain_delivery_is_not_repeated_and_its_updates_stay_unseen(post: Post) -> None:
    # The fake raises what its caller wraps, as the HTTP client does.
    assert await post.tick(caused(TimedOut(), httpx.ReadTimeout(""))) == []
    assert await post.tick(minutes=2) == []
    [new] = await post.reader.say("/new")
    assert "جاناوزن" in new.text


async def test_updates_of_an_uncertain_delivery_come_with_the_next_digest(post: Post) -> None:
    await post.tick({"error_code": 502, "description": "Bad Gateway"})
    assert await post.tick(days=1) == ["1001"]
    assert "جاناوزن" in post.telegram.sent[-1].text


async def test_digests_resume_when_a_reader_unblocks_the_bot(post: Post) -> None:
    assert await post.tick({"error_code": 403, "description": "Forbidden: bot was blocked by the user"}) == []
    assert await post.state() is SubscriberState.BLOCKED
    assert await post.tick(days=1) == []
    await post.reader.say("/start")
    assert await post.tick(days=1) == ["1001"]


async def test_a_group_is_followed_to_its_new_chat(post: Post) -> None:
    moved = {"error_code": 400, "description": "group upgraded", "parameters": {"migrate_to_chat_id": -1009}}
    assert await post.tick(moved) == ["-1009"]
    assert await post.tick(minutes=1) == []


async def test_a_message_that_is_refused_is_not_tried_again(post: Post) -> None:
    assert await post.tick({"error_code": 400, "description": "Bad Request: TOPIC_CLOSED"}) == []
    assert await post.tick(minutes=5) == []
    assert await post.state() is SubscriberState.ACTIVE


@pytest.mark.parametrize("reason", ["can't parse entities: unclosed tag", "message is too long"])
async def test_an_edition_that_is_refused_goes_as_plain_text_and_the_operators_are_told(
    post: Post, reason: str
) -> None:
    assert await post.tick({"error_code": 400, "description": f"Bad Request: {reason}"}) == ["7", "1001"]
    told, digest = post.telegram.sent[-2:]
    assert reason.split(maxsplit=1)[1] in told.text
    assert "parse_mode" not in digest.parameters
    assert "<b>" not in digest.text
    assert "جاناوزن" in digest.text
    assert await post.tick(minutes=1) == []


async def test_a_digest_that_waited_until_the_next_gives_way(post: Post) -> None:
    await post.tick(httpx.ConnectError("no route"))
    fresh = make_update("fresh", text="خبر الغد.")
    await publish(post.services, (*UPDATES, fresh))
    assert await post.tick(days=1) == ["1001"]  # one, with both days' news
    assert "خبر الغد" in post.telegram.sent[-1].text
    assert "جاناوزن" in post.telegram.sent[-1].text


async def test_a_digest_that_was_read_meanwhile_is_left_out(post: Post) -> None:
    await post.tick(httpx.ConnectError("no route"))
    await post.reader.say("/new")
    assert await post.tick(minutes=2) == []


async def test_a_crash_in_mid_send_repeats_nothing(post: Post) -> None:
    await post.tick(httpx.ConnectError("no route"))
    post.clock.move(minutes=2)
    story = post.services.story.name
    async with post.services.database.begin() as session:
        assert len(await claim_pending(session, story, "another process", post.clock(), 10)) == 1
    # The process dies here; the next leader finds the delivery like this.
    post.services.sender_state.leads = False
    assert await post.tick(minutes=1) == []
    [new] = await post.reader.say("/new")
    assert "جاناوزن" in new.text


async def test_nothing_begins_while_the_process_closes(post: Post) -> None:
    post.services.sender_state.closing = True
    assert await post.tick() == []
    post.services.sender_state.closing = False
    assert await post.tick(minutes=1) == ["1001"]
