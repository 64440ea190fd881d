"""Finding updates by words, as readers write them: any spelling of a name, any form of a word."""

import asyncio
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from heapq import nlargest
from importlib.metadata import version
from itertools import islice

from bot.rendering import clean
from bot.services import Shelf
from briefings.arabic import STOP_WORDS, fold, split_words
from briefings.content import find_content
from briefings.phrases import find_known
from briefings.story import Name, Story
from storage import search as index
from storage.database import Database, Session
from storage.search import Document, Wanted
from storage.values import Standing, StoredUpdate

_WAY = 1  # of making terms: another number, and all is indexed anew
_MAX_TERMS = 64
_MAX_QUERY = 4096
_MIN_BEGINNING = 3  # letters
_AT_ONCE = 100  # updates: what is made in one go, and kept in one
_IN_A_TRANSACTION = 100
_QUOTED = 120  # characters of a source around what was found


@dataclass(frozen=True, slots=True)
class Snippet:
    """What is shown of something found: ``marks`` are the offsets (start, end) of its words that were looked for."""

    text: str
    marks: tuple[tuple[int, int], ...]
    article: str | None = None  # whose sentence it is, where the update does not say the words itself


@dataclass(frozen=True, slots=True)
class Found:
    """An update, and the words in it that were looked for."""

    stored: StoredUpdate
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class _Term:
    """What a word of a text, or the words of a name, are found by: what they mean, then how they are written."""

    start: int
    end: int
    keys: tuple[str, ...]


async def search(
    database: Database, standing: Standing, query: str, story: Story, *, limit: int = 12, offset: int = 0
) -> tuple[list[Found], int]:
    """What ``find_updates`` finds, without waiting for whoever writes, unless the index is not current."""
    async with database.read() as session:
        if await index.is_current(session, story.name, standing.version, _describe_terms(story)):
            return await _find_indexed(session, standing, query, story, slice(offset, offset + limit))
    async with database.begin() as session:
        return await find_updates(session, standing, query, story, limit=limit, offset=offset)


async def find_updates(
    session: Session, standing: Standing, query: str, story: Story, *, limit: int = 12, offset: int = 0
) -> tuple[list[Found], int]:
    """The updates that carry most of the query's words, at least half of them; and how many they are in all.

    Those that say more of them themselves come before those of which only a source does; then the weightier, then the
    newer. The last word, where nothing carries it as it is, is taken as the beginning of one.
    """
    await refresh_index(session, standing, story)
    return await _find_indexed(session, standing, query, story, slice(offset, offset + limit))


async def _find_indexed(
    session: Session, standing: Standing, query: str, story: Story, which: slice
) -> tuple[list[Found], int]:
    wanted = list(read_query(query, story))
    if wanted and wanted[-1].beginning:
        exact = Wanted(wanted[-1].terms)
        if await index.is_carried(session, story.name, exact):
            wanted[-1] = exact
        else:
            wanted[-1] = Wanted(wanted[-1].terms | _list_names(wanted[-1].beginning, story), wanted[-1].beginning)
    groups = [_look_up(group, standing) for group in await index.find_sequences(session, story.name, wanted)]
    chosen: list[StoredUpdate] = []
    for group in groups:  # a common word is in thousands: they are not all sorted for the first dozen
        lacking = which.stop - len(chosen)
        chosen += nlargest(lacking, group, key=lambda stored: (stored.update.score, stored.sequence))
    return [Found(each, cut_snippet(each, wanted, story)) for each in chosen[which]], sum(map(len, groups))


def _look_up(sequences: Iterable[int], standing: Standing) -> list[StoredUpdate]:
    """Those of them that stand."""
    known = standing.by_number
    return [stored for each in sequences if (stored := known.get(each)) and stored.sequence == each]


async def index_updates(database: Database, story: Story, shelf: Shelf | None = None) -> None:
    """Index what stands and is not indexed yet, a little in each transaction, so that nobody waits for all of it."""
    # The dictionary is read now, aside, and not while somebody waits for what was found.
    await asyncio.to_thread(_find_keys, story.title, story)
    shelf, made_of, made_for, current = shelf or Shelf(), dict[int, str](), -1, False
    while not current:
        async with database.begin() as session:
            standing = await shelf.read(session, story)
            if await index.is_current(session, story.name, standing.version, _describe_terms(story)):
                return
            if made_for != standing.version:
                made_of, made_for = await asyncio.to_thread(_digest_all, standing, story), standing.version
            current = await _index_changed(session, standing, story, made_of, _IN_A_TRANSACTION)


async def refresh_index(session: Session, standing: Standing, story: Story) -> None:
    """Bring the index up to what stands: only what has changed is read."""
    if not await index.is_current(session, story.name, standing.version, _describe_terms(story)):
        # In a thread: of ten thousand updates it takes long enough to keep somebody else waiting.
        made_of = await asyncio.to_thread(_digest_all, standing, story)
        await _index_changed(session, standing, story, made_of, len(made_of))


async def _index_changed(
    session: Session, standing: Standing, story: Story, made_of: dict[int, str], at_most: int
) -> bool:
    """Index so many of those that are not; False where there are more of them.

    :param made_of: digests of what stands.
    """
    made_by = _describe_terms(story)
    known = await index.lock_index(session, story.name)
    if known.version > standing.version and known.made_by == made_by:
        return True  # somebody knows more already
    gone = [sequence for sequence in known.made_of if sequence not in made_of]
    await index.drop_documents(session, story.name, gone)
    changed = [each for each in standing.updates if known.made_of.get(each.sequence) != made_of[each.sequence]]
    for start in range(0, len(changed[:at_most]), _AT_ONCE):
        some = changed[:at_most][start : start + _AT_ONCE]
        documents = await asyncio.to_thread(_make_documents, some, made_of, story)
        await index.save_documents(session, story.name, documents)
    if len(changed) > at_most:
        return False
    await index.set_current(session, story.name, standing.version, made_by)
    return True


def read_query(query: str, story: Story) -> tuple[Wanted, ...]:
    """The words that are looked for, each once; the last one may be typed in part."""
    text = clean(query[:_MAX_QUERY])
    terms = {term.keys[0]: term for term in islice(_read_terms(text, story), 4 * _MAX_TERMS)}
    last = next(reversed(split_words(text)), None)
    return tuple(
        Wanted(frozenset(term.keys), _find_beginning(last.folded) if last and term.start == last.start else None)
        for term in islice(terms.values(), _MAX_TERMS)
    )


def cut_snippet(stored: StoredUpdate, wanted: Sequence[Wanted], story: Story) -> Snippet:
    """The update's text, or, where only a source has the words, the part of its sentence where they stand."""
    text = clean(stored.update.text)
    marks = mark(text, wanted, story)
    if marks or mark(clean(stored.update.said_by or ""), wanted, story):
        return Snippet(text, marks)
    best = Snippet(text, ())
    for span in stored.update.sources:
        quote = clean(span.text)
        if len(found := mark(quote, wanted, story)) > len(best.marks):
            best = Snippet(quote, found, span.article)
    return _cut_around(best) if best.marks else best


def mark(text: str, wanted: Sequence[Wanted], story: Story) -> tuple[tuple[int, int], ...]:
    """The offsets (start, end) of the text's words that are looked for, a name as a whole."""
    terms = frozenset[str]().union(*(word.terms for word in wanted))
    beginnings = tuple(word.beginning for word in wanted if word.beginning)
    return tuple(
        (term.start, term.end)
        for term in _read_terms(text, story)
        if not terms.isdisjoint(term.keys) or any(key.startswith(beginnings) for key in term.keys)
    )


def list_terms(text: str, story: Story) -> frozenset[str]:
    """Of the words that carry something their lemmas and they themselves, known names in one spelling, and numbers."""
    return frozenset(key for term in _read_terms(text, story) for key in term.keys)


def _read_terms(text: str, story: Story) -> Iterator[_Term]:
    words, after = split_words(text), 0
    names = {found.first: found for found in find_known(text, story)}
    for number, word in enumerate(words):
        if found := names.get(number):
            after = found.last + 1
            yield _Term(word.start, words[found.last].end, (found.value.name.casefold(),))
        elif number >= after and (keys := _find_keys(word.text, story)):
            yield _Term(word.start, word.end, keys)


@lru_cache(maxsize=100_000)
def _find_keys(word: str, story: Story) -> tuple[str, ...]:
    """The lemma of a word, and the word; a number; nothing where it carries nothing."""
    if (folded := fold(word)).isdigit():
        return (folded,)
    if folded.startswith("وال"):  # «والطوارئ»: with the «و», a word may have another lemma
        word = word[1:]
    return tuple(key for lemma in find_content(word, story)[:1] for key in (lemma.casefold(), _strip(folded)))


def _find_beginning(folded: str) -> str | None:
    """A word that may not be typed to its end; None where it says little as yet."""
    bare = _strip(folded)
    return bare if len(bare) >= _MIN_BEGINNING and not {bare, folded} & STOP_WORDS and not bare.isdigit() else None


def _strip(folded: str) -> str:
    """A folded word without its article, and the «و» before that: «الطوارئ» is typed so, its lemma is «طارئ»."""
    bare = folded.removeprefix("و") if folded.startswith("وال") else folded
    return bare.removeprefix("ال").casefold() or folded


def _list_names(beginning: str, story: Story) -> frozenset[str]:
    """The names of which any word, in any spelling, begins so."""
    names = _list_words_of_names(story)
    return frozenset(name for name, words in names if any(word.startswith(beginning) for word in words))


@lru_cache(maxsize=16)
def _list_words_of_names(story: Story) -> tuple[tuple[str, frozenset[str]], ...]:
    def split(name: Name) -> frozenset[str]:
        words = [word.folded.casefold() for spelling in name.all_spellings for word in split_words(spelling)]
        return frozenset(words) | {word.removeprefix("ال") for word in words}

    return tuple((name.name.casefold(), split(name)) for name in _list_all_names(story))


def _list_all_names(story: Story) -> tuple[Name, ...]:
    return (*story.people, *story.bodies, *story.places)


@lru_cache(maxsize=16)
def _describe_terms(story: Story) -> str:
    """A digest of everything that terms depend on, but the texts."""
    names = [(name.name, name.spellings) for name in _list_all_names(story)]
    return _digest(str(_WAY), version("simplemma"), json.dumps(names), *sorted(STOP_WORDS))


def _digest_all(standing: Standing, story: Story) -> dict[int, str]:
    made_by, digests = _describe_terms(story), {}
    for stored in standing.updates:
        update = stored.update
        parts = update.text, update.said_by or "", *(span.text for span in update.sources)
        digests[stored.sequence] = _digest(made_by, *parts)
    return digests


def _make_documents(some: Sequence[StoredUpdate], made_of: dict[int, str], story: Story) -> list[Document]:
    documents = []
    for stored in some:
        update = stored.update
        words = list_terms(clean(update.text), story) | list_terms(clean(update.said_by or ""), story)
        quotes = frozenset[str]().union(*(list_terms(clean(span.text), story) for span in update.sources))
        documents.append(Document(stored.sequence, made_of[stored.sequence], words, quotes - words))
    return documents


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()


def _cut_around(quote: Snippet) -> Snippet:
    """A long quote's part around what was found first, cut between words, with «…» where something is left out."""
    text = quote.text
    if len(text) <= _QUOTED:
        return quote
    first, stop = quote.marks[0]
    begin = max(0, min(first - _QUOTED // 3, len(text) - _QUOTED))
    if begin:
        begin = text.find(" ", begin - 1, first) + 1 or first
    end = begin + _QUOTED
    if end < len(text):
        end = max(text.rfind(" ", begin, end + 1), stop)
    lead, tail = "… " * (begin > 0), " …" * (end < len(text))
    shift = len(lead) - begin
    marks = tuple((start + shift, stop + shift) for start, stop in quote.marks if begin <= start and stop <= end)
    return Snippet(f"{lead}{text[begin:end]}{tail}", marks, quote.article)
