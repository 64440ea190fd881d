"""Telegram's own parser, TDLib's, reads every message as it is meant, whatever outsiders have written.

It runs offline: https://core.telegram.org/tdlib, in the wheel ``tdjson``.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from typing import Any

import pytest
import tdjson
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.input.commands import list_admin_commands, list_commands
from bot.preview.protocol.entities import Entity, FormattedText, find_entities, finish
from bot.preview.protocol.markup import parse_html
from bot.preview.protocol.rich import parse_rich
from bot.rendering.html import clean, isolate, visible_units
from bot.rendering.layout import RenderContext
from bot.rendering.message import Message
from bot.rendering.wording import write_digits
from bot.search.tokens import Found, cut_snippet, read_query
from bot.views import browsing, figures, news, service_messages
from bot.views import newsroom as newsroom_views
from bot.views import settings as settings_views
from briefings.model import Figure, Qualifier, Relation
from storage.model.values import Correction, Digits, DisplayPreferences, Source
from tests.bot.every_message import LEVANT, MAGHREB, RICH, USUAL, build_all
from tests.bot.news import CONTEXT, MODEST, NOW, READER, STORY, day, store, value
from tests.factories import make_span

_TAG = re.compile(r"<[^>]*>")
_MARKED = {tag: re.compile(rf"<{tag}( [^>]*)?>(.*?)</{tag}>", re.DOTALL) for tag in ("b", "u", "a", "blockquote")}
_MEANT = {"b": "bold", "u": "underline", "a": "text_link", "blockquote": "blockquote"}
_TYPES = {
    "textEntityTypeBold": "bold",
    "textEntityTypeUnderline": "underline",
    "textEntityTypeTextUrl": "text_link",
    "textEntityTypeBlockQuote": "blockquote",
    "textEntityTypeExpandableBlockQuote": "expandable_blockquote",
}
_ISOLATED = re.compile(r"[^\u2068\u2069]*(?:\u2068[^\u2068\u2069]+\u2069[^\u2068\u2069]*)*")
_FOREIGN = re.compile("[\u200b-\u200e\u202a-\u202e\u2060-\u2067\u061c\ufeff\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def ask(**request: Any) -> dict[str, Any]:
    """TDLib's answer to what it knows without any server."""
    answer: dict[str, Any] = json.loads(tdjson.td_execute(json.dumps(request).encode()) or b"{}")
    return answer


ask(**{"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})


def parse(html: str) -> FormattedText:
    """The text and the entities that Telegram's parser makes of a message; fails where it refuses it."""
    answer = ask(**{"@type": "parseTextEntities", "text": html, "parse_mode": {"@type": "textParseModeHTML"}})
    assert answer["@type"] == "formattedText", (answer, html)
    return FormattedText(answer["text"], tuple(map(_to_entity, answer["entities"])))


def _to_entity(entity: dict[str, Any]) -> Entity:
    kind = entity["type"]
    return Entity(_TYPES.get(kind["@type"], kind["@type"]), entity["offset"], entity["length"], url=kind.get("url"))


def cover(text: str, entity: Entity) -> str:
    """The words that an entity covers."""
    return text.encode("utf-16-le")[2 * entity.offset : 2 * entity.end].decode("utf-16-le")


def list_meant(html: str) -> Iterator[tuple[str, str]]:
    """(type, words) of the entities that the tags of a message stand for, read in another way than a parser's."""
    for tag, marked in _MARKED.items():
        for attributes, inner in marked.findall(html):
            expandable = "expandable_" if attributes.strip() == "expandable" else ""
            yield f"{expandable}{_MEANT[tag]}", unescape(_TAG.sub("", inner))


def list_tags(children: list[Any]) -> Iterator[str]:
    """The tags of a rich message, in order."""
    for child in children:
        if not isinstance(child, str):
            yield child["tag"]
            yield from list_tags(child["children"])


def check_html(html: str, *, links_hold: bool = True) -> FormattedText:
    """What holds of every message in HTML; return what Telegram's parser makes of it.

    :param links_hold: whether its addresses are such as Telegram makes links of; of others nothing but words is left.
    """
    parsed = parse(html)
    assert parsed.text == unescape(_TAG.sub("", html))
    marked = Counter((entity.type, cover(parsed.text, entity)) for entity in parsed.entities)
    assert marked <= (meant := Counter(list_meant(html)))
    assert {kind for kind, _ in meant - marked} <= (set() if links_hold else {"text_link"})
    assert len(parsed.entities) <= 100
    assert parse_html(html) == parsed  # the local server reads it as Telegram does
    assert finish(parsed).text == parsed.text.replace("\r", "")  # nothing is left for the server to trim
    assert {*parsed.entities} <= {*finish(parsed).entities}
    assert 1 <= visible_units(html) <= 4096
    assert len(html.encode()) <= 32_768
    check_lines(parsed.text)
    return parsed


def check_rich(rich: str) -> list[str]:
    """What holds of every rich message; return its tags."""
    tree = parse_rich({"html": rich, "is_rtl": True})
    check_lines(_TAG.sub("", rich))
    named = [*re.findall(r'<tg-reference name="(s\d+)">', rich)]
    assert len(named) == len({*named})
    assert {*re.findall(r'<a href="#(\w+)">', rich)} <= {*named}
    assert not [child for child in tree["children"] if isinstance(child, str) and child.strip()]  # all is in blocks
    return [*list_tags(tree["children"])]


def _say(text: str) -> str:
    """A text without our isolates, its numbers in the same digits."""
    return write_digits(re.sub("[\u2068\u2069]", "", text), Digits.WESTERN)


def check_lines(text: str) -> None:
    """No control of direction but our own: a mark where a line begins, isolates that end on their line."""
    for line in text.split("\n"):
        words = line.removeprefix("\u200f")
        assert not _FOREIGN.search(words), ascii(words)
        assert "\u200f" not in words, ascii(words)
        assert _ISOLATED.fullmatch(words), ascii(words)


@pytest.mark.parametrize("display", [USUAL, RICH, LEVANT, MAGHREB], ids=["usual", "rich", "levant", "maghreb"])
def test_every_message_is_read_as_it_is_meant(display: DisplayPreferences) -> None:
    for _, message in build_all(display):
        check_html(message.text)
        if message.rich:
            check_rich(message.rich)


def test_a_refusal_is_noticed() -> None:
    with pytest.raises(AssertionError, match="find end tag"):
        parse("<b>خبر")


@dataclass(frozen=True)
class Words:
    """What comes from outside: from articles, from readers, from Telegram."""

    text: str
    outlet: str
    url: str
    quote: str
    by: str
    said: str  # by a reader


TAME = Words("خبر", "صحيفة", "https://example.org/", "قول", "وزير", "كلمة")

_PIECES = (
    *(
        "<b>",
        "</b>",
        "<i>",
        '<a href="https://evil.example/">',
        "</a>",
        "<",
        ">",
        "&",
        "&lt;",
        "&amp;lt;",
        "&#60;b&#62;",
    ),
    *(
        "&nbsp;",
        "&#0;",
        "&#xD800;",
        "</blockquote>",
        "</li>",
        "</p>",
        "<br/>",
        '<tg-reference name="s1">',
        "<!--",
        "]]>",
    ),
    *('"', "'", "{{ 7 * 7 }}", "{% raw %}", "{#", "%s", "{0}", "\\n", "\\u202e"),
    *("\n", "\r\n", "\u2028", "\u2029", "\x85", "\x0b", "\t", "\xa0", "\x00", "\x07", "\x1b[31m", "\x7f", "\x9b"),
    *("\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"),
    *("\u200e", "\u200f", "\u061c", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"),
    *("\ud800", "\udfff", "\ufffe", "\ufdd0", "\U000e0041"),
    *("😀", "👨\u200d👩\u200d👧", "🇰🇿", "\u0301" * 40, "م\u064b\u0651", "ﷺ", "𞸀", "א", "漢", "ⅸ", "Хабар"),
    *("١٢", "12", "-5", "3D", "C4", "²", "12,5"),
    *("CSTO", "Reuters.", "@mujaz_bot", "/stop", "#خبر", "https://evil.example/?a=1&b=<2>", "evil.example"),
    *("خبر", " ", "،", "«", "»", "(", ")", ":", "/", "▪️", "¹", "ـ"),
)
_PIECE = st.sampled_from(_PIECES) | st.text(max_size=6)
_ANYTHING = st.lists(_PIECE, max_size=8).map("".join)
# Whatever it is, it says something once it is clean.
_HOSTILE = st.tuples(_ANYTHING, _ANYTHING).map("خ".join)
_LONG = _HOSTILE | st.sampled_from(("ط" * 600, "w" * 600, "😀" * 600, "طويل جدًا " * 90, "&<" * 600))
_URL = _HOSTILE | _HOSTILE.map("https://example.org/{}".format) | st.sampled_from(
    ("https://example.org/a?b=1&c=2", "http://x/" + "y" * 280, "https://[::1", "javascript:alert(1)", "//example.org")
)  # fmt: skip
_WORDS = st.builds(Words, _HOSTILE.map(lambda text: text[:280]), _LONG, _URL, _LONG, _LONG, _LONG)


@lru_cache(maxsize=8)
def tell(words: Words, display: DisplayPreferences) -> dict[str, Message]:
    """The messages that carry what comes from outside, with these words in each place where there may be some."""
    spans = (make_span("a1", text=words.quote), make_span("a2", text=words.quote))
    sources = {span.article: Source(span.article, words.outlet, None, words.url, words.text) for span in spans}
    facts: dict[str, Any] = {
        "text": words.text,
        "sources": spans,
        "outlets": (words.outlet, "منبر"),
        "said_by": words.by,
    }
    before, other = (store(number, when=day("2022-01-07"), **facts) for number in (1, 2))
    after = store(3, when=day("2022-01-09"), develops="n1", contradicts=("n2",), **facts)
    context = RenderContext(
        STORY, sources, CONTEXT.today, {each.update.id: each for each in (before, other, after)}, display
    )
    values = tuple(
        value(7, words.by[:280], by=words.by, qualifier=qualifier, sources=spans)
        for qualifier in (Qualifier.ABOUT, Qualifier.VAGUE)
    )
    figure = Figure("killed", "القتلى", Relation.CONFLICTING, values)
    found = Found(after, cut_snippet(after, read_query(words.said, STORY), STORY))
    pages = browsing.page_topic(context, [after]), browsing.page_timeline(context, [before, after])
    told = {
        "digest": news.digest(context, [after]),
        "new": news.what_is_new(context, [before, after]),
        "alert": news.alert(context, [after]),
        "update": news.one_update(context, after),
        "nothing-new": news.nothing_new(context, after, NOW, NOW, "Asia/Riyadh"),
        "greeting": news.greet(context, [before, after], READER, 3),
        "topic": browsing.show_topic(context, "protests", pages[0], []),
        "timeline": browsing.show_timeline(context, pages[1]),
        "quotes": browsing.show_quotes(context, [after], "3", 1),
        "search": browsing.show_found(context, words.said, [found], 1),
        "figures": figures.figures_page(context, [figure]),
        "sources": service_messages.list_sources(context),
        "correction": news.correct(context, Correction(1, before, after), CONTEXT.today),
        "ask-to-amend": news.ask_to_amend(context, after, words.text),
        "not-understood": service_messages.not_understood(words.said, (), display),
        "misread": settings_views.show_hours(STORY, replace(MODEST, display=display), NOW, words.said),
        "refused": Message(newsroom_views.report_refused_edition(1, words.text)),
    }
    return {name: message for name, message in told.items() if message}


_OF_ADDRESSES = (
    *("خ", "a", "A", "8", ".", "/", "?", "#", ":", "@", "%", "%d8", "=", "&amp;", "+", "~", "_", "[", "\\"),
    *(" ", "\xa0", "\t", "😀", "://", "https://", "example.org"),
)


@given(st.lists(st.sampled_from(_OF_ADDRESSES), max_size=8).map("".join), st.sampled_from(("https://example.org", "")))
def test_the_local_server_takes_for_a_link_what_telegram_does(address: str, begins: str) -> None:
    html = f'<a href="{begins}{address}">خبر</a>'
    assert parse_html(html) == parse(html)


_BEFORE_A_WORD = st.sampled_from((*"خ3a÷×\u0482\u037eͼʹé?=&%#@_'+-.,:/ «ǃ\u0301\u200d", "//", "://"))


@given(st.lists(_BEFORE_A_WORD, max_size=4).map("".join), st.sampled_from(("@mujaz_bot", "/stop", "/stop@mujaz_bot")))
def test_no_words_from_outside_are_a_command_or_a_mention(before: str, word: str) -> None:
    text = isolate(clean(f"خبر {before}{word}"))
    found = ask(**{"@type": "getTextEntities", "text": text})["entities"]
    assert not {"/stop", "@mujaz_bot", word} & {cover(text, _to_entity(each)) for each in found}


# What stands in them of the words from outside.
_TELL_THE_NEWS = {*tell(TAME, USUAL)} - {"figures", "sources", "not-understood", "misread", "refused"}
_COMMANDS = {f"/{command.name}" for command in (*list_commands(STORY), *list_admin_commands())}


@settings(max_examples=40, deadline=None)
@given(_WORDS, st.sampled_from([RICH, replace(LEVANT, format=RICH.format)]))
@example(Words("خ\ud800", "\u202e", "https://example.org/\n<b>", "«\x00»", "\u2068", "\ud800"), RICH)
@example(replace(TAME, quote="ط" * 5_000, said="ط" * 5_000), RICH)
@example(replace(TAME, quote="😀 " * 5_000, said="w" * 5_000), RICH)
@example(replace(TAME, by="ط" * 5_000, outlet="w" * 5_000), RICH)
@example(replace(TAME, by="w ط " * 5_000, outlet="😀" * 5_000, text="w ط " * 70), RICH)
def test_words_from_outside_stay_words(words: Words, display: DisplayPreferences) -> None:
    tame = tell(TAME, display)
    for name, message in tell(words, display).items():
        parsed, meant = check_html(message.text, links_hold=False), parse(tame[name].text)
        kinds, kinds_meant = ([entity.type for entity in each.entities] for each in (parsed, meant))
        # What was looked for is set off where it stands, and an address that is none is no link.
        assert Counter(kinds) - Counter(kinds_meant) <= Counter({"underline": kinds.count("underline")}), name
        assert {*kinds_meant} - {*kinds} <= {"text_link", "underline"}, name
        assert parsed.text.count("\n") <= meant.text.count("\n") + parsed.text.count("↳"), name
        if name in _TELL_THE_NEWS - {"quotes", "search"}:
            assert _say(clean(words.text)) in _say(parsed.text), name
        found = [(each.type, cover(parsed.text, each)) for each in find_entities(parsed.text)]
        assert not [each for each in found if each[0] == "mention" or each[1] in _COMMANDS], name
        assert all(entity.url.startswith(("http://", "https://")) for entity in parsed.entities if entity.url)
        if message.rich and (rich := tame[name].rich):
            tags = Counter(check_rich(message.rich)) - Counter(check_rich(rich))
            assert {*tags} <= {"mark", "br"}, name
