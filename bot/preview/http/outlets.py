"""The outlets on the server: their feeds and pages, and a page that shows what became of each article."""

from hashlib import sha256
from html import escape

from aiohttp import web

from bot.preview.outlets import Outlet, Outlets, feed_path, page_path, write_feed, write_page

_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}


def add_outlets(app: web.Application, outlets: Outlets) -> None:
    """Add ``/outlets/…`` and ``/sources`` to the server."""
    served = _Served(outlets)
    app.router.add_get("/outlets/{number:[0-9]+}/feed.xml", served.send_feed)
    app.router.add_get("/outlets/{number:[0-9]+}/{article}", served.send_page)
    app.router.add_get("/sources", served.send_sources)


class _Served:
    def __init__(self, outlets: Outlets) -> None:
        self.outlets = outlets

    async def send_feed(self, request: web.Request) -> web.Response:
        """Send a feed; 304 if whoever asks knows it."""
        text = write_feed(self._find(request), f"http://{request.host}")
        etag = f'"{sha256(text.encode()).hexdigest()[:16]}"'
        headers = {**_HEADERS, "ETag": etag}
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers=headers)
        return web.Response(text=text, content_type="application/rss+xml", headers=headers)

    async def send_page(self, request: web.Request) -> web.Response:
        """Send the page of an article."""
        outlet = self._find(request)
        article = outlet.articles.get(request.match_info["article"])
        if article is None:
            raise web.HTTPNotFound
        return web.Response(text=write_page(outlet, article), content_type="text/html", headers=_HEADERS)

    async def send_sources(self, _: web.Request) -> web.Response:
        """Send the page of all outlets, with what became of each article."""
        shown = "".join(map(self._show, self.outlets.by_name.values()))
        page = (
            '<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>المصادر · معاينة</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<link rel="stylesheet" href="/static/sources.css"></head><body>'
            '<header><a href="/">موجز · معاينة</a></header><main><h1>من أين تأتي الأخبار</h1>'
            "<p>لكل ناشر هنا خلاصة وصفحات على هذا الخادم. يقرأ البوت الخلاصات كما يقرأ خلاصات المواقع: يسأل عمّا تغيّر،"
            f" ويفتح صفحة المقال إن لم يكن في الخلاصة إلا أوله.</p>{shown}</main></body></html>"
        )
        return web.Response(text=page, content_type="text/html", headers=_HEADERS)

    def _show(self, outlet: Outlet) -> str:
        kind = "في خلاصته أول المقال فقط" if outlet.gives_teasers else "في خلاصته المقال كله"
        rows = "".join(
            f'<li><a href="{page_path(outlet, article)}">{escape(article.title or article.id)}</a>'
            f"<ul>{self._list_fates(page_path(outlet, article))}</ul></li>"
            for article in reversed(outlet.articles.values())
        )
        feed = f'<a href="{feed_path(outlet)}">الخلاصة</a>'
        return (
            f'<section><h2>{escape(outlet.name)}</h2><p class="kind">{kind} · {feed}</p>'
            f"<ol>{rows or '<li>لم ينشر شيئًا بعد.</li>'}</ol></section>"
        )

    def _list_fates(self, path: str) -> str:
        lines = self.outlets.fates.get(path, ("لم يُقرأ بعد",))
        return "".join(f"<li>{escape(line)}</li>" for line in lines)

    def _find(self, request: web.Request) -> Outlet:
        outlet = self.outlets.find(int(request.match_info["number"]))
        if outlet is None:
            raise web.HTTPNotFound
        return outlet
