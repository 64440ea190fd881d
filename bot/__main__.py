"""``python -m bot``: the command line, nothing else."""

import asyncio
import json
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import track
from telegram.error import InvalidToken, TelegramError

from bot.app import build_services, running
from bot.clock import system_clock
from bot.intake import Intake, Report, list_files, read_paths, take_in
from bot.logs import configure_logging, redact, secrets_of
from bot.preview.run import run_preview
from bot.printing import print_briefing
from bot.services import Services
from bot.settings import Settings, SettingsError, load_settings
from briefings.compose import compose as compose_briefing
from briefings.export import to_document
from briefings.reading import ReadingError, parse_published
from briefings.story import StoryError, load_story
from storage.database import DatabaseError

app = typer.Typer(
    name="mujaz",
    help="Mujaz: a Telegram bot that briefs its readers, in Arabic, on a running story.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
