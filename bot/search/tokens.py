"""The terms by which a text is found, and their offsets: any spelling of a name, any form of a word. Pure."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from itertools import islice

from bot.rendering.html import clean
from briefings.parsing.content_words import find_content
from briefings.story import Name, Story
from briefings.text import STOP_WORDS, ParsedText, WordTable, find_known, fold, split_words
from storage.model.values import StoredUpdate
from storage.news.search_index import Wanted

_WAY = 1  # the version of the terms: with another number, everything is indexed anew
_MAX_TERMS = 64
_MAX_QUERY = 200  # letters
_MIN_BEGINNING = 3  # letters
_QUOTED = 120  # characters of a source around a found word


@dataclass(frozen=True, slots=True)
class Snippet:
    """The part of a result that is shown; ``marks`` are the offsets (start, end) of the words of the query."""

    text: str
    marks: tuple[tuple[int, int], ...]
    article: str | None = None  # the source of the text, if the update itself has not the words


@dataclass(frozen=True, slots=True)
class Found:
    """A result: an update, and its snippet with the words of the query."""

    stored: StoredUpdate
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class _Term:
    """A word of a text, or a whole name, with the keys by which it is found: its lemma, then its spelling."""

    start: int
    end: int
    keys: tuple[str, ...]


def read_query(query: str, story: Story) -> tuple[Wanted, ...]:
    """Return the words of a query, each once; the last one may be typed in part."""
    text = clean(query[:_MAX_QUERY])
    terms = {term.keys[0]: term for term in islice(_read_terms(text, story), 4 * _MAX_TERMS)}
    last = next(reversed(split_words(text)), None)
    return tuple(
        Wanted(frozenset(term.keys), _find_beginning(last.folded) if last and term.start == last.start else None)
        for term in islice(terms.values(), _MAX_TERMS)
    )


def cut_snippet(stored: StoredUpdate, wanted: Sequence[Wanted], story: Story) -> Snippet:
    """Return the text of the update; if only a source has the words, the part of its sentence that has them."""
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
    """Return the offsets (start, end) of the words of a query in a text, of names as a whole."""
    terms = frozenset[str]().union(*(word.terms for word in wanted))
    beginnings = tuple(word.beginning for word in wanted if word.beginning)
    return tuple(
        (term.start, term.end)
        for term in _read_terms(text, story)
        if not terms.isdisjoint(term.keys) or any(key.startswith(beginnings) for key in term.keys)
    )


def list_terms(text: str, story: Story) -> frozenset[str]:
    """Return the keys of a text: content words and their lemmas, known names in one spelling, and numbers."""
    return frozenset(key for term in _read_terms(text, story) for key in term.keys)


def _read_terms(text: str, story: Story) -> Iterator[_Term]:
    parsed, after = ParsedText(text), 0
    words, names = parsed.words, {found.first: found for found in find_known(parsed, story)}
    for number, word in enumerate(words):
        if found := names.get(number):
            after = found.last + 1
            yield _Term(word.start, words[found.last].end, (found.value.name.casefold(),))
        elif number >= after and (keys := find_keys(word.text, story)):
            yield _Term(word.start, word.end, keys)


def find_keys(word: str, story: Story) -> tuple[str, ...]:
    """Return the lemma of a word and the word, or a number; nothing for a word without content."""
    return _remember_keys(story)[word]


@lru_cache(maxsize=4)
def _remember_keys(story: Story) -> WordTable[tuple[str, ...]]:
    return WordTable(lambda word: _make_keys(word, story))


def _make_keys(word: str, story: Story) -> tuple[str, ...]:
    if (folded := fold(word)).isdigit():
        return (folded,)
    if folded.startswith("وال"):  # «والطوارئ»: with the «و», a word may have another lemma
        word = word[1:]
    lemmas = find_content(ParsedText(word), story)[:1]
    return tuple(key for lemma in lemmas for key in (lemma.casefold(), _strip(folded)))


def _find_beginning(folded: str) -> str | None:
    """Return the word if it may be typed in part; None if it is too short or too common."""
    bare = _strip(folded)
    return bare if len(bare) >= _MIN_BEGINNING and not {bare, folded} & STOP_WORDS and not bare.isdigit() else None


def _strip(folded: str) -> str:
    """Return a folded word without article, and «و» before it: readers type «الطوارئ», whose lemma is «طارئ»."""
    bare = folded.removeprefix("و") if folded.startswith("وال") else folded
    return bare.removeprefix("ال").casefold() or folded


def list_names(beginning: str, story: Story) -> frozenset[str]:
    """Return the names with a word, in any spelling, that begins so."""
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
def describe_terms(story: Story) -> str:
    """Return a digest of everything besides the texts that terms depend on."""
    names = [(name.name, name.spellings) for name in _list_all_names(story)]
    return digest(str(_WAY), version("simplemma"), json.dumps(names), *sorted(STOP_WORDS))


def digest(*parts: str) -> str:
    """Return a digest of these texts in this order."""
    return sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()


def _cut_around(quote: Snippet) -> Snippet:
    """Return the part of a long quote around the first found word, cut between words, with «…» at each cut."""
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
