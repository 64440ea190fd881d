"""The terms of a text, by which it is found: any spelling of a name, any form of a word; and where they stand. Pure."""

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
from briefings.text.arabic import STOP_WORDS, fold, split_words
from briefings.text.gazetteer import find_known
from storage.model.values import StoredUpdate
from storage.news.search_index import Wanted

_WAY = 1  # of making terms: another number, and all is indexed anew
_MAX_TERMS = 64
_MAX_QUERY = 4096
_MIN_BEGINNING = 3  # letters
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
        elif number >= after and (keys := find_keys(word.text, story)):
            yield _Term(word.start, word.end, keys)


@lru_cache(maxsize=100_000)
def find_keys(word: str, story: Story) -> tuple[str, ...]:
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


def list_names(beginning: str, story: Story) -> frozenset[str]:
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
def describe_terms(story: Story) -> str:
    """A digest of everything that terms depend on, but the texts."""
    names = [(name.name, name.spellings) for name in _list_all_names(story)]
    return digest(str(_WAY), version("simplemma"), json.dumps(names), *sorted(STOP_WORDS))


def digest(*parts: str) -> str:
    """Of these texts, in this order: another one where any of them is another."""
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
