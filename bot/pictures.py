"""Pictures and printed briefings on their way: drawn once, and sent to all who ask for the same."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from telegram.constants import ChatAction
from telegram.error import BadRequest, Forbidden

from bot import notices
from bot.answers import Desk, answer_figures, answer_timeline, gather
from bot.cards import Theme, draw_figures, draw_timeline, fingerprint, print_paper
from bot.context import Context
from bot.illustrations import draw_up_figures, draw_up_timeline, lay_out_paper
from bot.keyboards import picture_keyboard
from bot.written import Days

_LOGGER = logging.getLogger(__name__)

_Draw = Callable[[], bytes]
_Post = Callable[[str | bytes], Awaitable[str]]


async def send_picture(context: Context, name: str, days: Days | None, theme: Theme) -> None:
    """Send a picture of the timeline (of some days of it) or of the figures; where that fails, the same as text."""
    desk = await gather(context.services, context.place)
    key, draw = _draw_up(desk, name, days, theme)
    caption = notices.caption_picture(desk.press.manner, name, picture_keyboard(name, days, theme))
    try:
        await _send(context, key, draw, partial(context.post_photo, caption), ChatAction.UPLOAD_PHOTO)
    except Forbidden:
        raise
    except Exception:  # whatever it is, there is the text
        _LOGGER.exception("A picture could not be sent")
        await context.reply(notices.picture_failed(desk.press.manner))
        services, place = context.services, context.place
        await context.answer(
            await (
                answer_figures(services, place) if name == "figures" else answer_timeline(services, place, days=days)
            )
        )


async def send_paper(context: Context) -> None:
    """Send the story so far as a file to be printed."""
    desk = await gather(context.services, context.place)
    paper = lay_out_paper(desk.press, desk.standing)
    caption, name = notices.caption_paper(desk.press), notices.name_paper(desk.press)
    post = partial(context.post_document, caption, name)
    await _send(context, fingerprint(paper), partial(print_paper, paper), post, ChatAction.UPLOAD_DOCUMENT)


def _draw_up(desk: Desk, name: str, days: Days | None, theme: Theme) -> tuple[str, _Draw]:
    if name == "figures":
        figures = draw_up_figures(desk.press, desk.standing.figures)
        return fingerprint(figures, theme), partial(draw_figures, figures, theme)
    timeline = draw_up_timeline(desk.press, desk.standing.updates, days)
    return fingerprint(timeline, theme), partial(draw_timeline, timeline, theme)


async def _send(context: Context, key: str, draw: _Draw, post: _Post, action: ChatAction) -> None:
    """Post what has this fingerprint: by the id that Telegram gave it, else drawn in a thread of its own."""
    if context.has_just_said(key):
        return
    album = context.services.album
    if known := album.find(key):
        try:
            await post(known)
        except BadRequest as error:
            _LOGGER.info("Telegram has a file no longer: %s", error.message)
            album.drop(key)
    if not album.find(key):
        await context.show_working(action)
        album.keep(key, await post(await asyncio.to_thread(draw)))
    context.note_said(key)
