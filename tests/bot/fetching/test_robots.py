"""robots.txt: what it forbids, what its absence allows, and how slowly a site wants to be asked."""

import time

import pytest

from bot.fetching.values import FetchError, FetchFault
from tests.bot.fetching.menagerie import Menagerie


async def test_what_a_site_forbids_is_not_asked_for(menagerie: Menagerie) -> None:
    async with menagerie.open_fetcher() as fetcher:
        with pytest.raises(FetchError, match="forbids") as caught:
            await fetcher.fetch(menagerie.url("rss", "forbidding.example"))
        assert caught.value.reason is FetchFault.FORBIDDEN_BY_ROBOTS
        with pytest.raises(FetchError, match="forbids"):
            await fetcher.fetch(menagerie.url("atom?all=1", "forbidding.example"))
        await fetcher.fetch(menagerie.url("atom", "forbidding.example"))
    assert menagerie.asked == [("forbidding.example", "/robots.txt"), ("forbidding.example", "/atom")]


async def test_a_redirect_does_not_lead_around_it(menagerie: Menagerie) -> None:
    async with menagerie.open_fetcher() as fetcher:
        with pytest.raises(FetchError, match="forbids"):
            await fetcher.fetch(menagerie.url("moved", "forbidding.example"))


@pytest.mark.parametrize("host", ["mina.example", "secretive.example"])
async def test_a_site_without_rules_allows_everything(menagerie: Menagerie, host: str) -> None:
    async with menagerie.open_fetcher() as fetcher:
        assert (await fetcher.fetch(menagerie.url("rss", host))).status == 200
        assert (await fetcher.fetch(menagerie.url("atom", host))).status == 200
    assert menagerie.count("robots.txt", host) == 1, "they are remembered"


async def test_a_site_whose_rules_fail_is_left_alone_for_a_while(menagerie: Menagerie) -> None:
    async with menagerie.open_fetcher() as fetcher:
        for _ in range(2):
            with pytest.raises(FetchError, match=r"robots.txt cannot be read: it answers 503") as caught:
                await fetcher.fetch(menagerie.url("rss", "sick.example"))
            assert caught.value.retry_after is not None
            assert 590 < caught.value.retry_after.total_seconds() <= 600
    assert menagerie.asked == [("sick.example", "/robots.txt")]


async def test_endless_rules_are_cut(menagerie: Menagerie) -> None:
    async with menagerie.open_fetcher() as fetcher:
        with pytest.raises(FetchError, match="forbids"):
            await fetcher.fetch(menagerie.url("rss", "talkative.example"))
        assert (await fetcher.fetch(menagerie.url("atom", "talkative.example"))).status == 200


async def test_a_site_is_asked_as_slowly_as_it_wants(menagerie: Menagerie) -> None:
    async with menagerie.open_fetcher() as fetcher:
        await fetcher.fetch(menagerie.url("rss", "unhurried.example"))
        begun = time.monotonic()
        await fetcher.fetch(menagerie.url("atom", "unhurried.example"))
        assert time.monotonic() - begun >= 0.3
        await fetcher.fetch(menagerie.url("rss", "eternal.example"))
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(menagerie.url("atom", "eternal.example"))
        assert caught.value.reason is FetchFault.HOST_WAITS
        assert caught.value.retry_after is not None
        assert caught.value.retry_after.total_seconds() > 86_000


async def test_a_server_of_ones_own_is_asked_without_rules_and_without_pauses(menagerie: Menagerie) -> None:
    async with menagerie.open_fetcher(allow_hosts=frozenset({"forbidding.example"}), distance_s=60.0) as fetcher:
        for _ in range(3):
            assert (await fetcher.fetch(menagerie.url("rss", "forbidding.example"))).status == 200
    assert menagerie.count("robots.txt", "forbidding.example") == 0
