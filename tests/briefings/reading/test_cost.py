"""Nine megabytes of whatever stands where a source should are read or refused soon, and in bounded memory."""

import resource
import time

import pytest

from briefings.reading import UnreadableSourceError
from tests.briefings.reading.documents import HTML, item, page, read, rss

SIZE = 9_000_000
SOURCES = {
    "a page of one paragraph": page("<p>" + "خبر من المدينة. " * (SIZE // 28)),
    "a page with one long class": page(f"<p class='{'date ' * (SIZE // 5)}'>x</p>"),
    "a page with a long script": page(f"<script>{'x' * SIZE}</script>{HTML}"),
    "a page of tags": page("<span>" * (SIZE // 6)),
    "a feed with one long text": rss(item(1, text="خبر " * (SIZE // 8))),
    "a feed of tags": rss(item(1, text="<p>" * (SIZE // 3))),
    "a feed of lines": rss(item(1, text="\n\nThe post " * (SIZE // 11))),
    "a feed of items": "<rss><channel>" + "<item>" * (SIZE // 6),
    "a feed of ampersands": "<rss><channel>" + "&" * SIZE,
    "a feed of sections": "<rss><channel>" + "<![CDATA[" * (SIZE // 9),
    "a root without end": "<rss " + " ".join(f"a{number}='1'" for number in range(SIZE // 11)) + ">",
    "a feed after spaces": " " * SIZE + rss(item(1)),
    "a feed of comments": "<!--" * (SIZE // 4),
    "a JSON Feed of nothing": '{"items":[' + "{}," * (SIZE // 3) + "{}]}",
    "a JSON Feed of brackets": '{"items":' + "[" * SIZE,
    "a sitemap": "<urlset>" + "<url><loc>http://x.example/</loc></url>" * (SIZE // 38) + "</urlset>",
}


@pytest.mark.parametrize("name", SOURCES)
def test_a_large_source_is_read_or_refused_soon(name: str) -> None:
    read(page(HTML))  # the libraries are there
    data, begun = SOURCES[name].encode(), time.process_time()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        read(data)
    except UnreadableSourceError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is right
        assert not str(error).startswith("cannot be read")  # noqa: PT017
    assert time.process_time() - begun < 8
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400 * 1024
