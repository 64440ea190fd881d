"""The table of commands, the table of buttons, and who answers everything else.

To add a command, add a row to COMMANDS, its function, and its wording in ``templates/wording.toml``.
A topic of the story needs no row.
"""

import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from telegram import MessageEntity, Update
from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.cards import Theme
from bot.core.container import Services
from bot.handlers import admin, browse, errors, inline, pictures, privacy, settings, subscription
from bot.handlers.context import App, Context
from bot.handlers.conversation import Conversation, Handler
from bot.handlers.guards import Who, acknowledge_first, guard, open_from_channel
from bot.handlers.request import parse_request
from bot.input.commands import Command, find_command, list_admin_commands, list_commands
from bot.input.parsing import list_zones
from bot.keyboards import callback_data
from bot.keyboards import settings as settings_keyboards
from bot.keyboards.payloads import SEQUENCES, read_payload
from bot.services.queries import answer_link
from bot.sources import chat as feeds_in_chat
from bot.views.settings import PAGES
from briefings.story import Story
from storage.model.values import Digits, Format, Months

_Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]

_PAGED = frozenset({"timeline", "sources"})  # besides the topics
_NUMBER = "([1-9][0-9]{0,8})"
_SPAN = "[0-9]{8}-[0-9]{8}"
_WRITTEN = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST  # not edited later
_PRIVATE = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL
_GROUPS = filters.UpdateType.MESSAGE & filters.ChatType.GROUPS
_WORDS = filters.TEXT & ~filters.COMMAND


@dataclass(frozen=True, slots=True)
class Row:
    """A command: its handler, who may use it, and whether a link may run it.

    A link may show something. It may not change what a reader gets: nobody is to lose a digest by following a link.
    """

    name: str
    handler: Handler
    who: Who = Who.ANYBODY
    linkable: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """Buttons: their handler, the pattern of their data, and who may press them."""

    handler: Handler
    pattern: str
    who: Who = Who.ANYBODY


async def start(chat: Conversation) -> None:
    """Subscribe the chat; run the command that the link names."""
    link = read_payload(chat.words)
    await subscription.start(chat, link)
    if link is None or link.command is None:
        return
    command = next((each for each in list_commands(chat.services.story) if each.name == link.command), None)
    row = find_row(command) if command else None
    if row and row.linkable:
        await guard(row.handler, row.who)(chat.with_arguments(""))
    else:
        await chat.answer(await answer_link(chat.services, chat.place, link))


COMMANDS = {
    row.name: row
    for row in (
        Row("new", browse.new, linkable=True),
        Row("timeline", browse.timeline, linkable=True),
        Row("figures", browse.figures, linkable=True),
        Row("briefing", pictures.briefing, linkable=True),
        Row("search", browse.search, linkable=True),
        Row("sources", browse.sources, linkable=True),
        Row("time", settings.time, Who.MANAGER),
        Row("zone", settings.zone, Who.MANAGER),
        Row("alerts", settings.alerts, Who.MANAGER),
        Row("quiet", settings.quiet, Who.MANAGER),
        Row("pause", settings.pause, Who.MANAGER),
        Row("settings", settings.settings, Who.MANAGER, linkable=True),
        Row("mydata", privacy.mydata, Who.MANAGER),
        Row("forget", privacy.forget, Who.MANAGER),
        Row("help", browse.help_, linkable=True),
        Row("start", start, Who.MANAGER),
        Row("stop", subscription.stop, Who.MANAGER),
        Row("stats", admin.stats, Who.ADMIN),
        Row("ingest", admin.ingest, Who.ADMIN),
        Row("feeds", admin.feeds, Who.ADMIN),
        Row("preview", admin.preview, Who.ADMIN),
        Row("broadcast", admin.broadcast, Who.ADMIN),
        Row("retract", admin.retract, Who.ADMIN),
        Row("amend", admin.amend, Who.ADMIN),
    )
}


def list_buttons(story: Story) -> tuple[Button, ...]:
    """Return the buttons of all messages, besides those that run a command."""
    return (*_list_reading_buttons(story), *_list_settings_buttons(story), *_list_confirmations())


def _list_reading_buttons(story: Story) -> tuple[Button, ...]:
    paged = "|".join(command.name for command in list_commands(story) if command.topic or command.name in _PAGED)
    return (
        Button(browse.press_page, rf"{callback_data.PAGE}:({paged}):([0-9]{{1,3}})"),
        Button(browse.press_quotes, rf"{callback_data.QUOTES}:({SEQUENCES})"),
        Button(browse.press_quotes_page, rf"{callback_data.QUOTES_PAGE}:({SEQUENCES}):([0-9]{{1,2}})"),
        Button(browse.press_details, rf"{callback_data.DETAILS}:({SEQUENCES})"),
        Button(browse.press_details_page, rf"{callback_data.DETAILS_PAGE}:({SEQUENCES}):([0-9]{{1,3}})"),
        Button(browse.press_choose_day, rf"{callback_data.CHOOSE_DAY}:([0-9]{{1,3}})"),
        Button(browse.press_days, rf"{callback_data.DAYS}:({_SPAN}):([0-9]{{1,3}})"),
        Button(pictures.press_picture, rf"{callback_data.PICTURE}:(timeline|figures):({_SPAN}|):({'|'.join(Theme)})"),
    )


def _list_settings_buttons(story: Story) -> tuple[Button, ...]:
    hours = "|".join(f"{hour:%H:%M}" for hour in settings_keyboards.HOURS_OFFERED)
    spans = "|".join(f"{begin:%H:%M}-{end:%H:%M}" for begin, end in settings_keyboards.QUIET_OFFERED)
    pauses = "|".join(map(str, settings_keyboards.PAUSES_OFFERED))
    keys = "|".join(topic.key for topic in story.topics)
    looks = "|".join(each for choices in (Digits, Months, Format) for each in choices)
    zones = "|".join(map(re.escape, sorted(list_zones())))
    return (
        Button(subscription.press_topic, rf"{callback_data.TOPIC}:({keys})", Who.MANAGER),
        Button(subscription.press_offer_hours, callback_data.HOURS, Who.MANAGER),
        Button(subscription.press_hour, rf"{callback_data.HOUR}:({hours})", Who.MANAGER),
        Button(subscription.press_back, callback_data.BACK, Who.MANAGER),
        Button(settings.press_page, rf"{callback_data.OPEN}:({'|'.join(PAGES)})", Who.MANAGER),
        Button(settings.press_nothing_new, rf"settings:{callback_data.NOTHING_NEW}", Who.MANAGER),
        Button(settings.press_look, rf"look:({looks})", Who.MANAGER),
        Button(settings.press_topic, rf"topics:({keys})", Who.MANAGER),
        Button(settings.press_hour, rf"time:({hours})", Who.MANAGER),
        Button(settings.press_zone, rf"zone:({zones})", Who.MANAGER),
        Button(settings.press_alert, rf"alerts:({keys})", Who.MANAGER),
        Button(settings.press_quiet, rf"quiet:({spans}|{callback_data.NONE})", Who.MANAGER),
        Button(settings.press_pause, rf"pause:({pauses}|{callback_data.NONE})", Who.MANAGER),
        Button(privacy.press_forget, callback_data.FORGET, Who.MANAGER),
    )


def _list_confirmations() -> tuple[Button, ...]:
    return (
        Button(admin.press_retract, rf"retract:{_NUMBER}", Who.ADMIN),
        Button(admin.press_amend, rf"amend:{_NUMBER}", Who.ADMIN),
        Button(admin.press_broadcast, rf"broadcast:{_NUMBER}", Who.ADMIN),
        Button(admin.press_ingest, rf"ingest:{_NUMBER}", Who.ADMIN),
        Button(admin.press_feeds_page, r"p:feeds:([0-9]{1,4})", Who.ADMIN),
        Button(admin.press_feed, rf"({'|'.join(feeds_in_chat.ACTIONS)}):{_NUMBER}", Who.ADMIN),
    )


def add_handlers(app: App, services: Services) -> None:
    """Register everything that the bot answers."""
    story = services.story
    admins = _PRIVATE & filters.User(services.settings.admin_ids)
    for command in (*list_admin_commands(), *list_commands(story)):
        row = find_row(command)
        allowed = (
            admins if row.who is Who.ADMIN else _WRITTEN
        )  # for others, the commands of administrators do not exist
        app.add_handler(CommandHandler(row.name, _answering(guard(row.handler, row.who)), filters=allowed))
    _add_buttons(app, story)
    material = admins & (filters.Document.ALL | filters.FORWARDED)
    app.add_handler(MessageHandler(material, _answering(admin.offer_ingest)))
    app.add_handler(MessageHandler(_PRIVATE & filters.LOCATION, _answering(settings.zone_of_location)))
    app.add_handler(MessageHandler(_PRIVATE & _WORDS, _answering(reply_to_words)))
    app.add_handler(MessageHandler(_PRIVATE, _answering(browse.words)))
    # In a group the bot answers only if it is mentioned. In a channel only words that mean a command count.
    mentioning = _GROUPS & _WORDS & filters.Entity(MessageEntity.MENTION)
    app.add_handler(MessageHandler(mentioning, _answering(reply_to_mention)))
    app.add_handler(MessageHandler(filters.UpdateType.CHANNEL_POST & _WORDS, _answering(reply_to_command_words)))
    app.add_handler(InlineQueryHandler(inline.offer_results))
    membership = _answering(subscription.note_membership)
    app.add_handler(ChatMemberHandler(membership, ChatMemberHandler.MY_CHAT_MEMBER))
    app.add_error_handler(errors.report_failure)


def _add_buttons(app: App, story: Story) -> None:
    """Register the buttons; a press that matches none of them is stale or forged."""
    app.add_handler(errors.EmptyPressHandler(errors.refuse_press))
    for row in map(find_row, (*list_commands(story), *list_admin_commands())):
        press = guard(acknowledge_first(row.handler), row.who)
        press = press if row.who is Who.ADMIN else open_from_channel(press)
        app.add_handler(CallbackQueryHandler(_answering(press), rf"{callback_data.RUN}:{row.name}\Z"))
    for button in list_buttons(story):
        press = guard(button.handler, button.who)
        press = open_from_channel(press) if button.who is Who.ANYBODY else press
        app.add_handler(CallbackQueryHandler(_answering(press), rf"{button.pattern}\Z"))
    app.add_handler(CallbackQueryHandler(errors.refuse_press))


def find_row(command: Command) -> Row:
    """Return the row of a command; anybody may read a topic."""
    if command.topic:
        return Row(command.name, browse.topic(command.topic), linkable=True)
    return COMMANDS[command.name]


async def reply_to_words(chat: Conversation) -> None:
    """Run the command that Arabic words mean; search for other words."""
    if not await _run_command(chat):
        await browse.words(chat)


async def reply_to_command_words(chat: Conversation) -> None:
    """Run the command that Arabic words mean; ignore other words."""
    await _run_command(chat)


async def reply_to_mention(chat: Conversation) -> None:
    """Answer words in a group that mention the bot."""
    message = chat.request.update.effective_message
    mentions = message.parse_entities([MessageEntity.MENTION]).values() if message else ()
    if f"@{chat.bot.username}" in mentions:
        await reply_to_words(chat)


async def _run_command(chat: Conversation) -> bool:
    """Run the command that Arabic words mean; return whether they mean one."""
    commands, text = list_commands(chat.services.story), chat.request.text
    if chat.is_from_admin:
        commands, text = (*list_admin_commands(), *commands), chat.request.whole_text
    found = find_command(text, commands)
    if found is None:
        return False
    command, arguments = found
    row = find_row(command)
    await guard(row.handler, row.who)(chat.with_arguments(arguments))
    return True


def _answering(handler: Handler) -> _Callback:
    """Return a handler as python-telegram-bot calls it."""

    async def answer(update: Update, context: Context) -> None:
        match = context.matches[0] if context.matches else None
        if request := parse_request(update, context.bot.username, match):
            await handler(Conversation(context.bot, context.services, request))

    return answer
