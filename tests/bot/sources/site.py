"""An outlet on the loopback, whose feed and pages a test writes; the outlet is invented."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from html import escape

from aiohttp import web
from aiohttp.test_utils import TestServer

TOLL = (
    "أعلنت وزارة الداخلية في كازاخستان مقتل {} من المحتجين في ألماتي. وقال الرئيس توكاييف إن قوات منظمة معاهدة الأمن"
    " الجماعي أعادت الأمن إلى المدينة بعد الاحتجاجات على رفع سعر الغاز. وأضافت الوزارة أن الاحتجاجات في جاناوزن هدأت،"
    " وأن الحكومة الكازاخية خفضت سعر الغاز المسال. وذكرت وزارة الداخلية أن المحتجين غادروا الساحة الكبرى في ألماتي مساء"
    " الخميس، وأن قوات الأمن أغلقت الطرق المؤدية إلى مطار المدينة حتى صباح الجمعة."
)  # on the story: who died is the news
FOG = (
    "أغلق مرفأ المدينة أبوابه صباح الخميس بسبب الضباب الكثيف، وبقيت أربع سفن في عرض البحر. وقال مدير المرفأ سليم حداد"
    " إن العمل يستأنف حين تصل الرؤية إلى ألف متر. وتوقعت دائرة الأرصاد أن ينقشع الضباب ظهر الجمعة، وطلبت من الصيادين أن"
    " يبقوا على الشاطئ. وكان المرفأ أغلق ثلاث مرات في الشهر الماضي للسبب نفسه، فتأخرت شحنات القمح أسبوعا كاملا. وأضاف"
    " حداد أن ثلاث سفن أخرى في طريقها إلى المرفأ، وأنها تلقت طلبا بأن تبطئ سيرها في الليل."
)  # on no story
PUBLISHED = datetime(2022, 1, 10, 9, tzinfo=UTC)


@dataclass
class Post:
    """An entry of the feed. If ``teaser`` is set, the feed has it instead of the text, which stands on the page."""

    key: str
    text: str
    title: str = "أخبار المدينة"
    teaser: str | None = None
    published: datetime | None = PUBLISHED


@dataclass
class Site:
    """What the outlet says, and how its server answers."""

    posts: list[Post] = field(default_factory=list)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0  # seconds before each answer
    feeds: tuple[str, ...] = ("/feed",)  # that its front page names
    asked: Counter[str] = field(default_factory=Counter)  # paths
    unchanged: int = 0  # answers with 304
    url: str = ""

    def build_app(self) -> web.Application:
        """Return the server: a front page, the feed under several addresses, a page for each post."""
        app = web.Application()
        app.router.add_get("/", self._show_front)
        app.router.add_get("/posts/{key}", self._show_post)
        app.router.add_get("/old-feed", self._move)
        for path in ("/feed", "/more.xml"):
            app.router.add_get(path, self._show_feed)
        return app

    async def _begin(self, request: web.Request) -> web.Response | None:
        self.asked[request.path] += 1
        await asyncio.sleep(self.pause)
        return None if self.status == 200 else web.Response(status=self.status, headers=self.headers)

    async def _show_front(self, request: web.Request) -> web.Response:
        links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{path}">' for path in self.feeds)
        page = f"<html><head><title>منبر الوادي</title>{links}</head><body><p>أهلًا بكم.</p></body></html>"
        return await self._begin(request) or web.Response(text=page, content_type="text/html")

    async def _show_feed(self, request: web.Request) -> web.Response:
        if failed := await self._begin(request):
            return failed
        items = "".join(self._write_item(post) for post in self.posts)
        feed = f'<rss version="2.0"><channel><title>منبر الوادي</title>{items}</channel></rss>'
        etag = f'"{sha256(feed.encode()).hexdigest()[:16]}"'
        if request.headers.get("If-None-Match") == etag:
            self.unchanged += 1
            return web.Response(status=304, headers={"ETag": etag})
        return web.Response(text=feed, content_type="application/rss+xml", headers={"ETag": etag, **self.headers})

    def _write_item(self, post: Post) -> str:
        day = f"<pubDate>{format_datetime(post.published)}</pubDate>" if post.published else ""
        said = post.text if post.teaser is None else post.teaser
        return (
            f"<item><title>{escape(post.title)}</title><guid isPermaLink='false'>{post.key}</guid>"
            f"<link>{self.url}/posts/{post.key}</link>{day}<description>{escape(said)}</description></item>"
        )

    async def _show_post(self, request: web.Request) -> web.Response:
        if failed := await self._begin(request):
            return failed
        post = next((each for each in self.posts if each.key == request.match_info["key"]), None)
        if post is None:
            return web.Response(status=404)
        lines = "".join(f"<p>{escape(line)}.</p>" for line in post.text.removesuffix(".").split(". "))
        article = f"<article><h1>{post.title}</h1>{lines}</article>"
        page = f"<html><head><title>{post.title}</title></head><body>{article}</body></html>"
        return web.Response(text=page, content_type="text/html")

    async def _move(self, request: web.Request) -> web.Response:
        return await self._begin(request) or web.Response(status=301, headers={"Location": "/feed"})


async def open_site(number: int, *posts: Post) -> tuple[Site, TestServer]:
    """Serve an outlet under an address of its own: hosts are paced one by one."""
    site = Site(list(posts))
    server = TestServer(site.build_app(), host=f"127.0.0.{number}")
    await server.start_server()
    site.url = f"http://127.0.0.{number}:{server.port}"
    return site, server


def hours(number: float) -> timedelta:
    """Return so many hours."""
    return timedelta(hours=number)
