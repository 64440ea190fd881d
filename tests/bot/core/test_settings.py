"""Wrong settings end in one clear line."""

import re
from datetime import time
from pathlib import Path

import pytest

from bot.core.settings import Settings, SettingsError, load_settings

TOKEN = "42:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"  # noqa: S105 - nobody's


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Remove all settings but those of the test."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_nothing_has_to_be_set_but_the_token() -> None:
    settings = load_settings()
    assert (settings.timezone, settings.digest_time) == ("Asia/Riyadh", time(8))
    with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN is missing"):
        settings.require_token()


def test_the_example_holds_the_defaults_and_every_setting() -> None:
    example = Path(__file__).parents[3] / ".env.example"
    named = {line.partition("=")[0].lower() for line in example.read_text("utf-8").splitlines() if "=" in line[:30]}
    assert named == set(Settings.model_fields)
    assert Settings(_env_file=example) == Settings(_env_file=None)  # type: ignore[call-arg]  # of pydantic-settings


def test_settings_come_from_a_file_and_the_environment_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f"TELEGRAM_BOT_TOKEN={TOKEN}", "DIGEST_TIME=7:15", "ADMIN_IDS=1, 22", "LOG_LEVEL=debug", "OTHER=x"]
    Path(".env").write_text("\n".join(lines), "utf-8")
    monkeypatch.setenv("DIGEST_TIME", "21:00")
    settings = load_settings()
    assert settings.require_token().get_secret_value() == TOKEN
    assert settings.digest_time == time(21)
    assert settings.admin_ids == {1, 22}
    assert settings.log_level == "DEBUG"


def test_the_fetcher_says_who_runs_it_and_asks_ones_own_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    assert re.fullmatch(r"Mujaz/\d+\.\d+\.\d+", load_settings().fetching.user_agent)
    monkeypatch.setenv("FETCH_CONTACT", "news@mina.example")
    monkeypatch.setenv("FETCH_ALLOW_HOSTS", "RSSHub.local, 127.0.0.1:8080, [::1]:8081")
    settings = load_settings().fetching
    assert settings.user_agent.endswith(" (+news@mina.example)")
    assert settings.allow_hosts == {"rsshub.local", "127.0.0.1:8080", "::1:8081"}


@pytest.mark.parametrize("url", ["https://api.telegram.org", "http://127.0.0.1:8081", "http://[::1]:8081/base/"])
def test_any_server_will_do(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", url)
    assert load_settings().telegram_api_url == url.rstrip("/")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("TELEGRAM_BOT_TOKEN", "secret", "TELEGRAM_BOT_TOKEN: is not a token"),
        ("TELEGRAM_API_URL", "api.telegram.org", "TELEGRAM_API_URL: is not an http"),
        ("TIMEZONE", "Riyadh", "TIMEZONE: 'Riyadh' is not a time zone"),
        ("DIGEST_TIME", "25:00", "DIGEST_TIME: '25:00' is not a time of day"),
        ("DIGEST_TIME", "8", "DIGEST_TIME: '8' is not a time of day"),
        ("ADMIN_IDS", "1,x", "ADMIN_IDS: '1,x' is not a list"),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL: "),
        ("FETCH_CONTACT", "قلم التحرير", "FETCH_CONTACT: is not an address at which"),
        ("FETCH_ALLOW_HOSTS", "a.local, http://b", "FETCH_ALLOW_HOSTS: 'http://b' is not a host"),
        ("FETCH_PROXY_URL", "socks5://me:secret@host:1", "FETCH_PROXY_URL: is not the address of an http:// or"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_text_is_said_so() -> None:
    Path(".env").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match=r"\.env cannot be read"):
        load_settings()
