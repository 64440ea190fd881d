"""Sending: claim, commit, send, record. No transaction is open while a request to Telegram is under way."""

import asyncio
import logging
from datetime import datetime, timedelta

from telegram import ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, RetryAfter, TelegramError

from bot.core.container import Services
from bot.delivery.editions import ON_RETURN, EditionBuilder, PreparedDelivery
from bot.delivery.leader_election import take_lead
from bot.delivery.operator_alerts import tell_operators
from bot.delivery.recording import catch_up
from bot.domain.trouble import Trouble
from bot.rendering.html import split_plain
from bot.telegram.answers import LONGEST_WAIT_S, require_message_id
from bot.telegram.rate_limiter import Bot, Urgency, seconds_of
from bot.telegram.rich_messages import send_rich
from bot.telegram.send_errors import SendFailure, classify
from bot.views.newsroom import report_refused_edition
from storage.engine.database import Session
from storage.model.values import Delivery, DeliveryKind, DeliveryState, Outcome
from storage.outbox import claims, deliveries
from storage.outbox.leases import holds_lease
from storage.subscribers import accounts

_LOGGER = logging.getLogger(__name__)

# While one lane sends its batch, the other records its batch and claims the next one.
_LANES = 2
_MOST_AT_ONCE = 400
_IN_FLIGHT = 16  # requests of a lane at a time; more are slower
_NO_PREVIEW = '{"is_disabled": true}'
_RETRY = timedelta(minutes=1)
_LONGEST_RETRY = 15  # times _RETRY, while something on the way refuses a chat
_MOVES_AT_ONCE = 2  # of a group that migrated
_EXPECTED = {SendFailure.RATE_LIMITED, SendFailure.CHAT_UNREACHABLE, SendFailure.CHAT_MIGRATED}


async def deliver_pending(services: Services, bot: Bot) -> None:
    """Send pending deliveries until none is left, until Telegram answers 429, or until the process closes.

    If another process holds the lease, do nothing. Only one call may run at a time.

    :raises DatabaseError: the next call then records the outcomes of the messages that were sent.
    """
    if not await take_lead(services):
        services.sender_state.has_lapsed = True
        return
    await catch_up(services)
    builder = EditionBuilder(services)
    # Each lane runs to its end, even if the other fails: what is sent has to be recorded.
    lanes = (_send_batches(services, bot, builder) for _ in range(_LANES))
    for result in await asyncio.gather(*lanes, return_exceptions=True):
        if isinstance(result, BaseException):
            raise result


async def _send_batches(services: Services, bot: Bot, builder: EditionBuilder) -> None:
    """Claim, send and record batches. The transaction that records a batch claims the next one."""
    outcomes: list[Outcome] = []
    prepared: list[PreparedDelivery] | None = []
    while prepared is not None:
        try:
            async with services.sender_state.claiming, services.database.begin() as session:
                await deliveries.record(session, services.story.name, outcomes, services.clock())
                prepared = await _claim(services, session, builder)
        except BaseException:
            services.sender_state.unrecorded += outcomes
            raise
        outcomes = await _send_all(services, bot, prepared or [])


async def _claim(services: Services, session: Session, builder: EditionBuilder) -> list[PreparedDelivery] | None:
    """Claim the next batch, of which all may be skipped; return None if there is none, or none may be sent now."""
    sender_state, story, now = services.sender_state, services.story.name, services.clock()
    if sender_state.closing or services.limiter.halt_remaining() or sender_state.brake.remaining():
        return None
    if not await holds_lease(session, story, sender_state.holder):
        sender_state.has_lapsed = True
        return None
    # The claims of a killed process become uncertain. So a batch holds what is sent in about a second.
    rate = services.settings.send_rate
    limit = min(_MOST_AT_ONCE, max(1, round(rate / _LANES))) if rate else _MOST_AT_ONCE
    batch = await claims.claim_pending(session, story, sender_state.holder, now, limit)
    if not batch:
        return None
    prepared, skipped = await builder.build(session, batch, now)
    await deliveries.record(session, story, skipped, now)
    return prepared


async def _send_all(services: Services, bot: Bot, prepared: list[PreparedDelivery]) -> list[Outcome]:
    """Send all deliveries, whatever happens to one of them: what is sent has to be recorded."""
    outcomes: list[Outcome] = []
    waiting = iter(prepared)

    async def work() -> None:
        for each in waiting:
            outcome = await _send(services, bot, each)
            outcomes.append(outcome)

    workers = [asyncio.create_task(work()) for _ in range(_IN_FLIGHT)]
    try:
        # All of them end before anybody decides what is lost: none may send beside the recording.
        await asyncio.gather(*workers)
    except BaseException:  # cancelled: a delivery without an outcome may have arrived
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        known = {outcome.delivery.id for outcome in outcomes}
        lost = [each.delivery for each in prepared if each.delivery.id not in known]
        reason = "the process was stopped while sending"
        cut = [Outcome(delivery, DeliveryState.UNCERTAIN, error=reason) for delivery in lost]
        services.sender_state.unrecorded += outcomes + cut
        raise
    return outcomes


async def _send(services: Services, bot: Bot, prepared: PreparedDelivery) -> Outcome:
    """Send a delivery and return its outcome, whatever happens: the others of the batch have to be recorded."""
    try:
        outcome = await _post(services, bot, prepared)
    except TelegramError as error:
        try:
            return await _settle(services, prepared, error)
        except Exception as trouble:  # noqa: BLE001 - nothing was sent: the next attempt meets the same error
            services.troubles.note_error(trouble, "recording")
            return _put_back(prepared.delivery, services.clock() + _RETRY, error)
    except Exception as error:
        count = services.sender_state.failures.count(repr(type(error)))
        if count:
            _LOGGER.exception(
                "Delivery %d failed unexpectedly (%d such since the last line)", prepared.delivery.id, count
            )
        return Outcome(prepared.delivery, DeliveryState.UNCERTAIN, error="unexpected error: see the log")
    if outcome.state is DeliveryState.SENT:
        services.sender_state.brake.note(refused=False)
    return outcome


async def _post(services: Services, bot: Bot, prepared: PreparedDelivery) -> Outcome:
    edition, refused = prepared.edition, services.sender_state.refused_editions
    message_id = await _send_rich(services, bot, prepared)
    if message_id is not None:
        return Outcome(prepared.delivery, DeliveryState.SENT, edition, message_id)
    if edition.id not in refused:
        try:
            message_id = await _send_text(services, bot, prepared, edition.text, ParseMode.HTML)
        except BadRequest as error:
            if classify(error) is not SendFailure.BAD_MARKUP:
                raise
            if edition.id not in refused:
                refused.add(edition.id)
                await tell_operators(services, bot, report_refused_edition(edition.id, error.message))
        else:
            return Outcome(prepared.delivery, DeliveryState.SENT, edition, message_id)
    first, *others = split_plain(edition.text)
    message_id = await _send_text(services, bot, prepared, first)
    try:
        for text in others:
            await _send_text(services, bot, prepared, text)
    except TelegramError as error:  # the first part has arrived
        return Outcome(prepared.delivery, DeliveryState.UNCERTAIN, error=error.message)
    return Outcome(prepared.delivery, DeliveryState.SENT, edition, message_id)


async def _send_rich(services: Services, bot: Bot, prepared: PreparedDelivery) -> int | None:
    reader, reply_to = prepared.delivery.subscriber, prepared.delivery.reply_to
    return await send_rich(
        bot,
        services.rich_support,
        prepared.edition.rich,
        Urgency.BROADCAST,
        chat_id=reader.chat_id,
        message_thread_id=reader.thread_id,
        reply_parameters={"message_id": reply_to, "allow_sending_without_reply": True} if reply_to else None,
        allow_paid_broadcast=services.settings.paid_broadcast or None,
        reply_markup=prepared.edition.keyboard,
    )


async def _send_text(
    services: Services, bot: Bot, prepared: PreparedDelivery, text: str, parse_mode: ParseMode | None = None
) -> int:
    reader, reply_to = prepared.delivery.subscriber, prepared.delivery.reply_to
    sent = await bot.send_message(
        reader.chat_id,
        text,
        parse_mode=parse_mode,
        message_thread_id=reader.thread_id,
        reply_parameters=ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None,
        allow_paid_broadcast=services.settings.paid_broadcast or None,
        rate_limit_args=Urgency.BROADCAST,
        # As JSON, because python-telegram-bot would serialize the same objects for every message.
        api_kwargs={"reply_markup": prepared.edition.keyboard, "link_preview_options": _NO_PREVIEW},
    )
    return require_message_id(sent.message_id)


async def _settle(services: Services, prepared: PreparedDelivery, error: TelegramError) -> Outcome:
    """Return the outcome of a delivery whose sending failed."""
    failure, now, delivery = classify(error), services.clock(), prepared.delivery
    _log_failure(services, delivery, failure, error)
    match failure:
        case SendFailure.RATE_LIMITED if isinstance(error, RetryAfter):
            return _put_back(delivery, now + timedelta(seconds=min(seconds_of(error), LONGEST_WAIT_S)), error)
        case SendFailure.NOT_SENT:
            return _put_back(delivery, now + _RETRY, error)
        case SendFailure.CHAT_MIGRATED if isinstance(error, ChatMigrated):
            async with services.database.begin() as session:
                await accounts.move(session, delivery.subscriber.id, error.new_chat_id, now)
            # A server that names a new chat again and again must not be asked at once for ever.
            return _put_back(delivery, now if delivery.attempts <= _MOVES_AT_ONCE else now + _RETRY, error)
        case SendFailure.CHAT_UNREACHABLE | SendFailure.WAY_REFUSED:
            return await _settle_refused(services, delivery, failure, error)
        case SendFailure.UNCERTAIN:
            return Outcome(delivery, DeliveryState.UNCERTAIN, prepared.edition, error=error.message)
        case _:
            return Outcome(delivery, DeliveryState.FAILED, error=error.message)


async def _settle_refused(
    services: Services, delivery: Delivery, failure: SendFailure, error: TelegramError
) -> Outcome:
    """Set the subscriber aside whose chat is gone, unless many chats refuse the bot at once."""
    brake, now = services.sender_state.brake, services.clock()
    if brake.note(refused=True):
        _LOGGER.warning("Many chats refuse the bot at once: sending stops for %.0f s", brake.remaining())
        services.troubles.note(Trouble.REFUSALS, error.message, lasts=brake.remaining())
    if hold := brake.remaining():
        return _put_back(delivery, now + timedelta(seconds=hold), error)
    if failure is SendFailure.WAY_REFUSED:
        return _put_back(delivery, now + _RETRY * min(delivery.attempts, _LONGEST_RETRY), error)
    async with services.database.begin() as session:
        await accounts.set_aside(session, delivery.subscriber.id)
    if delivery.kind is DeliveryKind.CORRECTION:
        return _put_back(delivery, ON_RETURN, error)
    return Outcome(delivery, DeliveryState.FAILED, error=error.message)


def _log_failure(services: Services, delivery: Delivery, failure: SendFailure, error: TelegramError) -> None:
    """Log a failure; of many that are equal, the first and then one every ten minutes."""
    level = logging.INFO if failure in _EXPECTED else logging.WARNING
    if count := services.sender_state.failures.count(f"{failure.name} {error.message[:40]}"):
        more = f"; {count} such since the last line" if count > 1 else ""
        _LOGGER.log(level, "Delivery %d failed: %s (%s)%s", delivery.id, failure.name, error.message, more)


def _put_back(delivery: Delivery, not_before: datetime, error: TelegramError) -> Outcome:
    return Outcome(delivery, DeliveryState.PENDING, error=error.message, not_before=not_before)
