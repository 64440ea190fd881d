"""Updates as inline mode offers them in any chat, and as they are shared there. Pure."""

from telegram import InlineQueryResultArticle, InputTextMessageContent, LinkPreviewOptions
from telegram.constants import ParseMode

from bot.keyboards.payloads import link_to_update
from bot.rendering import (
    Layout,
    Message,
    RenderContext,
    Template,
    clean,
    count,
    lay_out,
    say_event_date,
    truncate,
    write,
)
from storage.model.values import StoredUpdate

_TITLE = 90  # characters: a client shows so many


class Shared(Template):
    story_title: str
    layout: Layout
    link: str


def result(context: RenderContext, stored: StoredUpdate, username: str) -> InlineQueryResultArticle:
    """Return an update as a result of inline mode."""
    update, message = stored.update, shared_update(context, stored, username)
    when = say_event_date(update.when, context.today, context.display.months)
    outlets = count(len(update.outlets), "source") if update.outlets else ""
    return InlineQueryResultArticle(
        id=str(stored.sequence),
        title=truncate(clean(update.text), _TITLE),
        description=" · ".join(filter(None, (when, outlets))),
        input_message_content=InputTextMessageContent(
            message.text, parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
        ),
    )


def shared_update(context: RenderContext, stored: StoredUpdate, username: str) -> Message:
    """Return an update for another chat, with a link to the bot of this name."""
    link = link_to_update(username, stored.sequence)
    template = Shared(context.story.title, lay_out([("", [stored])], context), link)
    return write(template, context.display, shows=[stored.sequence])
