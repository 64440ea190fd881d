"""Which handler answers what. COMMANDS is the one table of commands; a topic of the story needs no row.

ADMIN_COMMANDS is the table of those that only the people in ADMIN_IDS have; for anybody else they do not exist.
"""

import re
from collections.abc import Iterable

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
from bot.handlers import (
    alerts,
    amend,
    briefing,
    broadcast,
    failure,
    figures,
    forget,
    greeting,
    help,  # noqa: A004 - it is what the command is called
    ingest,
    inline,
    look,
    membership,
    mydata,
    new,
    pages,
    pause,
    picture,
    preview,
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
from bot.handlers.context import App, Context
from bot.handlers.guards import Handler, acknowledging, for_admins, managing, reading
from bot.input.commands import Command, find_command, list_admin_commands, list_commands
from bot.input.parsing import list_zones
from bot.keyboards import callback_data
from bot.keyboards import settings as settings_keyboards
from bot.keyboards.payloads import SEQUENCES, read_payload
from bot.services.moderation import is_admin
from bot.services.queries import answer_link
from bot.views.settings import PAGES
from briefings.story import Story
from storage.model.values import Digits, Format, Months

Pattern = tuple[Handler, str]  # who answers a button, and the pattern of its data

# Their Arabic names, lines in the menu and words stand in templates/wording.toml.
COMMANDS: dict[str, Handler] = {
    "new": new.reply,
    "timeline": timeline.reply,
    "figures": figures.reply,
    "briefing": briefing.reply,
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
    "ingest": ingest.reply,
    "preview": preview.reply,
    "broadcast": broadcast.reply,
    "retract": retract.reply,
    "amend": amend.reply,
}

# What changes what a group or channel gets is for those who manage it.
MANAGED = {
    "start", "stop", "time", "zone", "alerts", "quiet", "pause", "settings", "mydata", "forget",
}  # fmt: skip

# What a link may do, beside showing something: nobody is to lose his digest by following one.
LINKED = {"settings"}

_NUMBER = "([1-9][0-9]{0,8})"
_WRITTEN = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST  # not edited later
_PRIVATE = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL
_GROUPS = filters.UpdateType.MESSAGE & filters.ChatType.GROUPS
_WORDS = filters.TEXT & ~filters.COMMAND


def add_handlers(app: App, services: Services) -> None:
    """Register everything that the bot answers."""
    story = services.story
    admins = _PRIVATE & filters.User(services.settings.admin_ids)
    for name, handler in ADMIN_COMMANDS.items():
        app.add_handler(CommandHandler(name, handler, filters=admins))
    for command in list_commands(story):
        app.add_handler(CommandHandler(command.name, find_handler(command), filters=_WRITTEN))
    add_buttons(app, story)
    app.add_handler(MessageHandler(admins & (filters.Document.ALL | filters.FORWARDED), ingest.offer))
    app.add_handler(MessageHandler(_PRIVATE & filters.LOCATION, zone.take_location))
    app.add_handler(MessageHandler(_PRIVATE & _WORDS, reply_to_words))
    app.add_handler(MessageHandler(_PRIVATE, unknown.reply))
    # People in groups talk to each other: the bot answers where it is named. In a channel only its own words count.
    app.add_handler(MessageHandler(_GROUPS & _WORDS & filters.Entity(MessageEntity.MENTION), reply_to_mention))
    app.add_handler(MessageHandler(filters.UpdateType.CHANNEL_POST & _WORDS, reply_to_known_words))
    app.add_handler(InlineQueryHandler(inline.reply))
    app.add_handler(ChatMemberHandler(membership.note, ChatMemberHandler.MY_CHAT_MEMBER))
    app.add_error_handler(failure.report)


def add_buttons(app: App, story: Story) -> None:
    """Register the buttons; what matches none of them is stale or forged."""
    app.add_handler(unknown.EmptyPressHandler(unknown.reply_to_button))
    for command in (*list_commands(story), *list_admin_commands()):
        press = acknowledging(_find_ungated(command))
        if command.name in ADMIN_COMMANDS:
            press = for_admins(press)
        else:  # a gate that refuses answers the press itself
            press = reading(managing(press) if command.name in MANAGED else press)
        app.add_handler(CallbackQueryHandler(press, rf"{callback_data.RUN}:{command.name}\Z"))
    for handler, patterns in (
        (reading, _list_pages(story)),
        (managing, _list_choices(story)),
        (for_admins, _list_confirmations()),
    ):
        for press, pattern in patterns:
            app.add_handler(CallbackQueryHandler(handler(press), rf"{pattern}\Z"))
    app.add_handler(CallbackQueryHandler(unknown.reply_to_button))


def _list_pages(story: Story) -> Iterable[Pattern]:
    """The buttons with which one reads on."""
    paged = "|".join(command.name for command in list_commands(story) if command.topic or command.name == "timeline")
    span = "[0-9]{8}-[0-9]{8}"
    return (
        (pages.press_page, rf"{callback_data.PAGE}:({paged}):([0-9]{{1,3}})"),
        (quotes.press, rf"{callback_data.QUOTES}:({SEQUENCES})"),
        (quotes.press_page, rf"{callback_data.QUOTES_PAGE}:({SEQUENCES}):([0-9]{{1,2}})"),
        (timeline.press_choice, rf"{callback_data.CHOOSE_DAY}:([0-9]{{1,3}})"),
        (timeline.press_days, rf"{callback_data.DAYS}:({span}):([0-9]{{1,3}})"),
        (picture.press, rf"{callback_data.PICTURE}:(timeline|figures):({span}|):({'|'.join(Theme)})"),
    )


def _list_choices(story: Story) -> Iterable[Pattern]:
    """The buttons with which something is chosen."""
    hours = "|".join(f"{hour:%H:%M}" for hour in settings_keyboards.HOURS_OFFERED)
    spans = "|".join(f"{begin:%H:%M}-{end:%H:%M}" for begin, end in settings_keyboards.QUIET_OFFERED)
    pauses = "|".join(map(str, settings_keyboards.PAUSES_OFFERED))
    keys = "|".join(topic.key for topic in story.topics)
    looks = "|".join(each for choices in (Digits, Months, Format) for each in choices)
    return (
        (greeting.press_topic, rf"{callback_data.TOPIC}:({keys})"),
        (greeting.press_offer, callback_data.HOURS),
        (greeting.press_hour, rf"{callback_data.HOUR}:({hours})"),
        (greeting.press_back, callback_data.BACK),
        (settings.press_page, rf"{callback_data.OPEN}:({'|'.join(PAGES)})"),
        (settings.press_nothing_new, rf"settings:{callback_data.NOTHING_NEW}"),
        (forget.press, callback_data.FORGET),
        (look.press, rf"look:({looks})"),
        (topics.press, rf"topics:({keys})"),
        (time.press, rf"time:({hours})"),
        (zone.press, rf"zone:({'|'.join(map(re.escape, sorted(list_zones())))})"),
        (alerts.press, rf"alerts:({keys})"),
        (quiet.press, rf"quiet:({spans}|{callback_data.NONE})"),
        (pause.press, rf"pause:({pauses}|{callback_data.NONE})"),
    )


def _list_confirmations() -> Iterable[Pattern]:
    """The buttons with which an administrator says that he means it."""
    return (
        (retract.press, rf"retract:{_NUMBER}"),
        (amend.press, rf"amend:{_NUMBER}"),
        (broadcast.press, rf"broadcast:{_NUMBER}"),
        (ingest.press, rf"ingest:{_NUMBER}"),
    )


def find_handler(command: Command) -> Handler:
    """The handler of a command."""
    handler = _find_ungated(command)
    return managing(handler) if command.name in MANAGED else handler


def _find_ungated(command: Command) -> Handler:
    if command.topic:
        return topic.reply_about(command.topic)
    return reply_to_start if command.name == "start" else (COMMANDS | ADMIN_COMMANDS)[command.name]


async def reply_to_start(update: Update, context: Context) -> None:
    """Subscribe; a link may name a command to be run then."""
    await start.reply(update, context)
    link, services = read_payload(context.words), context.services
    if link is None or link.command is None:
        return
    context.rest = ""
    commands = (each for each in list_commands(services.story) if each.name not in MANAGED - LINKED)
    if command := next((each for each in commands if each.name == link.command), None):
        await find_handler(command)(update, context)
    else:
        await context.answer(await answer_link(services, context.place, link))


async def reply_to_words(update: Update, context: Context) -> None:
    """Arabic words that mean a command; others are looked for."""
    if not await reply_to_known_words(update, context):
        await unknown.reply(update, context)


async def reply_to_known_words(update: Update, context: Context) -> bool:
    """Arabic words that mean a command; whether they do."""
    commands = list_commands(context.services.story)
    if is_admin(update, context.services):
        commands = (*list_admin_commands(), *commands)
    found = find_command(context.said, commands)
    if found is None:
        return False
    command, rest = found
    context.rest = rest
    await find_handler(command)(update, context)
    return True


async def reply_to_mention(update: Update, context: Context) -> None:
    """Words in a group that name the bot."""
    message = update.effective_message
    mentions = message.parse_entities([MessageEntity.MENTION]).values() if message else ()
    if f"@{context.bot.username}" in mentions:
        await reply_to_words(update, context)
