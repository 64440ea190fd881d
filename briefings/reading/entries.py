"""What stands in a source → entries: checked, plain, each key once."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from briefings.reading.addresses import make_canonical
from briefings.reading.moments import read_when
from briefings.reading.plain_text import to_line, to_text
from briefings.reading.values import Entry, Origin

MOST_ENTRIES = 1_000  # of one source: as many as a news sitemap may have
_LONGEST_TEXT, _LONGEST_TITLE, _LONGEST_OUTLET, _LONGEST_KEY = 200_000, 1_000, 300, 500  # letters
_LONGEST_MARKUP = 600_000  # letters of a text with its markup
# WordPress cuts after 55 words, which are some 330 letters. Of 16,800 articles of several outlets, 6 in 100 are shorter
# than this; the page of such an article is fetched once, in vain.
_TEASER = 400  # letters
_CUT = re.compile(
    r"(?:…|\.\.\.)[\s\])»]*$"
    r"|(?:اقر[أا]|إقر[أا]|ل?قراءة|طالع|شاهد|لمتابعة|للاطلاع على|تابع)?\s*(?:لل|ال)(?:مزيد|تفاصيل|قراءة)[\s.…»>:\]]*$"
    r"|(?:read more|continue reading)[\s.…»>:\]]*$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?؟][»”\")\]]*(?=\s|$)|\n\n")
# What WordPress puts under the text of each entry, in English and in Arabic.
_FOOTER = re.compile(
    r"\n\n(?:The post .{1,300} (?:appeared first on|first appeared on) .{1,100}"
    r"|ظهرت? (?:المقالة|المقال|التدوينة|الخبر) .{1,300} (?:أولا|أولاً|أولًا|ل?أول مرة) (?:على|في) .{1,100})$"
)


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry as it is written in a source. Every field may hold markup, and anything else."""

    key: str | None = None
    url: str | None = None
    title: str | None = None
    content: str | None = None  # what the source calls the text of the article
    summary: str | None = None
    outlet: str | None = None
    published: str | None = None
    changed: str | None = None


def collect_entries(found: Iterable[RawEntry], origin: Origin) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Return the entries that can be used, and for each other one the reason.

    Some feeds give several entries one id. Then the addresses of these entries are their keys.
    """
    faults: list[str] = []
    numbered: list[tuple[int, Entry]] = []
    raws = iter(found)
    for number, raw in enumerate(islice(raws, MOST_ENTRIES), 1):
        if entry := make_entry(raw, origin):
            numbered.append((number, entry))
        else:
            faults.append(f"entry {number} has neither an address nor a text")
    if next(raws, None):
        faults.append(f"entry {MOST_ENTRIES + 1} and all after it are not read")
    often = Counter(entry.key for _, entry in numbered)
    entries: dict[str, Entry] = {}
    for number, entry in numbered:
        own = replace(entry, key=entry.url) if often[entry.key] > 1 and entry.url else entry
        if own.key in entries:
            faults.append(f"entry {number} has the key of another entry")
        else:
            entries[own.key] = own
    return tuple(entries.values()), tuple(faults)


def make_entry(raw: RawEntry, origin: Origin) -> Entry | None:
    """Return what stands in a source as an entry; None if it has neither an address nor a text.

    An entry with a title alone is a headline that is all of its news.
    """
    url = make_canonical(raw.url, origin.url) if raw.url else None
    title = to_line((raw.title or "")[:_LONGEST_MARKUP])
    content, summary = (to_text((each or "")[:_LONGEST_MARKUP]) for each in (raw.content, raw.summary))
    text, is_whole = _choose_text(content, summary, title)
    if not text and url is None:
        text = title
    if not text and url is None:
        return None
    published, changed = read_when(raw.published, origin), read_when(raw.changed, origin)
    outlet = to_line((raw.outlet or "")[:_LONGEST_MARKUP])
    return Entry(
        key=_make_key(raw.key, url, title or text),
        url=url,
        title=title if 0 < len(title) <= _LONGEST_TITLE else None,
        text=text,
        is_whole=is_whole or url is None,
        outlet=outlet if 0 < len(outlet) <= _LONGEST_OUTLET else None,
        published_at=published.at,
        published_on=published.on,
        changed_at=changed.at,
    )


def _choose_text(content: str, summary: str, title: str) -> tuple[str, bool]:
    """Return the longer text of the two, and whether it is the whole article.

    The whole article is what the source calls so, or a summary of at least 400 letters, unless it ends as what is cut
    ends: «…», «اقرأ المزيد». What the source calls so is a summary if it says the same words as the summary. Of a text
    that is cut, the last sentence is left out, if it is cut, too.
    """
    text = content if len(content) >= len(summary) else summary
    called_whole = text != summary
    text = _FOOTER.sub("", text[:_LONGEST_TEXT]).removeprefix(f"{title}\n\n").strip()
    is_whole = called_whole or len(text) >= _TEASER
    if cut := _CUT.search(text, max(0, len(text) - 100)):
        text, is_whole = _drop_half_sentence(text[: cut.start()]), False
    return (text, is_whole) if any(char.isalnum() for char in text) else ("", False)


def _drop_half_sentence(text: str) -> str:
    """Return a text up to the end of its last whole sentence: half a sentence may say the opposite of the whole."""
    ends = [end.end() for end in _SENTENCE_END.finditer(text)]
    return text[: ends[-1]].strip() if ends else ""


def _make_key(key: str | None, url: str | None, words: str) -> str:
    """Return what an entry is known by: its own id, else its address, else its words."""
    own = make_canonical(key) or to_line(key) if key else None
    if own and len(own) <= _LONGEST_KEY:
        return own
    return url or "words:" + hashlib.sha256((own or words).encode()).hexdigest()[:20]
