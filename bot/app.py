"""The composition root: the only place that builds services and the application, starts them and stops them."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any, cast

from telegram import BotCommand, BotCommandScopeChat, LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ApplicationBuilder, ContextTypes, Defaults, JobQueue, Updater
from telegram.request import BaseRequest, HTTPXRequest

from bot.core.clock import Clock, system_clock
from bot.core.container import Services
from bot.core.settings import Settings, SettingsError, load_settings
from bot.delivery.jobs import JOBS, TICK, Job
from bot.delivery.leader_election import keep_lead, leave_lead, take_lead
from bot.handlers.context import App, Context
from bot.handlers.errors import refuse_flood
from bot.handlers.router import add_handlers
from bot.input.commands import list_admin_commands, list_commands
from bot.telegram.http import AiohttpRequest
from bot.telegram.rate_limiter import Limiter, Rates
from bot.telegram.update_processor import ChatProcessor
from bot.views.service_messages import describe, describe_shortly
from briefings.composition.composer import compose
from briefings.story import Story, StoryError, load_story
from storage.engine.database import Database, DatabaseError

_LOGGER = logging.getLogger(__name__)

_UPDATES = (
    Update.MESSAGE,
    Update.CHANNEL_POST,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
)
_CONNECTIONS = 64  # for a batch of digests, and answers meanwhile
_DATABASE_BACK_S = 4.0  # until a tick is repeated after an error of the database
_PUT_BACK_S = 1.0  # added to the wait that a 429 asked for, until deliveries are put back
_GOING_ON = "tick that goes on"
_ONCE = {"id": _GOING_ON, "replace_existing": True, "misfire_grace_time": None}


def load_services() -> Services:
    """Build the services that the settings of the environment ask for.

    :raises SettingsError: if a setting is wrong.
    """
    return build_services(load_settings(), system_clock)


def build_services(settings: Settings, clock: Clock) -> Services:
    """Build the services that the settings ask for; open no connection yet.

    :raises SettingsError: if there is no such story, or if the URL names no supported database.
    """
    story = find_story(settings)
    rates = Rates(settings.send_rate, settings.send_rate_per_chat, settings.send_rate_per_group)
    try:
        return Services(settings, story, Database(settings.database_url), clock, compose, Limiter(rates))
    except DatabaseError as error:
        raise SettingsError(f"DATABASE_URL: {error}") from error


def find_story(settings: Settings) -> Story:
    """Load the story that the settings name.

    :raises SettingsError: if there is none, or if one of its commands is the bot's own.
    """
    try:
        story = load_story(settings.story)
        list_commands(story)
    except StoryError as error:
        raise SettingsError(f"STORY: {error}") from error
    return story


def build_application(services: Services, request: BaseRequest | None = None) -> App:
    """Build the application of python-telegram-bot, with its handlers and jobs.

    :param request: sends requests to the Bot API; a test hands in a fake.

    :raises SettingsError: if there is no token.
    """
    settings = services.settings
    app: App = (
        ApplicationBuilder()
        .token(settings.require_token().get_secret_value())
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .defaults(Defaults(parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .rate_limiter(services.limiter)
        .request(request or build_request(settings, _CONNECTIONS))
        .get_updates_request(build_request(settings, 1))
        .concurrent_updates(ChatProcessor(refuse_flood))
        .context_types(ContextTypes(context=Context, bot_data=dict[str, Services]))
        .build()
    )
    app.bot_data["services"] = services
    add_handlers(app, services)
    for job in JOBS:
        _schedule(app, job)
    return app


def build_request(settings: Settings, connections: int) -> BaseRequest:
    """Build the HTTP client for the Bot API."""
    if settings.http_client == "httpx":
        return HTTPXRequest(connection_pool_size=connections, proxy=settings.proxy_url)
    return AiohttpRequest(connections=connections, proxy=settings.proxy_url)


@asynccontextmanager
async def running(services: Services) -> AsyncIterator[App]:
    """Run the bot: it polls, answers and ticks. At the end, finish the messages that are being sent, then stop.

    Of several processes, one leads: it polls and sends. The others wait to take its place.
    """
    database, app = services.database, build_application(services)
    try:
        database.claim_sending()
        await database.migrate()
        await take_lead(services)
        async with app:
            await introduce(app)
            services.sender_state.closing = False
            await app.start()
            follow = partial(_follow_lead, app)
            try:
                await follow(services.sender_state.leads)
                async with beating(keep_lead(services, follow)):
                    yield app
            finally:
                await _end_sending(services)
                await _stop_polling(app)
                await app.stop()
                await leave_lead(services)
    finally:
        await app.bot.shutdown()  # also if the server was never reached
        await database.close()


async def _end_sending(services: Services) -> None:
    """Wait for the tick that runs: it ends after the messages that are being sent."""
    services.sender_state.closing = True
    async with services.sender_state.ticking:
        pass


async def _stop_polling(app: App) -> None:
    updater = cast("Updater", app.updater)  # the builder gives it one
    if updater.running:  # False if polling could not begin
        await updater.stop()


async def _follow_lead(app: App, leads: bool) -> None:
    """Poll if this process leads, and stop if it does not: Telegram answers one poller only."""
    updater = cast("Updater", app.updater)
    if leads and not updater.running:
        await updater.start_polling(allowed_updates=_UPDATES, error_callback=_log_polling_error)
        cast("JobQueue[Context]", app.job_queue).run_once(_run_job(TICK), when=0)
    elif not leads:
        await _stop_polling(app)


def _log_polling_error(error: TelegramError) -> None:
    _LOGGER.warning("Polling failed; retrying: %s", error.message)


@asynccontextmanager
async def beating(heart: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run a coroutine in the background for as long as the block."""
    task = asyncio.create_task(heart)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def introduce(app: App) -> None:
    """Register the menu and the descriptions of the bot. The bot starts even if the server refuses them."""
    services = app.bot_data["services"]
    story = services.story
    menu = [BotCommand(command.name, command.about) for command in list_commands(story)]
    description, short = describe(story), describe_shortly(story)
    try:
        for language in (None, "ar"):
            await app.bot.set_my_commands(menu, language_code=language)
            await app.bot.set_my_description(description, language_code=language)
            await app.bot.set_my_short_description(short, language_code=language)
    except TelegramError as error:
        _LOGGER.warning("Menu registration failed: %s", error.message)
    own = [BotCommand(command.name, command.about) for command in list_admin_commands()]
    for admin in sorted(services.settings.admin_ids):
        try:
            await app.bot.set_my_commands([*menu, *own], scope=BotCommandScopeChat(admin))
        except TelegramError as error:  # they may never have written to the bot
            _LOGGER.warning("Menu registration failed for the administrator %d: %s", admin, error.message)


def _schedule(app: App, job: Job) -> None:
    # By default APScheduler skips a run that is a second late.
    kept = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    queue = cast("JobQueue[Context]", app.job_queue)  # the builder gives it one
    queue.run_repeating(_run_job(job), job.every, first=0, name=job.name, job_kwargs=kept)


def _run_job(job: Job) -> Callable[[Context], Coroutine[Any, Any, None]]:
    async def run(context: Context) -> None:
        services, wait = context.services, 0.0
        try:
            await job.run(services, context.bot)
        except DatabaseError as error:
            _LOGGER.warning("Job %s failed; retrying: %s", job.name, error)
            wait = _DATABASE_BACK_S
        if wait := wait or services.limiter.halt_remaining():
            # The other deliveries must not wait for the next minute.
            queue = cast("JobQueue[Context]", context.job_queue)
            queue.run_once(_run_job(TICK), wait + _PUT_BACK_S, name=_GOING_ON, job_kwargs=_ONCE)

    return run
