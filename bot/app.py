"""The composition root: the only place that builds services and the application, starts them and stops them."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, cast

from telegram import BotCommand, BotCommandScopeChat, LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ApplicationBuilder, ContextTypes, Defaults
from telegram.request import BaseRequest

from bot.composing.compose import make_compose
from bot.composing.engines import read_in_processes
from bot.core.clock import Clock, system_clock
from bot.core.container import Services
from bot.core.logs import redact
from bot.core.sender_state import SenderState
from bot.core.settings import Settings, SettingsError, load_settings
from bot.core.visit_tools import VisitTools
from bot.delivery.jobs import JOBS, keep_running
from bot.delivery.leader_election import keep_lead, leave_lead, take_lead
from bot.delivery.recording import catch_up
from bot.domain.trouble import Trouble
from bot.fetching.fetcher import Fetcher
from bot.handlers.context import App, Context
from bot.handlers.errors import refuse_flood
from bot.handlers.router import add_handlers
from bot.input.commands import list_admin_commands, list_commands
from bot.sources.job import VISITS
from bot.telegram.back_off import BackOff
from bot.telegram.back_off import describe as describe_error
from bot.telegram.http import AiohttpRequest, CheckedHTTPXRequest
from bot.telegram.polling import Poller
from bot.telegram.rate_limiter import Limiter, Rates
from bot.telegram.update_processor import ChatProcessor
from bot.views.service_messages import describe, describe_shortly
from briefings.reading.sources import read_source
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
_LONGEST_START_WAIT_S = 60.0
# Deadlines of the end, in seconds; together less than the ten after which supervisors kill.
_STEP_S = 0.8
_LAST_SENDS_S = 3.0
_LAST_ANSWERS_S = 2.0


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
    state = SenderState()
    try:
        database, compose = Database(settings.database_url, state.holder), make_compose(read_in_processes)
        visiting = build_visit_tools(settings, clock)
        return Services(settings, story, database, clock, compose, visiting, Limiter(rates), state)
    except DatabaseError as error:
        raise SettingsError(f"DATABASE_URL: {error}") from error


def build_visit_tools(settings: Settings, clock: Clock) -> VisitTools:
    """Build what visits to sources use; open no connection yet."""
    return VisitTools(Fetcher(settings.fetching, clock), read_source)


def find_story(settings: Settings) -> Story:
    """Load the story that the settings name.

    :raises SettingsError: if there is none, or if one of its commands is the bot's own.
    """
    try:
        story = load_story(settings.story)
        list_commands(story)
    except StoryError as error:
        raise SettingsError(f"STORY: {error}") from error
    except RecursionError:
        raise SettingsError("STORY: its values are nested too deeply") from None
    return story


def build_application(
    services: Services, request: BaseRequest | None = None, polling: BaseRequest | None = None
) -> App:
    """Build the application of python-telegram-bot, with its handlers. It polls nothing: see ``Poller``.

    :param request: sends requests to the Bot API; a test hands in a fake.
    :param polling: sends the requests of the poller, so that no answer takes its connection.

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
        .get_updates_request(polling or build_request(settings, 1))
        .updater(None)
        .job_queue(None)
        .concurrent_updates(ChatProcessor(refuse_flood))
        .context_types(ContextTypes(context=Context, bot_data=dict[str, Services]))
        .build()
    )
    app.bot_data["services"] = services
    add_handlers(app, services)
    return app


def build_request(settings: Settings, connections: int) -> BaseRequest:
    """Build the HTTP client for the Bot API.

    :raises SettingsError: if it does not know this kind of proxy.
    """
    try:
        if settings.http_client == "httpx":
            return CheckedHTTPXRequest(connection_pool_size=connections, proxy=settings.proxy_url)
        return AiohttpRequest(connections=connections, proxy=settings.proxy_url)
    except (ValueError, RuntimeError, ImportError) as error:  # the kind of proxy; httpx may lack a package for it
        raise SettingsError(f"PROXY_URL: {redact(str(error), settings.list_secrets())}") from None


@asynccontextmanager
async def running(services: Services) -> AsyncIterator[App]:
    """Run the bot: it polls, answers and ticks. At the end, finish the messages that are being sent, then stop.

    Of several processes, one leads: it polls and sends. The others wait to take its place.
    """
    polling = build_request(services.settings, 1)
    app = build_application(services, polling=polling)
    poller = _build_poller(app, polling)
    try:
        services.database.claim_sending()
        await services.database.migrate()
        await take_lead(services)
        await _reach_server(app)
        await introduce(app)
        services.sender_state.closing = False
        await app.start()
        follow = partial(_follow_lead, services, poller)
        await follow(services.sender_state.leads)
        async with services.visiting.fetcher:
            loops = [keep_lead(services, follow), keep_running((*JOBS, VISITS), services, app.bot)]
            tasks = [asyncio.create_task(loop) for loop in loops]
            try:
                yield app
            finally:
                await _stop(services, app, poller, tasks)
    finally:
        # Also if the server was never reached.
        await _try_for(_STEP_S, "application", app.shutdown())
        await _try_for(_STEP_S, "connections", app.bot.shutdown())
        await _try_for(_STEP_S, "database", services.database.close())


async def _reach_server(app: App) -> None:
    """Learn who the bot is; try again and again while the server cannot be reached.

    :raises InvalidToken: if the server refuses the token.
    """
    back_off = BackOff("Reaching the Bot API server", _LOGGER, longest=_LONGEST_START_WAIT_S)
    while True:
        try:
            await app.initialize()
        except InvalidToken:
            raise
        except TelegramError as error:
            await asyncio.sleep(back_off.fail(error))
        else:
            return


async def _stop(services: Services, app: App, poller: Poller, tasks: Sequence[asyncio.Task[None]]) -> None:
    """Stop what runs. Each step has a deadline; if one fails or takes too long, the others follow nevertheless."""
    services.sender_state.closing = True
    await _try_for(_STEP_S, "polling", poller.stop())
    processor = cast("ChatProcessor", app.update_processor)  # build_application gives it one
    cut_off: list[int] = []

    async def answer_the_last() -> None:
        cut_off.extend(await processor.finish(_LAST_ANSWERS_S))

    await asyncio.gather(
        _try_for(_LAST_SENDS_S, "sending", _end_sending(services)),
        _try_for(_LAST_ANSWERS_S + 1.5, "answers", answer_the_last()),
    )
    if cut_off:
        _LOGGER.warning("%d updates were not answered before the end", len(cut_off))
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks, timeout=_STEP_S)
    await _try_for(_STEP_S, "application", app.stop())
    if services.sender_state.unrecorded:
        await _try_for(_STEP_S, "recording", catch_up(services))
    await _try_for(_STEP_S, "confirming", poller.confirm(cut_off))
    await _try_for(_STEP_S, "lease", leave_lead(services))


async def _try_for(seconds: float, what: str, step: Coroutine[Any, Any, Any]) -> None:
    try:
        async with asyncio.timeout(seconds):
            await step
    except Exception as error:  # noqa: BLE001 - the next step must follow
        _LOGGER.warning("Stopping: %s did not end well: %s", what, describe_error(error))


async def _end_sending(services: Services) -> None:
    """Wait for the tick that runs: it ends after the messages that are being sent."""
    async with services.sender_state.ticking:
        pass


def _build_poller(app: App, request: BaseRequest) -> Poller:
    services = app.bot_data["services"]
    processor = cast("ChatProcessor", app.update_processor)

    def note(error: Exception) -> None:
        services.troubles.note(Trouble.POLLING, describe_error(error))

    return Poller(app.bot, request, _UPDATES, app.update_queue.put, processor.wait_for_room, note)


async def _follow_lead(services: Services, poller: Poller, leads: bool) -> None:
    """Poll if this process leads, and stop if it does not: Telegram answers one poller only."""
    if not leads:
        await poller.stop()
    elif not poller.running:
        poller.start()
        services.sender_state.due.set()


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
