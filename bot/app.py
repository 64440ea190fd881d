"""The composition root: the only place that builds things."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

from telegram import BotCommand, LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ApplicationBuilder, ContextTypes, Defaults, JobQueue, Updater
from telegram.request import BaseRequest, HTTPXRequest

from bot.clock import Clock
from bot.commands import list_commands
from bot.context import App, Context
from bot.handlers import add_handlers
from bot.processor import ChatProcessor
from bot.rendering import render
from bot.services import Services
from bot.settings import Settings, SettingsError
from bot.tick import JOBS, Job
from briefings.story import Story, StoryError, load_story
from storage.database import Database, DatabaseError
from storage.deliveries import settle_interrupted

_LOGGER = logging.getLogger(__name__)

_UPDATES = (Update.MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)
_CONNECTIONS = 64  # a batch of digests, and answers beside it


def build_services(settings: Settings, clock: Clock) -> Services:
    """What the settings ask for; nothing is opened yet.

    :raises SettingsError: where there is no such story, or where the URL names no database that we know.
    """
    story = find_story(settings)
    try:
        return Services(settings, story, Database(settings.database_url), clock)
    except DatabaseError as error:
        raise SettingsError(f"DATABASE_URL: {error}") from error


def find_story(settings: Settings) -> Story:
    """The story that the settings name.

    :raises SettingsError: where there is none, or one whose commands are the bot's own.
    """
    try:
        story = load_story(settings.story)
        list_commands(story)
    except StoryError as error:
        raise SettingsError(f"STORY: {error}") from error
    return story


def build_application(services: Services, request: BaseRequest | None = None) -> App:
    """The application of python-telegram-bot, with its handlers and jobs.

    :param request: how the Bot API is asked; over HTTP unless a test says otherwise.

    :raises SettingsError: where there is no token.
    """
    settings = services.settings
    app: App = (
        ApplicationBuilder()
        .token(settings.require_token().get_secret_value())
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .defaults(Defaults(parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .request(request or HTTPXRequest(connection_pool_size=_CONNECTIONS))
        .concurrent_updates(ChatProcessor())
        .context_types(ContextTypes(context=Context, bot_data=dict[str, Services]))
        .build()
    )
    app.bot_data["services"] = services
    add_handlers(app, services.story)
    for job in JOBS:
        _schedule(app, job)
    return app


@asynccontextmanager
async def running(services: Services) -> AsyncIterator[App]:
    """The bot at work: polling, answering, ticking. At the end all of it stops, what is being sent first."""
    outbox, database, story = services.outbox, services.database, services.story
    app = build_application(services)
    updater = cast("Updater", app.updater)  # the builder gives it one
    try:
        await database.migrate()
        async with database.begin() as session:
            if interrupted := await settle_interrupted(session, story.name, services.clock()):
                _LOGGER.warning("%d deliveries were interrupted, and are not repeated", interrupted)
        async with app:
            await introduce(app)
            outbox.closing = False
            await app.start()
            try:
                await updater.start_polling(allowed_updates=_UPDATES)
                yield app
            finally:
                outbox.closing = True
                async with outbox.ticking:
                    pass
                if updater.running:  # it is not where polling could not begin
                    await updater.stop()
                await app.stop()
    finally:
        await database.close()


async def introduce(app: App) -> None:
    """Register the menu and say who the bot is. A server that knows less is no reason not to start."""
    story = app.bot_data["services"].story
    menu = [BotCommand(command.name, command.about) for command in list_commands(story)]
    description, short = render("description.j2", story=story), render("short_description.j2", story=story)
    try:
        for language in (None, "ar"):
            await app.bot.set_my_commands(menu, language_code=language)
            await app.bot.set_my_description(description, language_code=language)
            await app.bot.set_my_short_description(short, language_code=language)
    except TelegramError as error:
        _LOGGER.warning("The menu could not be registered: %s", error.message)


def _schedule(app: App, job: Job) -> None:
    async def run(context: Context) -> None:
        await job.run(context.services, context.bot)

    # By default APScheduler drops for ever what is a second late.
    kept = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    queue = cast("JobQueue[Context]", app.job_queue)  # the builder gives it one
    queue.run_repeating(run, job.every, first=0, name=job.name, job_kwargs=kept)
