"""Messages on their way: claim, commit, send, record. No transaction is open while Telegram is asked."""

import asyncio
import logging
from datetime import datetime, timedelta

from telegram import ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, RetryAfter, TelegramError

from bot.editions import Binder, Parcel
from bot.leadership import take_lead
from bot.limiter import Bot, Urgency, seconds_of
from bot.operators import tell_operators
from bot.rendering import split_plain
from bot.services import Services
from bot.verdicts import Verdict, judge
from storage import deliveries, subscribers
from storage.leases import holds_lease
from storage.values import Delivery, DeliveryState, Outcome

_LOGGER = logging.getLogger(__name__)

# While one batch is sent, the other is recorded and the next one claimed.
_LANES = 2
_MOST_AT_ONCE = 150
_RETRY = timedelta(minutes=1)
_LEVELS = {Verdict.HALT: logging.INFO, Verdict.GONE: logging.INFO, Verdict.MOVED: logging.INFO}


async def deliver_pending(services: Services, bot: Bot) -> None:
    """Send what is pending until nothing is, until Telegram says halt, or until the process closes.

    Does nothing where another process holds the lease.
    """
    if not await take_lead(services):
        return
    binder = Binder(services)
    async with asyncio.TaskGroup() as lanes:
        for _ in range(_LANES):
            lanes.create_task(_send_batches(services, bot, binder))


async def _send_batches(services: Services, bot: Bot, binder: Binder) -> None:
    # What a killed process had claimed is uncertain: about a second's worth, and no more.
    rate = services.settings.send_rate
    limit = min(_MOST_AT_ONCE, max(1, round(rate / _LANES))) if rate else _MOST_AT_ONCE
    story = services.story.name
    while not services.outbox.closing and not services.limiter.halt_remaining():
        now = services.clock()
        async with services.database.begin() as session:
            if not await holds_lease(session, story, services.outbox.holder):
                return
            batch = await deliveries.claim_pending(session, story, services.outbox.holder, now, limit)
            if not batch:
                return
            parcels, outcomes = await binder.bind(session, batch, now)
            if outcomes:
                await deliveries.record(session, story, outcomes, now)
        if parcels:
            # All of them to their end, whatever happens to one: what is sent has to be recorded.
            sent = await asyncio.gather(*(_send(services, bot, parcel) for parcel in parcels))
            async with services.database.begin() as session:
                await deliveries.record(session, story, sent, services.clock())


async def _send(services: Services, bot: Bot, parcel: Parcel) -> Outcome:
    try:
        return await _post(services, bot, parcel)
    except TelegramError as error:
        return await _settle(services, parcel, error)
    except Exception:  # whatever it is, the others of the batch have to be recorded
        _LOGGER.exception("Delivery %d", parcel.delivery.id)
        return Outcome(parcel.delivery, DeliveryState.UNCERTAIN, error="see the log")


async def _post(services: Services, bot: Bot, parcel: Parcel) -> Outcome:
    edition, refused = parcel.edition, services.outbox.refused
    if edition.id not in refused:
        try:
            message_id = await _send_text(services, bot, parcel, edition.text, ParseMode.HTML)
        except BadRequest as error:
            if judge(error) is not Verdict.MARKUP:
                raise
            if edition.id not in refused:
                refused.add(edition.id)
                await tell_operators(services, bot, "edition_refused.j2", edition=edition.id, reason=error.message)
        else:
            return Outcome(parcel.delivery, DeliveryState.SENT, edition, message_id)
    first, *others = split_plain(edition.text)
    message_id = await _send_text(services, bot, parcel, first)
    try:
        for text in others:
            await _send_text(services, bot, parcel, text)
    except TelegramError as error:  # a part of it has arrived
        return Outcome(parcel.delivery, DeliveryState.UNCERTAIN, error=error.message)
    return Outcome(parcel.delivery, DeliveryState.SENT, edition, message_id)


async def _send_text(
    services: Services, bot: Bot, parcel: Parcel, text: str, parse_mode: ParseMode | None = None
) -> int:
    reader, reply_to = parcel.delivery.subscriber, parcel.delivery.reply_to
    sent = await bot.send_message(
        reader.chat_id,
        text,
        parse_mode=parse_mode,
        message_thread_id=reader.thread_id,
        reply_markup=parcel.keyboard,
        reply_parameters=ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None,
        allow_paid_broadcast=services.settings.paid_broadcast or None,
        rate_limit_args=Urgency.BROADCAST,
    )
    return sent.message_id


async def _settle(services: Services, parcel: Parcel, error: TelegramError) -> Outcome:
    """What becomes of a delivery that met an error."""
    verdict, now, delivery = judge(error), services.clock(), parcel.delivery
    _LOGGER.log(_LEVELS.get(verdict, logging.WARNING), "Delivery %d: %s (%s)", delivery.id, verdict.name, error.message)
    match verdict:
        case Verdict.HALT if isinstance(error, RetryAfter):
            return _put_back(delivery, now + timedelta(seconds=seconds_of(error)), error)
        case Verdict.LATER:
            return _put_back(delivery, now + _RETRY, error)
        case Verdict.MOVED if isinstance(error, ChatMigrated):
            async with services.database.begin() as session:
                await subscribers.move(session, delivery.subscriber.id, error.new_chat_id, now)
            return _put_back(delivery, now, error)
        case Verdict.GONE:
            async with services.database.begin() as session:
                await subscribers.set_aside(session, delivery.subscriber.id)
            return Outcome(delivery, DeliveryState.FAILED, error=error.message)
        case Verdict.UNCERTAIN:
            return Outcome(delivery, DeliveryState.UNCERTAIN, parcel.edition, error=error.message)
        case _:
            return Outcome(delivery, DeliveryState.FAILED, error=error.message)


def _put_back(delivery: Delivery, not_before: datetime, error: TelegramError) -> Outcome:
    return Outcome(delivery, DeliveryState.PENDING, error=error.message, not_before=not_before)
