"""Messages on their way: claim, commit, send, record. No transaction is open while Telegram is asked."""

import asyncio
import logging
from datetime import datetime, timedelta

from telegram import ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, RetryAfter, TelegramError

from bot.editions import ON_RETURN, Binder, Parcel
from bot.leadership import take_lead
from bot.limiter import Bot, Urgency, seconds_of
from bot.operators import tell_operators
from bot.rendering import split_plain
from bot.rich import send_rich
from bot.services import Services
from bot.verdicts import Verdict, judge
from storage import deliveries, subscribers
from storage.database import DatabaseError, Session
from storage.leases import holds_lease
from storage.values import Delivery, DeliveryKind, DeliveryState, Outcome

_LOGGER = logging.getLogger(__name__)

# While one batch is sent, the other is recorded and the next one claimed.
_LANES = 2
_MOST_AT_ONCE = 400
_IN_FLIGHT = 16  # of a lane: more are slower
_NO_PREVIEW = '{"is_disabled": true}'
_RETRY = timedelta(minutes=1)
_LEVELS = {Verdict.HALT: logging.INFO, Verdict.GONE: logging.INFO, Verdict.MOVED: logging.INFO}


async def deliver_pending(services: Services, bot: Bot) -> None:
    """Send what is pending until nothing is, until Telegram says halt, or until the process closes.

    Does nothing where another process holds the lease. One call at a time.

    :raises DatabaseError: what became of messages that were sent is then recorded by the next call.
    """
    if not await take_lead(services):
        return
    await _catch_up(services)
    binder = Binder(services)
    # Each to its end, also where the other fails: what is sent has to be recorded.
    lanes = (_send_batches(services, bot, binder) for _ in range(_LANES))
    for result in await asyncio.gather(*lanes, return_exceptions=True):
        if isinstance(result, BaseException):
            raise result


async def _catch_up(services: Services) -> None:
    """After a failure of the database: record what was sent, let go of what was claimed and not sent."""
    outbox, story = services.outbox, services.story.name
    async with services.database.begin() as session:
        await deliveries.record(session, story, outbox.unrecorded, services.clock())
        await deliveries.release_claims(session, story, outbox.holder, services.clock())
    outbox.unrecorded.clear()


async def _send_batches(services: Services, bot: Bot, binder: Binder) -> None:
    """Claim, send, record: each batch is recorded in the transaction that claims the next."""
    outcomes: list[Outcome] = []
    parcels: list[Parcel] | None = []
    while parcels is not None:
        try:
            async with services.outbox.claiming, services.database.begin() as session:
                await deliveries.record(session, services.story.name, outcomes, services.clock())
                parcels = await _claim(services, session, binder)
        except BaseException:
            services.outbox.unrecorded += outcomes
            raise
        outcomes = await _send_all(services, bot, parcels or [])


async def _claim(services: Services, session: Session, binder: Binder) -> list[Parcel] | None:
    """The next batch, which may be all skipped; None where there is none, or none may be sent now."""
    outbox, story, now = services.outbox, services.story.name, services.clock()
    if outbox.closing or services.limiter.halt_remaining():
        return None
    if not await holds_lease(session, story, outbox.holder):
        return None
    # What a killed process had claimed is uncertain: about a second's worth, and no more.
    rate = services.settings.send_rate
    limit = min(_MOST_AT_ONCE, max(1, round(rate / _LANES))) if rate else _MOST_AT_ONCE
    batch = await deliveries.claim_pending(session, story, outbox.holder, now, limit)
    if not batch:
        return None
    parcels, skipped = await binder.bind(session, batch, now)
    await deliveries.record(session, story, skipped, now)
    return parcels


async def _send_all(services: Services, bot: Bot, parcels: list[Parcel]) -> list[Outcome]:
    """All of them to their end, whatever happens to one: what is sent has to be recorded."""
    outcomes: list[Outcome] = []
    waiting = iter(parcels)

    async def work() -> None:
        for parcel in waiting:
            outcome = await _send(services, bot, parcel)
            outcomes.append(outcome)

    try:
        await asyncio.gather(*(work() for _ in range(_IN_FLIGHT)))
    except BaseException:  # cancelled: what has no outcome may have arrived
        known = {outcome.delivery.id for outcome in outcomes}
        lost = [each.delivery for each in parcels if each.delivery.id not in known]
        cut = [Outcome(delivery, DeliveryState.UNCERTAIN, error="cut off while sending") for delivery in lost]
        services.outbox.unrecorded += outcomes + cut
        raise
    return outcomes


async def _send(services: Services, bot: Bot, parcel: Parcel) -> Outcome:
    try:
        return await _post(services, bot, parcel)
    except TelegramError as error:
        try:
            return await _settle(services, parcel, error)
        except DatabaseError:  # nothing was sent: what the chat said of itself, it will say again
            return _put_back(parcel.delivery, services.clock(), error)
    except Exception:  # whatever it is, the others of the batch have to be recorded
        _LOGGER.exception("Delivery %d", parcel.delivery.id)
        return Outcome(parcel.delivery, DeliveryState.UNCERTAIN, error="see the log")


async def _post(services: Services, bot: Bot, parcel: Parcel) -> Outcome:
    edition, refused = parcel.edition, services.outbox.refused
    message_id = await _send_rich(services, bot, parcel)
    if message_id is not None:
        return Outcome(parcel.delivery, DeliveryState.SENT, edition, message_id)
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


async def _send_rich(services: Services, bot: Bot, parcel: Parcel) -> int | None:
    reader, reply_to = parcel.delivery.subscriber, parcel.delivery.reply_to
    return await send_rich(
        bot,
        services.outbox,
        parcel.edition.rich,
        Urgency.BROADCAST,
        chat_id=reader.chat_id,
        message_thread_id=reader.thread_id,
        reply_parameters={"message_id": reply_to, "allow_sending_without_reply": True} if reply_to else None,
        allow_paid_broadcast=services.settings.paid_broadcast or None,
        reply_markup=parcel.edition.keyboard,
    )


async def _send_text(
    services: Services, bot: Bot, parcel: Parcel, text: str, parse_mode: ParseMode | None = None
) -> int:
    reader, reply_to = parcel.delivery.subscriber, parcel.delivery.reply_to
    sent = await bot.send_message(
        reader.chat_id,
        text,
        parse_mode=parse_mode,
        message_thread_id=reader.thread_id,
        reply_parameters=ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None,
        allow_paid_broadcast=services.settings.paid_broadcast or None,
        rate_limit_args=Urgency.BROADCAST,
        # As JSON: python-telegram-bot would turn the same objects into it for every message.
        api_kwargs={"reply_markup": parcel.edition.keyboard, "link_preview_options": _NO_PREVIEW},
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
            correcting = delivery.kind is DeliveryKind.CORRECTION
            failed = Outcome(delivery, DeliveryState.FAILED, error=error.message)
            return _put_back(delivery, ON_RETURN, error) if correcting else failed
        case Verdict.UNCERTAIN:
            return Outcome(delivery, DeliveryState.UNCERTAIN, parcel.edition, error=error.message)
        case _:
            return Outcome(delivery, DeliveryState.FAILED, error=error.message)


def _put_back(delivery: Delivery, not_before: datetime, error: TelegramError) -> Outcome:
    return Outcome(delivery, DeliveryState.PENDING, error=error.message, not_before=not_before)
