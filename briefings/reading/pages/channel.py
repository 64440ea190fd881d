"""The public page of a Telegram channel, ``t.me/s/NAME``: its last twenty posts."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from briefings.reading.entries import RawEntry, collect_entries
from briefings.reading.plain_text import text_of, to_line
from briefings.reading.values import Origin, Reading, SourceKind

_POST = re.compile(r"[A-Za-z]\w{2,40}/\d{1,12}")
_SIGNS = re.compile(r"(?:https?://)?(?:t|telegram)\.me/\S+|https?://\S+|[@#]\w+")
_LONGEST_SIGN = 12  # words of a line under the post that is the channel's own


def is_channel(tree: HtmlElement) -> bool:
    """Return whether a page is that of a channel, also of one without posts."""
    return next(_find(tree, "tgme_channel_history", "tgme_channel_info"), None) is not None


def read_channel(tree: HtmlElement, origin: Origin) -> Reading:
    """Read the posts of a channel that have a text, the oldest first.

    A forwarded post is an article of whoever wrote it. What a post quotes above an answer is no part of it.
    """
    heading = next(_find(tree, "tgme_channel_info_header_title"), None)
    title = to_line(heading.text_content()) if heading is not None else ""
    posts = [post for post in _find(tree, "tgme_widget_message") if "service_message" not in _classes(post)]
    entries, faults = collect_entries((_read_post(post, title) for post in posts), origin)
    return Reading(
        SourceKind.CHANNEL,
        title or None,
        tuple(entry for entry in entries if entry.text),
        (*faults, *(f"post {entry.key} has no text" for entry in entries if not entry.text)),
    )


def _read_post(post: HtmlElement, channel: str) -> RawEntry:
    name = post.get("data-post") or ""
    address = f"https://t.me/{name}" if _POST.fullmatch(name) else None
    forwarded = next(_find(post, "tgme_widget_message_forwarded_from_name"), None)
    footer = next(_find(post, "tgme_widget_message_date"), None)
    time = next(footer.iter("time"), None) if footer is not None else None
    return RawEntry(
        key=address,
        url=address,
        content=_drop_signs(_read_text(post), name.partition("/")[0], channel),
        outlet=forwarded.text_content() if forwarded is not None else channel,
        published=time.get("datetime") if time is not None else None,
    )


def _read_text(post: HtmlElement) -> str:
    """Return the text of a post, without that of the post to which it replies."""
    for element in _find(post, "tgme_widget_message_text"):
        if not any("tgme_widget_message_reply" in _classes(above) for above in element.iterancestors()):
            return text_of(element)
    return ""


def _drop_signs(text: str, name: str, channel: str) -> str:
    """Return the text of a post without what channels put around it.

    That are lines at its edges with addresses, mentions and tags alone, and short lines that name the channel itself.
    """
    lines = text.split("\n")
    own = tuple(sign.lower() for sign in (f"t.me/{name}", f"@{name}", channel) if len(sign) > len("t.me/"))
    while lines and _is_sign(lines[-1], own):
        lines.pop()
    while lines and _is_sign(lines[0], own):
        lines.pop(0)
    return "\n".join(lines)


def _is_sign(line: str, own: tuple[str, ...]) -> bool:
    rest = _SIGNS.sub("", line)
    if not any(char.isalnum() for char in rest):
        return True
    return len(line.split()) <= _LONGEST_SIGN and any(sign in line.lower() for sign in own) and not line.endswith(".")


def _find(tree: HtmlElement, *names: str) -> Iterator[HtmlElement]:
    """Yield the elements that have one of these classes, in order."""
    return (element for element in tree.iter() if not _classes(element).isdisjoint(names))


def _classes(element: HtmlElement) -> frozenset[str]:
    return frozenset((element.get("class") or "").split())
