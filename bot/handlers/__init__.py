"""Which handler answers what. COMMANDS is the one table of commands; a topic of the story needs no row."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, ChatMemberHandler, CommandHandler, MessageHandler, filters

from bot import keyboards
from bot.commands import Command, find_command, list_commands
from bot.context import App, Context
from bot.handlers import (
    failure,
    help,  # noqa: A004 - it is what the command is called
    membership,
    new,
    pages,
    settings,
    sources,
    start,
    stop,
    time,
    timeline,
    topic,
    unknown,
)
from briefings.story import Story

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]

# Their Arabic names, lines in the menu and words stand in templates/wording.toml.
COMMANDS: dict[str, Handler] = {
    "new": new.reply,
    "timeline": timeline.reply,
    "sources": sources.reply,
    "time": time.reply,
    "settings": settings.reply,
    "help": help.reply,
    "start": start.reply,
    "stop": stop.reply,
}

_WRITTEN = filters.UpdateType.MESSAGE  # not edited later
_PRIVATE = _WRITTEN & filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL


def add_handlers(app: App, story: Story) -> None:
    """Register everything that the bot answers."""
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
    topics = "|".join(topic.key for topic in story.topics)
    paged = "|".join(command.name for command in commands if command.topic or command.name == "timeline")
    for handler, pattern in (
        (settings.press_topic, rf"{keyboards.TOPIC}:({topics})\Z"),
        (settings.press_back, rf"{keyboards.BACK}\Z"),
        (time.press_offer, rf"{keyboards.HOURS}\Z"),
        (time.press_hour, rf"{keyboards.HOUR}:({hours})\Z"),
        (pages.press_page, rf"{keyboards.PAGE}:({paged}):([0-9]{{1,3}})\Z"),
    ):
        app.add_handler(CallbackQueryHandler(handler, pattern))
    app.add_handler(CallbackQueryHandler(unknown.reply_to_button))


def find_handler(command: Command) -> Handler:
    """The handler of a command."""
    return topic.reply_about(command.topic) if command.topic else COMMANDS[command.name]


async def reply_to_words(update: Update, context: Context) -> None:
    """Arabic words that mean a command."""
    text = (update.effective_message and update.effective_message.text) or ""
    found = find_command(text, context.services.story)
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
