"""Pictures of the timeline and the figures, and the printed briefing: each is drawn once, and sent again by its id."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from telegram.constants import ChatAction
from telegram.error import BadRequest, Forbidden

from bot.cards import Theme, draw_figures, draw_timeline, fingerprint, print_paper
from bot.domain.calendar import Days
from bot.handlers.conversation import Conversation
from bot.keyboards.payloads import unpack_days
from bot.keyboards.reading import picture_keyboard
from bot.services.answer_context import AnswerContext, read_answer_context
from bot.services.queries import answer_figures, answer_timeline
from bot.views import service_messages
from bot.views.pictures import briefing_paper, figures_card, timeline_card

_LOGGER = logging.getLogger(__name__)

_Draw = Callable[[], bytes]
_Post = Callable[[str | bytes], Awaitable[str]]


async def press_picture(chat: Conversation) -> None:
    """Send a picture of the timeline or the figures; under a picture, replace it. If it fails, send the text."""
    name, span, theme = await chat.take_press()
    days = unpack_days(span)
    asked = await read_answer_context(chat.services, chat.place)
    keyboard = picture_keyboard(name, days, theme)
    caption = service_messages.caption_picture(asked.context.display, name, keyboard)
    key, draw = _prepare(asked, name, days, Theme(theme))
    try:
        await _send(chat, key, draw, partial(chat.post_photo, caption), ChatAction.UPLOAD_PHOTO)
    except Forbidden:
        raise
    except Exception:  # whatever failed, the text can be sent
        _LOGGER.exception("Picture not sent")
        await chat.reply(service_messages.picture_failed(asked.context.display))
        await _send_as_text(chat, name, days)


async def briefing(chat: Conversation) -> None:
    """Send the story so far as a file for printing."""
    asked = await read_answer_context(chat.services, chat.place)
    paper = briefing_paper(asked.context, asked.snapshot)
    caption, name = service_messages.caption_paper(asked.context), service_messages.name_paper(asked.context)
    post = partial(chat.post_document, caption, name)
    await _send(chat, fingerprint(paper), partial(print_paper, paper), post, ChatAction.UPLOAD_DOCUMENT)


async def _send_as_text(chat: Conversation, name: str, days: Days | None) -> None:
    if name == "figures":
        await chat.answer(await answer_figures(chat.services, chat.place))
    else:
        await chat.answer(await answer_timeline(chat.services, chat.place, days=days))


def _prepare(asked: AnswerContext, name: str, days: Days | None, theme: Theme) -> tuple[str, _Draw]:
    """Return the fingerprint of a picture, and the function that draws it."""
    if name == "figures":
        figures = figures_card(asked.context, asked.snapshot.figures)
        return fingerprint(figures, theme), partial(draw_figures, figures, theme)
    timeline = timeline_card(asked.context, asked.snapshot.updates, days)
    return fingerprint(timeline, theme), partial(draw_timeline, timeline, theme)


async def _send(chat: Conversation, key: str, draw: _Draw, post: _Post, action: ChatAction) -> None:
    """Post the file of this fingerprint: by its id if Telegram has it, else drawn in a thread."""
    if chat.was_just_sent(key):
        return
    file_ids = chat.services.file_ids
    if known := file_ids.find(key):
        try:
            await post(known)
        except BadRequest as error:
            _LOGGER.info("File id refused; the file is drawn again: %s", error.message)
            file_ids.drop(key)
    if not file_ids.find(key):
        await chat.show_working(action)
        file_ids.keep(key, await post(await asyncio.to_thread(draw)))
    chat.note_sent(key)
