"""However operators write an address, it is one address."""

from pathlib import Path

import pytest

from bot.sources.addresses import parse_address
from bot.sources.values import SourceError


@pytest.mark.parametrize(
    "written",
    [
        "@Wadi_News",
        "t.me/wadi_news",
        "https://t.me/s/Wadi_News",
        "http://telegram.me/wadi_news/",
        "t.me/s/wadi_news?q=1",
    ],
)
def test_a_channel(written: str) -> None:
    assert parse_address(written) == ("https://t.me/s/wadi_news", "channel")


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("wadi.example", "https://wadi.example/"),
        ("  https://Wadi.Example:443/Feed?utm_source=x&id=7#top ", "https://wadi.example/Feed?id=7"),
        ("http://127.0.0.1:8080/rss", "http://127.0.0.1:8080/rss"),
        ("https://منبر.example/خبر", "https://xn--ngbs2de.example/%D8%AE%D8%A8%D8%B1"),
    ],
)
def test_an_address_of_the_web(written: str, address: str) -> None:
    assert parse_address(written) == (address, None)


def test_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news").mkdir()
    for written in ("./news", str(tmp_path / "news"), f"file://{tmp_path}/news", "./news/../news/"):
        assert parse_address(written) == (str(tmp_path / "news"), "folder")


@pytest.mark.parametrize(
    "written", ["", "wadi", "ftp://wadi.example", "javascript:alert(1)", "https://", "/no/such/folder", "./\x00"]
)
def test_what_is_no_address_is_refused_in_its_own_words(written: str) -> None:
    with pytest.raises(SourceError):
        parse_address(written)
