"""Digests on their way: claim, commit, send, record. No transaction is open while Telegram is asked."""

import asyncio
import json
import logging
from datetime import datetime, timedelta
from enum import Enum, auto

import httpx
from telegram import Bot, InlineKeyboardMarkup
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.hours import due_on
from bot.services import Services
from storage import deliveries, subscribers, updates
from storage.values import Delivery, DeliveryState, SubscriberState

_LOGGER = logging.getLogger(__name__)

_BATCH = 25  # Telegram's limit for a bot is about 30 messages a second
_PAUSE_S = 1.0
_RETRY = timedelta(minutes=1)

# The request never left, so that it is safe to repeat.
_NEVER_SENT = (httpx.PoolTimeout, httpx.ConnectTimeout, httpx.ConnectError)
_GONE = ("chat not found", "group chat was deleted", "no rights to send", "not enough rights")


class Verdict(Enum):
    """What an error of a send means."""

    HALT = auto()  # 429: nobody is sent anything until the deadline
    LATER = auto()  # nothing was sent
    MOVED = auto()  # the group has another id now
    GONE = auto()  # the chat does not want us, or is no more
    UNCERTAIN = auto()  # perhaps delivered: never repeated
    REFUSED = auto()  # this message will never do


def judge(error: TelegramError) -> Verdict:
    """Read an error: was the message sent, and may it be sent again?"""
    if isinstance(error, BadRequest):  # PTB counts it among the errors of the network
        gone = any(words in error.message.lower() for words in _GONE)
        return Verdict.GONE if gone else Verdict.REFUSED
    if isinstance(error, NetworkError):
        never_sent = isinstance(error.__cause__, _NEVER_SENT)
        return Verdict.LATER if never_sent else Verdict.UNCERTAIN
    verdicts = {
        RetryAfter: Verdict.HALT,
        ChatMigrated: Verdict.MOVED,
        Forbidden: Verdict.GONE,
        InvalidToken: Verdict.LATER,
    }
    return verdicts.get(type(error), Verdict.UNCERTAIN)


async def deliver_pending(services: Services, bot: Bot) -> None:
    """Send what is pending until nothing is, until Telegram says halt, or until the process closes."""
    outbox = services.outbox
    while not outbox.closing:
        now = services.clock()
        if outbox.is_halted(now):
            return
        async with services.database.begin() as session:
            batch = await deliveries.claim_pending(session, services.story.name, now, _BATCH)
        # All of them to their end, whatever happens to one: what is sent has to be recorded.
        results = await asyncio.gather(
            *(_deliver(services, bot, delivery) for delivery in batch), return_exceptions=True
        )
        for result in results:
            if isinstance(result, BaseException):
                _LOGGER.error("A delivery was not recorded", exc_info=result)
        if len(batch) < _BATCH:
            return
        await asyncio.sleep(_PAUSE_S)


async def _deliver(services: Services, bot: Bot, delivery: Delivery) -> None:
    if reason := await _find_obstacle(services, delivery):
        await _end(services, delivery, DeliveryState.SKIPPED, reason)
        return
    subscriber, edition = delivery.subscriber, delivery.edition
    keyboard = InlineKeyboardMarkup.de_json(json.loads(edition.keyboard)) if edition.keyboard else None
    try:
        sent = await bot.send_message(
            subscriber.chat_id, edition.text, message_thread_id=subscriber.thread_id, reply_markup=keyboard
        )
    except TelegramError as error:
        await _settle(services, delivery, error)
        return
    async with services.database.begin() as session:
        await deliveries.record_sent(session, delivery, sent.message_id, services.clock())


async def _find_obstacle(services: Services, delivery: Delivery) -> str | None:
    """Why a delivery should not go out any more: it may have waited for hours for a connection."""
    subscriber = delivery.subscriber
    if subscriber.state is not SubscriberState.ACTIVE:
        return f"the subscriber is {subscriber.state}"
    if delivery.local_date:
        following = due_on(delivery.local_date + timedelta(days=1), subscriber.digest_time, subscriber.zone)
        if services.clock() >= following:
            return "the next digest is due, and tells this one's news"
    async with services.database.begin() as session:
        unseen = await updates.list_unseen(session, services.story.name, subscriber)
    if not {stored.sequence for stored in unseen} & set(delivery.edition.shows):
        return "all of it was read or withdrawn in the meantime"
    return None


async def _settle(services: Services, delivery: Delivery, error: TelegramError) -> None:
    verdict, now = judge(error), services.clock()
    _LOGGER.warning("Delivery %d: %s (%s)", delivery.id, verdict.name, error.message)
    match verdict:
        case Verdict.HALT if isinstance(error, RetryAfter):
            deadline = now + timedelta(seconds=seconds_of(error))
            services.outbox.halt(deadline)
            await _put_back(services, delivery, deadline, error)
        case Verdict.LATER:
            await _put_back(services, delivery, now + _RETRY, error)
        case Verdict.MOVED if isinstance(error, ChatMigrated):
            async with services.database.begin() as session:
                await subscribers.move(session, delivery.subscriber.id, error.new_chat_id)
            await _put_back(services, delivery, now, error)
        case Verdict.GONE:
            async with services.database.begin() as session:
                await subscribers.set_aside(session, delivery.subscriber.id)
            await _end(services, delivery, DeliveryState.FAILED, error.message)
        case Verdict.UNCERTAIN:
            await _end(services, delivery, DeliveryState.UNCERTAIN, error.message)
        case _:
            await _end(services, delivery, DeliveryState.FAILED, error.message)


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone."""
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


async def _put_back(services: Services, delivery: Delivery, not_before: datetime, error: TelegramError) -> None:
    async with services.database.begin() as session:
        await deliveries.put_back(session, delivery, not_before, error.message)


async def _end(services: Services, delivery: Delivery, state: DeliveryState, reason: str) -> None:
    async with services.database.begin() as session:
        await deliveries.record_outcome(session, delivery, state, reason, services.clock())
