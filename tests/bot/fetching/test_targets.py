"""Which addresses are asked: by their letters, by what a name leads to, on every hop."""

from ipaddress import ip_address
from typing import Any

import pytest

from bot.fetching.fetcher import Fetcher
from bot.fetching.targets import find_target, is_public, show_address
from bot.fetching.values import FetchError, FetchFault, FetchSettings
from tests.bot.fetching.menagerie import NOW, Menagerie


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.1", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254", "169.254.169.254"),
        *("172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1"),
        *("198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "::127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "64:ff9b::a00:1", "64:ff9b:1::1", "100::1"),
        *("2001::1", "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:a00:1::1", "3fff::1", "5f00::1"),
        *("fc00::1", "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1", "2600::1%eth0"),
    ],
)
def test_what_is_not_public_is_not_asked(address: str) -> None:
    assert not is_public(ip_address(address))
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(FetchError) as caught:
        find_target(f"http://{host}/rss", ())
    assert caught.value.reason is FetchFault.REFUSED_ADDRESS


@pytest.mark.parametrize("address", ["8.8.8.8", "100.128.0.1", "172.32.0.1", "192.0.1.1", "2606:4700::1", "2a00::1"])
def test_what_is_public_is_asked(address: str) -> None:
    assert is_public(ip_address(address))
    assert find_target(f"https://{f'[{address}]' if ':' in address else address}/rss", ()).url.path == "/rss"


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://mina.example/rss", "file:///etc/passwd", "gopher://mina.example/", "javascript:alert(1)", "data:,x"),
        *("mina.example/rss", "//mina.example/rss", "http://", "http:///rss", "", "http://mina.example:0/"),
        *("http://mina.example:99999/", "http://mina.example:x/", "http://[::1/", f"http://mina.example/{'x' * 3_000}"),
        *("http://user@mina.example/", "http://user:secret@mina.example/", "http://:secret@mina.example/"),
        *("http://localhost/", "http://LOCALHOST./", "http://a.localhost:8080/", "http://127.1/", "http://2130706433/"),
        *("http://0x7f000001/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.0.0.1./", "http://①②⑦.⓪.⓪.①/"),
        *("http://１２７.0.0.1/", "http://10。0。0。1/", "http://%31%30.0.0.1/", "http://mina.example@10.0.0.1/"),
    ],
)
def test_an_address_in_disguise_is_refused_in_one_line(url: str) -> None:
    with pytest.raises(FetchError, match=r"^the address is not asked: ") as caught:
        find_target(url, ())
    assert caught.value.reason is FetchFault.REFUSED_ADDRESS
    assert "secret" not in str(caught.value)


def test_ones_own_servers_are_asked_wherever_they_are() -> None:
    allowed = {"rsshub.local", "127.0.0.1:8080", "::1:8080"}
    for url in ("http://rsshub.local/x", "https://RSSHub.local:444/", "http://127.0.0.1:8080/", "http://[::1]:8080/"):
        assert find_target(url, allowed).is_own
    assert not find_target("http://mina.example/", allowed).is_own
    for url in ("http://127.0.0.1/", "http://127.0.0.1:8081/", "http://[::1]/", "http://rsshub.local@127.0.0.1/"):
        with pytest.raises(FetchError):
            find_target(url, allowed)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://user:secret@mina.example/rss?key=secret#secret", "https://mina.example/rss?…"),
        ("https://mina.example/rss", "https://mina.example/rss"),
        ("http://[secret", "(no address)"),
    ],
)
def test_a_log_shows_no_secret_of_an_address(url: str, shown: str) -> None:
    assert show_address(url) == shown


async def test_a_name_that_leads_inside_is_not_connected_to(menagerie: Menagerie) -> None:
    async with menagerie.open_fetcher() as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(menagerie.url("rss", "inside.example"))
        assert caught.value.reason is FetchFault.REFUSED_ADDRESS
    assert not menagerie.asked


async def test_of_several_addresses_of_a_name_the_public_one_is_connected_to(menagerie: Menagerie) -> None:
    async with menagerie.open_fetcher() as fetcher:
        assert (await fetcher.fetch(menagerie.url("rss", "mixed.example"))).status == 200


async def test_a_name_server_that_changes_its_mind_leads_nowhere(menagerie: Menagerie) -> None:
    """The address that is checked is the one that is connected to: there is no second look-up between the two."""
    async with menagerie.open_fetcher() as fetcher:
        await fetcher.fetch(menagerie.url("rss", "turning.example"))
    asked = len(menagerie.asked)
    async with menagerie.open_fetcher() as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(menagerie.url("rss", "turning.example"))
        assert caught.value.reason is FetchFault.REFUSED_ADDRESS
    assert len(menagerie.asked) == asked


async def test_a_name_that_nobody_has_is_said_so(menagerie: Menagerie) -> None:
    async with menagerie.open_fetcher() as fetcher:
        for _ in range(2):
            with pytest.raises(FetchError, match="the name of the host cannot be resolved") as caught:
                await fetcher.fetch("http://mina.invalid/rss")
            assert caught.value.reason is FetchFault.CONNECTION
    assert menagerie.names.asked["mina.invalid"] == 1, "a site that cannot be reached is left alone for a minute"


@pytest.mark.parametrize(
    ("more", "host"), [({}, "127.0.0.1"), ({}, "localhost"), ({"proxy_url": "http://127.0.0.1:9"}, "10.0.0.1")]
)
async def test_the_real_fetcher_does_not_ask_this_machine(
    menagerie: Menagerie, more: dict[str, Any], host: str
) -> None:
    async with Fetcher(FetchSettings(**more), lambda: NOW) as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(menagerie.url("rss", host))
        assert caught.value.reason is FetchFault.REFUSED_ADDRESS
    assert not menagerie.asked


async def test_the_real_fetcher_asks_a_server_of_ones_own(menagerie: Menagerie) -> None:
    own = frozenset({f"127.0.0.1:{menagerie.port}"})
    async with Fetcher(FetchSettings(allow_hosts=own), lambda: NOW) as fetcher:
        assert (await fetcher.fetch(menagerie.url("rss", "127.0.0.1"))).status == 200
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(menagerie.url("inward", "127.0.0.1"))
        assert caught.value.reason is FetchFault.REFUSED_ADDRESS


async def test_through_a_proxy_names_are_the_proxys_to_look_up(menagerie: Menagerie) -> None:
    async with menagerie.open_fetcher(proxy_url=f"http://127.0.0.1:{menagerie.port}") as fetcher:
        answer = await fetcher.fetch("http://mina.invalid/rss")
    assert answer.url == "http://mina.invalid/rss"
    assert menagerie.asked == [("mina.invalid", "/robots.txt"), ("mina.invalid", "/rss")]
    assert not menagerie.names.asked
