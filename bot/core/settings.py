"""The settings. No other module reads the environment."""

import re
from datetime import time
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from storage.model.values import Digits, DisplayPreferences, Format, Months

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_HOUR = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")


class SettingsError(ValueError):
    """A setting is missing or wrong; the message is one line for the operator and names the setting."""


class Settings(BaseSettings):
    """The choices of the operator. ``.env.example`` explains each."""

    # An empty value in .env means «not set». Unknown names in .env are ignored.
    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    telegram_bot_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    database_url: str = "sqlite:///mujaz.db"
    story: str = "kazakhstan-2022"
    timezone: str = "Asia/Riyadh"
    digest_time: time = time(8)
    send_rate: Annotated[float, Field(ge=0)] = 30
    send_rate_per_chat: Annotated[float, Field(ge=0)] = 1
    send_rate_per_group: Annotated[float, Field(ge=0)] = 20
    paid_broadcast: bool = False
    http_client: Literal["aiohttp", "httpx"] = "aiohttp"
    proxy_url: str | None = None
    keep_deliveries_days: Annotated[int, Field(ge=7)] = 90
    keep_articles_days: Annotated[int, Field(ge=0)] = 0
    admin_ids: Annotated[frozenset[int], NoDecode] = Field(default=frozenset())
    message_format: Format = Format.PLAIN
    digits: Digits = Digits.WESTERN
    month_names: Months = Months.COMMON
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("telegram_bot_token")
    @classmethod
    def _looks_like_a_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not _TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("is not a token from @BotFather (123456789:AAE…)")
        return value

    @field_validator("telegram_api_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", value):
            raise ValueError(f"{value!r} is not an http(s) address")
        return value.rstrip("/")

    @field_validator("timezone")
    @classmethod
    def _is_a_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"{value!r} is not a time zone such as Asia/Riyadh")
        return value

    @field_validator("digest_time", mode="before")
    @classmethod
    def _is_an_hour(cls, value: object) -> object:
        if isinstance(value, str) and not _HOUR.fullmatch(value):
            raise ValueError(f"{value!r} is not a time of day such as 08:00")
        return value.zfill(5) if isinstance(value, str) else value

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _split_ids(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return frozenset(int(part) for part in value.split(",") if part.strip())
        except ValueError:
            raise ValueError(f"{value!r} is not a list of Telegram ids such as 111,222") from None

    @field_validator("message_format", "digits", "month_names", mode="before")
    @classmethod
    def _in_small_letters(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @property
    def display(self) -> DisplayPreferences:
        """Return how messages look to new subscribers, until they choose otherwise."""
        return DisplayPreferences(self.message_format, self.digits, self.month_names)

    def require_token(self) -> SecretStr:
        """Return the bot's token.

        :raises SettingsError: if there is none.
        """
        if self.telegram_bot_token is None:
            raise SettingsError(
                "TELEGRAM_BOT_TOKEN is missing: put the token of @BotFather into .env (see .env.example)"
            )
        return self.telegram_bot_token


def load_settings() -> Settings:
    """Read the environment and ``.env``.

    :raises SettingsError: for the first setting that is wrong. The message never shows the token.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "the settings"
        raise SettingsError(f"{name}: {first['msg'].removeprefix('Value error, ')}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f".env cannot be read: {error}") from None
