"""How long a round over hundreds of feeds takes, and how much memory: ``python -m benchmarks.feeds``.

    python -m benchmarks.feeds [--feeds 500] [--entries 20] [--on-story 50]

The feeds are served on the loopback by a process of their own, each with whole articles of some 120 words. One article
in fifty is on the story. A tenth of the feeds fail: a third of these with status 500, a third with what is no feed, a
third never answer. Printed are the first round, with composing, and the second, in which nothing has changed.
"""

import argparse
import asyncio
import contextlib
import multiprocessing
import random
import resource
import tempfile
import time
from collections import Counter
from hashlib import sha256
from html import escape
from multiprocessing.connection import Connection

from aiohttp import web

from bot.app import build_services
from bot.core.clock import system_clock
from bot.core.container import Services
from bot.core.settings import Settings
from bot.sources.rounds.run import run_round
from bot.sources.values import VisitReport
from storage.sources.registry import add_source

_TARGET_S = 60.0
_FAILING = 10  # one feed of so many
_PLACES = ("المرفأ", "السوق القديم", "الجسر الكبير", "المدرسة", "المستشفى", "الملعب", "المحطة", "الحديقة")
_DEEDS = ("أغلقت البلدية", "افتتحت البلدية", "زارت لجنة", "رممت شركة", "نظف متطوعون", "عاين خبراء", "صور زوار")
_OFF = (
    "{deed} {place} صباح يوم {number} بعد أعمال دامت {number} أسبوعا، وقال مدير المشروع سليم حداد إن الكلفة بلغت"
    " {number} ألف دينار. وأضاف حداد أن {number} عاملا يعملون في {place} كل ليلة، وأن العمل ينتهي قبل الخريف."
    " وذكر سكان الحي أنهم انتظروا ذلك {number} سنة، وطلبوا إنارة الطريق المؤدية إلى {place}. وتوقعت دائرة الأرصاد مطرا"
    " خفيفا في المساء، ونصحت السائقين بالسير ببطء قرب {place}."
)
_ON = (
    "أعلنت وزارة الداخلية الكازاخية أن {number} محتجا أصيبوا قرب {place} في ألماتي. وقال الرئيس توكاييف إن الأمن عاد"
    " إلى كازاخستان بعد الاحتجاجات على رفع سعر الغاز. وأضافت الوزارة أن {number} شخصا أوقفوا في المدينة، وأن"
    " الاحتجاجات في جاناوزن هدأت منذ {number} ساعات. وذكرت أن قوات منظمة معاهدة الأمن الجماعي تحرس {place} والمطار"
    " في ألماتي."
)


def write_feed(number: int, entries: int, on_story: int) -> str:
    """Return a feed; the same number gives the same feed."""
    chance = random.Random(number)
    items = []
    for entry in range(entries):
        template = _ON if chance.randrange(on_story) == 0 else _OFF
        text = template.format(
            deed=chance.choice(_DEEDS), place=chance.choice(_PLACES), number=chance.randrange(11, 100)
        )
        head = f"<title>{chance.choice(_PLACES)}: {number}</title><guid isPermaLink='false'>{number}-{entry}</guid>"
        day = f"<pubDate>Thu, 06 Jan 2022 {entry % 24:02}:00:00 GMT</pubDate>"
        items.append(f"<item>{head}{day}<description>{escape(text)}</description></item>")
    return f'<rss version="2.0"><channel><title>منبر {number}</title>{"".join(items)}</channel></rss>'


def serve(pipe: Connection, entries: int, on_story: int) -> None:
    """Serve the feeds in this process; send the port, and on each request the counts of answers by status."""
    statuses: Counter[int] = Counter()

    async def answer(request: web.Request) -> web.StreamResponse:
        number = int(request.match_info["number"])
        response = await _answer(request, number, entries, on_story)
        statuses[response.status] += 1
        return response

    async def run() -> None:
        app = web.Application()
        app.router.add_get("/{number}/feed", answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
        pipe.send(runner.addresses[0][1])
        while await asyncio.to_thread(pipe.recv):
            pipe.send(dict(statuses))
            statuses.clear()
        await runner.cleanup()

    asyncio.run(run())


async def _answer(request: web.Request, number: int, entries: int, on_story: int) -> web.StreamResponse:
    if number % _FAILING == 0:
        fault = number // _FAILING % 3
        if fault == 0:
            return web.Response(status=500)
        if fault == 1:
            return web.Response(text="just words", content_type="text/plain")
        await asyncio.sleep(3600)
    feed = write_feed(number, entries, on_story)
    etag = f'"{sha256(feed.encode()).hexdigest()[:16]}"'
    if request.headers.get("If-None-Match") == etag:
        return web.Response(status=304, headers={"ETag": etag})
    return web.Response(text=feed, content_type="application/rss+xml", headers={"ETag": etag})


async def measure(services: Services, port: int, feeds: int, pipe: Connection) -> None:
    """Make two rounds, and print what each took."""
    await services.database.migrate()
    async with services.database.begin() as session:
        for number in range(feeds):
            await add_source(session, f"http://127.0.0.1:{port}/{number}/feed", services.clock())
    async with services.visiting.fetcher:
        for name in ("first", "second"):
            began, cpu = time.perf_counter(), time.process_time()
            reports = await run_round(services, everything=True)
            taken, cpu = time.perf_counter() - began, time.process_time() - cpu
            pipe.send(True)
            _tell(
                name,
                f"{taken:5.1f} s (target {_TARGET_S:.0f} s), {cpu:.0f} s of them computing",
                reports,
                await asyncio.to_thread(pipe.recv),
            )
    await services.database.close()


def _tell(name: str, taken: str, reports: list[VisitReport], statuses: dict[int, int]) -> None:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    articles, on_story = sum(each.new for each in reports), sum(each.on_story for each in reports)
    faults = sum(each.fault is not None for each in reports)
    print(
        f"{name} round: {taken}; {len(reports)} feeds, {faults} failed;"
        f" {articles} articles, {on_story} on the story; answers {statuses}; memory {memory:.0f} MiB"
    )


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (("feeds", 500), ("entries", 20), ("on-story", 50)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    given = parser.parse_args()
    pipe, theirs = multiprocessing.get_context("spawn").Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs, given.entries, given.on_story))
    server.start()
    try:
        port = pipe.recv()
        with tempfile.TemporaryDirectory(prefix="mujaz-feeds-") as folder:
            settings = Settings(
                _env_file=None,  # type: ignore[call-arg]
                database_url=f"sqlite:///{folder}/feeds.db",
                fetch_allow_hosts=frozenset({f"127.0.0.1:{port}"}),
            )
            asyncio.run(measure(build_services(settings, system_clock), port, given.feeds, pipe))
    finally:
        with contextlib.suppress(OSError):
            pipe.send(False)
        server.join(5)
        server.kill()


if __name__ == "__main__":
    main()
