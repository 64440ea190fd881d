"""What administrators do besides corrections: ingest articles, preview the digest, write to all readers."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from telegram import (
    Document,
    Message,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)
from telegram.error import TelegramError

from bot.core.container import Services
from bot.delivery.editions import preview_digests
from bot.domain.chat import Place
from bot.domain.intake import Report
from bot.rendering import Answer
from bot.services.answer_context import read_answer_context
from bot.services.ingest import check_file, take_in
from bot.views import newsroom as newsroom_views
from briefings.io.contents import Contents, Fault, ReadingError
from briefings.io.loader import read_file
from briefings.model import Article
from storage.outbox import broadcasts

_LOGGER = logging.getLogger(__name__)

Download = Callable[[Document], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class _Origin:
    """The original author of a forwarded message, its time and its URL."""

    outlet: str | None
    moment: datetime
    url: str | None = None


async def read_material(services: Services, message: Message, download: Download) -> Contents:
    """Return the articles of a file, or the forwarded message as an article; and which lines of a file are none.

    :raises ReadingError: if the message is neither a file nor forwarded, or nothing of it can be read.
    """
    zone, origin = services.story.zone, _find_origin(message)
    outlet, moment = (origin.outlet, origin.moment) if origin else (None, None)
    if document := message.document:
        name = document.file_name or ""
        check_file(name, document.file_size or 0)
        try:
            data = await download(document)
        except TelegramError as error:
            raise ReadingError(f"cannot be fetched: {error.message}", Fault.FETCH) from error
        check_file(name, len(data))
    else:
        if origin is None:
            raise ReadingError("is neither a file nor forwarded", Fault.KIND)
        name, data = "forwarded.txt", (message.text or message.caption or "").encode()
    # In a thread: a file may take seconds, and other readers must not wait for it.
    contents = await asyncio.to_thread(read_file, data, name, outlet=outlet, published=moment, zone=zone)
    if contents.bad_lines and not contents.articles:
        raise contents.bad_lines[0]
    url = origin.url if origin else None
    return replace(contents, articles=tuple(replace(each, url=each.url or url) for each in contents.articles))


async def offer(services: Services, message: Message, download: Download) -> Answer:
    """Ask an administrator whether a file or a forwarded message is to be ingested."""
    display = services.settings.display
    try:
        contents = await read_material(services, message, download)
    except ReadingError as error:
        return Answer([newsroom_views.refuse_material(error.fault, display)])
    left_out = contents.left_out
    return Answer(
        [newsroom_views.ask_to_ingest(contents.articles, left_out, services.clock(), message.message_id, display)]
    )


async def ingest(services: Services, place: Place, message: Message | None, download: Download) -> Answer:
    """Ingest a file or a forwarded message, and report what changed."""
    display = services.settings.display
    if message is None:
        return Answer([newsroom_views.explain_ingest(display)])
    try:
        contents = await read_material(services, message, download)
    except ReadingError as error:
        return Answer([newsroom_views.refuse_material(error.fault, display)])
    report = await take_in(services, _include_a_single(contents.articles))
    return await _report(services, place, report)


async def preview(services: Services) -> Answer:
    """Return the digest that most readers would get now."""
    audiences = await preview_digests(services)
    display = services.settings.display
    if not audiences:
        return Answer([newsroom_views.nothing_goes_out(display)])
    total = sum(audience.readers for audience in audiences)
    first = audiences[0]
    return Answer([newsroom_views.introduce_preview(first.readers, total, len(audiences), display), first.digest])


async def propose_broadcast(services: Services, author: int, text: str) -> Answer:
    """Show a broadcast and the number of its readers, and ask the administrator to confirm it."""
    display, story = services.settings.display, services.story
    lines = newsroom_views.split_lines(text)
    if not newsroom_views.fits(lines):
        return Answer([newsroom_views.refuse_broadcast(display)])
    async with services.database.begin() as session:
        number = await broadcasts.propose(session, story.name, "\n".join(lines), author, services.clock())
        addressees = await broadcasts.count_addressees(session, story.name)
    return Answer([newsroom_views.ask_to_broadcast(story, lines, number, addressees, display)])


async def broadcast(services: Services, number: int) -> Answer:
    """Send the confirmed broadcast."""
    async with services.database.begin() as session:
        planned = await broadcasts.confirm(session, services.story.name, number, services.clock())
    return Answer([newsroom_views.confirm_broadcast(planned, services.settings.display)])


async def _report(services: Services, place: Place, report: Report) -> Answer:
    asked = await read_answer_context(services, place)
    added = [asked.snapshot.by_number[sequence] for sequence in report.changes.added]
    return Answer([newsroom_views.report_intake(asked.context, report, added)])


def _include_a_single(articles: Sequence[Article]) -> Sequence[Article]:
    """Include an article that was handed in alone, whatever it is about: whoever did so has read it."""
    return [replace(articles[0], included=True)] if len(articles) == 1 else articles


def _find_origin(message: Message) -> _Origin | None:
    origin = message.forward_origin
    match origin:
        case MessageOriginChannel(chat=chat, message_id=number):
            return _Origin(chat.title, origin.date, f"https://t.me/{chat.username}/{number}" if chat.username else None)
        case MessageOriginChat(sender_chat=chat):
            return _Origin(chat.title, origin.date)
        case MessageOriginUser(sender_user=user):
            return _Origin(user.full_name, origin.date)
        case MessageOriginHiddenUser(sender_user_name=name):
            return _Origin(name, origin.date)
    return None
