"""Which handler answers what. COMMANDS is the one table of commands; a topic of the story needs no row.

ADMIN_COMMANDS is the table of those that only the people in ADMIN_IDS have; for anybody else they do not exist.
"""

import re
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, ChatMemberHandler, CommandHandler, MessageHandler, filters

from bot import keyboards
from bot.admins import is_admin
from bot.commands import Command, find_command, list_admin_commands, list_commands
from bot.context import App, Context
from bot.forms import PAGES
from bot.handlers import (
    alerts,
    amend,
    failure,
    figures,
    forget,
    greeting,
    help,  # noqa: A004 - it is what the command is called
    look,
    membership,
    mydata,
    new,
    pages,
    pause,
    quiet,
    quotes,
    retract,
    search,
    settings,
    sources,
    start,
    stats,
    stop,
    time,
    timeline,
    topic,
    topics,
    unknown,
    zone,
)
from bot.links import SEQUENCES
from bot.services import Services
from bot.written import list_zones
from briefings.story import Story
from storage.values import Digits, Format, Months

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]

# Their Arabic names, lines in the menu and words stand in templates/wording.toml.
COMMANDS: dict[str, Handler] = {
    "new": new.reply,
    "timeline": timeline.reply,
    "figures": figures.reply,
    "search": search.reply,
    "sources": sources.reply,
    "time": time.reply,
    "zone": zone.reply,
    "alerts": alerts.reply,
    "quiet": quiet.reply,
    "pause": pause.reply,
    "settings": settings.reply,
    "mydata": mydata.reply,
    "forget": forget.reply,
    "help": help.reply,
    "start": start.reply,
    "stop": stop.reply,
}

ADMIN_COMMANDS: dict[str, Handler] = {
    "stats": stats.reply,
    "retract": retract.reply,
    "amend": amend.reply,
}

_NUMBER = "([1-9][0-9]{0,8})"
_WRITTEN = filters.UpdateType.MESSAGE  # not edited later
_PRIVATE = _WRITTEN & filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL


def add_handlers(app: App, services: Services) -> None:
    """Register everything that the bot answers."""
    story = services.story
    admins = _PRIVATE & filters.User(services.settings.admin_ids)
    for name, handler in ADMIN_COMMANDS.items():
        app.add_handler(CommandHandler(name, handler, filters=admins))
    for command in list_commands(story):
        app.add_handler(CommandHandler(command.name, find_handler(command), filters=_WRITTEN))
    add_buttons(app, story)
    # In groups only commands: people there talk to each other.
    app.add_handler(MessageHandler(_PRIVATE & filters.TEXT & ~filters.COMMAND, reply_to_words))
    app.add_handler(MessageHandler(_PRIVATE, unknown.reply))
    app.add_handler(ChatMemberHandler(membership.note, ChatMemberHandler.MY_CHAT_MEMBER))
    app.add_error_handler(failure.report)


def add_buttons(app: App, story: Story) -> None:
    """Register the buttons; what matches none of them is stale or forged."""
    commands = list_commands(story)
    for command in commands:
        button = _acknowledging(find_handler(command))
        app.add_handler(CallbackQueryHandler(button, rf"{keyboards.RUN}:{command.name}\Z"))
    hours = "|".join(f"{hour:%H:%M}" for hour in keyboards.HOURS_OFFERED)
    spans = "|".join(f"{begin:%H:%M}-{end:%H:%M}" for begin, end in keyboards.QUIET_OFFERED)
    pauses = "|".join(map(str, keyboards.PAUSES_OFFERED))
    keys = "|".join(topic.key for topic in story.topics)
    looks = "|".join(each for choices in (Digits, Months, Format) for each in choices)
    paged = "|".join(command.name for command in commands if command.topic or command.name == "timeline")
    for handler, pattern in (
        (pages.press_page, rf"{keyboards.PAGE}:({paged}):([0-9]{{1,3}})"),
        (quotes.press, rf"{keyboards.QUOTES}:({SEQUENCES})"),
        (quotes.press_page, rf"{keyboards.QUOTES_PAGE}:({SEQUENCES}):([0-9]{{1,2}})"),
        (timeline.press_choice, rf"{keyboards.CHOOSE_DAY}:([0-9]{{1,3}})"),
        (timeline.press_days, rf"{keyboards.DAYS}:([0-9]{{8}}-[0-9]{{8}}):([0-9]{{1,3}})"),
        (greeting.press_topic, rf"{keyboards.TOPIC}:({keys})"),
        (greeting.press_offer, keyboards.HOURS),
        (greeting.press_hour, rf"{keyboards.HOUR}:({hours})"),
        (greeting.press_back, keyboards.BACK),
        (settings.press_page, rf"{keyboards.OPEN}:({'|'.join(PAGES)})"),
        (settings.press_nothing_new, rf"settings:{keyboards.NOTHING_NEW}"),
        (forget.press, keyboards.FORGET),
        (look.press, rf"look:({looks})"),
        (topics.press, rf"topics:({keys})"),
        (time.press, rf"time:({hours})"),
        (zone.press, rf"zone:({'|'.join(map(re.escape, sorted(list_zones())))})"),
        (alerts.press, rf"alerts:({keys})"),
        (quiet.press, rf"quiet:({spans}|{keyboards.NONE})"),
        (pause.press, rf"pause:({pauses}|{keyboards.NONE})"),
        (_for_admins(retract.press), rf"retract:{_NUMBER}"),
        (_for_admins(amend.press), rf"amend:{_NUMBER}"),
    ):
        app.add_handler(CallbackQueryHandler(handler, rf"{pattern}\Z"))
    app.add_handler(CallbackQueryHandler(unknown.reply_to_button))


def find_handler(command: Command) -> Handler:
    """The handler of a command."""
    return topic.reply_about(command.topic) if command.topic else (COMMANDS | ADMIN_COMMANDS)[command.name]


async def reply_to_words(update: Update, context: Context) -> None:
    """Arabic words that mean a command."""
    text = (update.effective_message and update.effective_message.text) or ""
    commands = list_commands(context.services.story)
    if is_admin(update, context.services):
        commands = (*list_admin_commands(), *commands)
    found = find_command(text, commands)
    if found is None:
        await unknown.reply(update, context)
        return
    command, rest = found
    context.args = rest.split()
    await find_handler(command)(update, context)


def _acknowledging(handler: Handler) -> Handler:
    async def handle(update: Update, context: Context) -> None:
        await context.take_press(update)
        await handler(update, context)

    return handle


def _for_admins(press: Handler) -> Handler:
    """To others, a button of administrators is one that means nothing."""

    async def handle(update: Update, context: Context) -> None:
        await (press if is_admin(update, context.services) else unknown.reply_to_button)(update, context)

    return handle
