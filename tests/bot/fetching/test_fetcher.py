"""Whatever a server does, a request ends soon, in an answer or in one line."""

import asyncio
import time
import tracemalloc
from datetime import timedelta

import pytest

from bot.fetching.values import FetchError, FetchFault
from briefings.reading import UnreadableSourceError, read_source
from tests.bot.fetching.menagerie import BAD, CHANGED, ETAG, GOOD, NOW, Menagerie
from tests.briefings.reading.documents import TEXT

READ = {  # how many entries each good answer has, or why it has none
    **dict.fromkeys(GOOD, 1),
    **dict.fromkeys(("rss", "undated", "conditional"), 2),
    "one-broken": 3,
    "front": 0,
    "broken": "is no XML",
    "entity-bomb": "declares a document type or entities",
    "empty": "is empty",
}


@pytest.mark.parametrize("name", GOOD)
async def test_what_is_answered_is_read_or_refused(menagerie: Menagerie, name: str) -> None:
    async with menagerie.open_fetcher() as fetcher:
        answer = await fetcher.fetch(menagerie.url(name))
    assert (answer.status, answer.url, answer.moved_to) == (200, menagerie.url(name), None)
    expected = READ[name]
    try:
        reading = read_source(
            answer.body, content_type=answer.content_type, url=answer.url, zone="Asia/Riyadh", now=NOW
        )
    except UnreadableSourceError as error:
        assert str(expected) in str(error)  # noqa: PT017 - either outcome is right
    else:
        assert len(reading.entries) == expected
        assert name in {"teaser", "s/mina", "sitemap"} or all(
            entry.text == TEXT for entry in reading.entries if entry.key.endswith("-1")
        )


@pytest.mark.parametrize("name", BAD)
async def test_what_is_not_answered_ends_soon_and_in_one_line(menagerie: Menagerie, name: str) -> None:
    async with menagerie.open_fetcher() as fetcher:
        begun = time.monotonic()
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(menagerie.url(name))
    assert time.monotonic() - begun < 5
    assert caught.value.reason is BAD[name][1]
    assert "\n" not in str(caught.value)
    assert "example" not in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("name", ["huge", "endless", "gzip-bomb"])
async def test_what_is_too_large_takes_no_more_memory_than_is_allowed(menagerie: Menagerie, name: str) -> None:
    async with menagerie.open_fetcher(most_bytes=1024 * 1024) as fetcher:
        await fetcher.fetch(menagerie.url("rss"))
        tracemalloc.start()
        try:
            with pytest.raises(FetchError, match="too large: more than 1024 KiB"):
                await fetcher.fetch(menagerie.url(name))
            assert tracemalloc.get_traced_memory()[1] < 8 * 1024 * 1024
        finally:
            tracemalloc.stop()


async def test_what_has_not_changed_is_not_sent_again(menagerie: Menagerie) -> None:
    async with menagerie.open_fetcher() as fetcher:
        first = await fetcher.fetch(menagerie.url("conditional"))
        assert (first.status, first.etag, first.last_modified) == (200, ETAG, CHANGED)
        for known in ({"etag": first.etag}, {"last_modified": first.last_modified}):
            again = await fetcher.fetch(menagerie.url("conditional"), **known)
            assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    ("name", "moved"), [("moved", True), ("moved-twice", True), ("elsewhere", False), ("moved-elsewhere", False)]
)
async def test_an_address_that_moved_for_good_is_reported(menagerie: Menagerie, name: str, *, moved: bool) -> None:
    async with menagerie.open_fetcher() as fetcher:
        answer = await fetcher.fetch(menagerie.url(name))
    assert answer.url == menagerie.url("rss")
    assert answer.moved_to == (menagerie.url("rss") if moved else None)


async def test_an_address_in_arabic_letters_is_followed(menagerie: Menagerie) -> None:
    async with menagerie.open_fetcher() as fetcher:
        answer = await fetcher.fetch(menagerie.url("moved-in-arabic"))
    assert answer.url == answer.moved_to
    assert answer.url.endswith("?%D8%B5=%D9%A1")
    assert menagerie.asked[-1] == ("mina.example", "/الأخبار")


async def test_a_host_without_tls_is_said_so(menagerie: Menagerie) -> None:
    async with menagerie.open_fetcher() as fetcher:
        with pytest.raises(FetchError, match="TLS") as caught:
            await fetcher.fetch(menagerie.url("rss").replace("http:", "https:"))
    assert caught.value.reason is FetchFault.TLS


async def test_the_robot_says_who_it_is_and_keeps_no_cookies(menagerie: Menagerie) -> None:
    async with menagerie.open_fetcher(user_agent="Mujaz/1 (+news@mina.example)") as fetcher:
        await fetcher.fetch(menagerie.url("rss"))
    assert menagerie.headers["User-Agent"] == "Mujaz/1 (+news@mina.example)"
    assert menagerie.headers["Accept-Encoding"] == "gzip, deflate"
    assert "Cookie" not in menagerie.headers


async def test_an_answer_says_how_long_it_stays_fresh(menagerie: Menagerie) -> None:
    async with menagerie.open_fetcher() as fetcher:
        assert (await fetcher.fetch(menagerie.url("rss"))).fresh_for == timedelta(minutes=15)
        assert (await fetcher.fetch(menagerie.url("atom"))).fresh_for is None


@pytest.mark.parametrize(("name", "pause"), [("too-many", 120), ("too-many-until", 300)])
async def test_a_host_that_asks_for_a_pause_gets_it(menagerie: Menagerie, name: str, pause: int) -> None:
    async with menagerie.open_fetcher() as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(menagerie.url(name))
        assert (caught.value.status, caught.value.retry_after) == (429, timedelta(seconds=pause))
        asked = len(menagerie.asked)
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(menagerie.url("rss"))
        assert caught.value.reason is FetchFault.HOST_WAITS
        assert caught.value.retry_after is not None
        assert timedelta(seconds=pause - 2) < caught.value.retry_after <= timedelta(seconds=pause)
        assert len(menagerie.asked) == asked, "nothing was sent"
        assert (await fetcher.fetch(menagerie.url("rss", "other.example"))).status == 200


async def test_one_host_is_asked_one_thing_at_a_time_and_many_at_once(menagerie: Menagerie) -> None:
    async with menagerie.open_fetcher(distance_s=0.1) as fetcher:
        begun = time.monotonic()
        await asyncio.gather(*(fetcher.fetch(menagerie.url("rss")) for _ in range(4)))
        assert menagerie.most_at_once == 1
        assert time.monotonic() - begun >= 0.3
        await asyncio.gather(
            *(fetcher.fetch(menagerie.url("dripping", f"h{n}.example")) for n in range(8)), return_exceptions=True
        )
        assert menagerie.most_at_once == 8


async def test_a_slow_host_keeps_no_other_waiting(menagerie: Menagerie) -> None:
    async with menagerie.open_fetcher(at_once=4) as fetcher:
        slow = [asyncio.create_task(fetcher.fetch(menagerie.url("silent", "slow.example"))) for _ in range(20)]
        await asyncio.sleep(0.1)
        begun = time.monotonic()
        await asyncio.gather(*(fetcher.fetch(menagerie.url("rss", f"h{n}.example")) for n in range(10)))
        assert time.monotonic() - begun < 0.9
        for task in slow:
            task.cancel()
        assert all(
            isinstance(each, asyncio.CancelledError) for each in await asyncio.gather(*slow, return_exceptions=True)
        )


async def test_nothing_is_asked_after_the_end(menagerie: Menagerie) -> None:
    async with menagerie.open_fetcher() as fetcher:
        pass
    with pytest.raises(FetchError, match="closed"):
        await fetcher.fetch(menagerie.url("rss"))
