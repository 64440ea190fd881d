"""The settings. No other module reads the environment."""

import re
from datetime import time
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot import __version__
from bot.core.logs import secrets_in, secrets_of
from bot.fetching.values import FetchSettings
from storage.model.values import Digits, DisplayPreferences, Format, Months

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_HOUR = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")
_RATE = Field(ge=0, allow_inf_nan=False)
_CONTACT = re.compile(r"[!-'*-~]{3,200}")  # it stands between brackets in a header
_HOST = re.compile(r"(?:[a-z0-9][a-z0-9.-]*|\[[0-9a-f:.]+\])(?::\d{1,5})?")
_PORT = re.compile(r"(?:\[[^\]]*\]|[^:]*):(.*)")


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
    send_rate: Annotated[float, _RATE] = 30
    send_rate_per_chat: Annotated[float, _RATE] = 1
    send_rate_per_group: Annotated[float, _RATE] = 20
    paid_broadcast: bool = False
    http_client: Literal["aiohttp", "httpx"] = "aiohttp"
    proxy_url: str | None = None
    fetch_contact: str | None = None
    fetch_allow_hosts: Annotated[frozenset[str], NoDecode] = Field(default=frozenset())
    fetch_proxy_url: str | None = None
    keep_deliveries_days: Annotated[int, Field(ge=7)] = 90
    keep_articles_days: Annotated[int, Field(ge=0)] = 0
    source_alert_hours: Annotated[float, Field(gt=0, le=720)] = 6
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
            raise ValueError("is not an http(s) address")  # its text may hold a password
        return _check_port(value).rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _has_a_port(cls, value: str) -> str:
        return value if value.startswith("sqlite") else _check_port(value)

    @field_validator("proxy_url", "fetch_proxy_url")
    @classmethod
    def _is_a_proxy(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"[a-z0-9+.]+://[^\s/]+/?", value, re.IGNORECASE):
            raise ValueError("is not the address of a proxy such as http://user:password@host:3128")
        return value and _check_port(value)

    @field_validator("fetch_proxy_url")
    @classmethod
    def _is_an_http_proxy(cls, value: str | None) -> str | None:
        if value is not None and not value.lower().startswith(("http://", "https://")):
            raise ValueError("is not the address of an http:// or https:// proxy")
        return value

    @field_validator("fetch_contact")
    @classmethod
    def _is_a_contact(cls, value: str | None) -> str | None:
        if value is not None and not _CONTACT.fullmatch(value):
            raise ValueError(
                "is not an address at which you can be reached, such as https://example.org or a@example.org"
            )
        return value

    @field_validator("fetch_allow_hosts", mode="before")
    @classmethod
    def _split_hosts(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        hosts = [part.strip().lower() for part in value.split(",") if part.strip()]
        if wrong := next((host for host in hosts if not _HOST.fullmatch(host)), None):
            raise ValueError(f"{wrong!r} is not a host such as rsshub.local or 127.0.0.1:8080")
        return frozenset(host.replace("[", "").replace("]", "") for host in hosts)

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

    @property
    def fetching(self) -> FetchSettings:
        """Return how feeds and pages are fetched."""
        contact = f" (+{self.fetch_contact})" if self.fetch_contact else ""
        return FetchSettings(
            user_agent=f"Mujaz/{__version__}{contact}",
            allow_hosts=self.fetch_allow_hosts,
            proxy_url=self.fetch_proxy_url,
        )

    def list_secrets(self) -> tuple[str, ...]:
        """Return what no log may show: the token, and the credentials in addresses."""
        urls = (self.telegram_api_url, self.proxy_url, self.fetch_proxy_url, self.database_url)
        return (*secrets_of(self.telegram_bot_token), *(secret for url in urls for secret in secrets_in(url)))

    def require_token(self) -> SecretStr:
        """Return the bot's token.

        :raises SettingsError: if there is none.
        """
        if self.telegram_bot_token is None:
            raise SettingsError(
                "TELEGRAM_BOT_TOKEN is missing: put the token of @BotFather into .env (see .env.example)"
            )
        return self.telegram_bot_token


def _check_port(url: str) -> str:
    """Return an address whose port, if it names one, is one.

    :raises ValueError: if it is none.
    """
    # What follows the credentials, up to the path: a password may hold nearly anything.
    host = url.partition("://")[2].partition("?")[0].rpartition("@")[2].partition("/")[0]
    found = _PORT.fullmatch(host)
    port = found[1] if found else ""
    if port and not (port.isdecimal() and len(port) < 6 and int(port) < 65_536):
        raise ValueError("names a port that is none: ports are 0 to 65535")
    return url


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
