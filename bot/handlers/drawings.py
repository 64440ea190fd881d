"""Pictures and printed briefings on their way: drawn once, and sent to all who ask for the same."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from telegram.constants import ChatAction
from telegram.error import BadRequest, Forbidden

from bot.cards import Theme, draw_figures, draw_timeline, fingerprint, print_paper
from bot.domain.calendar import Days
from bot.handlers.context import Context
from bot.keyboards.reading import picture_keyboard
from bot.services.queries import AnswerContext, answer_figures, answer_timeline, gather
from bot.views import service_messages
from bot.views.pictures import draw_up_figures, draw_up_timeline, lay_out_paper

_LOGGER = logging.getLogger(__name__)

_Draw = Callable[[], bytes]
_Post = Callable[[str | bytes], Awaitable[str]]


async def send_picture(context: Context, name: str, days: Days | None, theme: Theme) -> None:
    """Send a picture of the timeline (of some days of it) or of the figures; where that fails, the same as text."""
    answer_context = await gather(context.services, context.place)
    key, draw = _draw_up(answer_context, name, days, theme)
    caption = service_messages.caption_picture(
        answer_context.context.display, name, picture_keyboard(name, days, theme)
    )
    try:
        await _send(context, key, draw, partial(context.post_photo, caption), ChatAction.UPLOAD_PHOTO)
    except Forbidden:
        raise
    except Exception:  # whatever it is, there is the text
        _LOGGER.exception("A picture could not be sent")
        await context.reply(service_messages.picture_failed(answer_context.context.display))
        services, place = context.services, context.place
        await context.answer(
            await (
                answer_figures(services, place) if name == "figures" else answer_timeline(services, place, days=days)
            )
        )


async def send_paper(context: Context) -> None:
    """Send the story so far as a file to be printed."""
    answer_context = await gather(context.services, context.place)
    paper = lay_out_paper(answer_context.context, answer_context.snapshot)
    caption, name = (
        service_messages.caption_paper(answer_context.context),
        service_messages.name_paper(answer_context.context),
    )
    post = partial(context.post_document, caption, name)
    await _send(context, fingerprint(paper), partial(print_paper, paper), post, ChatAction.UPLOAD_DOCUMENT)


def _draw_up(answer_context: AnswerContext, name: str, days: Days | None, theme: Theme) -> tuple[str, _Draw]:
    if name == "figures":
        figures = draw_up_figures(answer_context.context, answer_context.snapshot.figures)
        return fingerprint(figures, theme), partial(draw_figures, figures, theme)
    timeline = draw_up_timeline(answer_context.context, answer_context.snapshot.updates, days)
    return fingerprint(timeline, theme), partial(draw_timeline, timeline, theme)


async def _send(context: Context, key: str, draw: _Draw, post: _Post, action: ChatAction) -> None:
    """Post what has this fingerprint: by the id that Telegram gave it, else drawn in a thread of its own."""
    if context.has_just_said(key):
        return
    file_ids = context.services.file_ids
    if known := file_ids.find(key):
        try:
            await post(known)
        except BadRequest as error:
            _LOGGER.info("Telegram has a file no longer: %s", error.message)
            file_ids.drop(key)
    if not file_ids.find(key):
        await context.show_working(action)
        file_ids.keep(key, await post(await asyncio.to_thread(draw)))
    context.note_said(key)
