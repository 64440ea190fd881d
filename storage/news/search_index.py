"""The search index of a story: terms in SQLite's FTS5 or PostgreSQL's tsvector.

The caller decides what a term is. The index compares terms, or their beginnings, and nothing else. It remembers for
which version of the story, and by which way of making terms, it was made. So a search knows whether the index is
current, and indexing updates only what has changed.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.schema.news import SearchDocumentRow, SearchStateRow
from storage.schema.statements import insert_new

_NO_TOKEN = re.compile(r"\W")
_MAX_TOKEN = 100  # PostgreSQL accepts two kilobytes
_AT_ONCE = 500
PER_STORY = 1 << 32  # ids of documents: the story's number, then the sequence


@dataclass(frozen=True, slots=True)
class Document:
    """The terms by which an update is found: those of its own words, and those that only its sources have."""

    sequence: int
    made_of: str  # a digest; if it differs, the update has to be indexed anew
    words: frozenset[str]
    quotes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A searched word: any of its terms, or any term with its beginning if the word is not typed to its end."""

    terms: frozenset[str]
    beginning: str | None = None


class Carriers(NamedTuple):
    """The sequences of updates that carry a word. One update may be in both lists, by different terms of the word."""

    own: Sequence[int]  # updates whose own words have it
    quoted: Sequence[int]  # updates of which a source has it


@dataclass(frozen=True, slots=True)
class Index:
    """What is indexed of a story: the version, the way of making terms, and the digest of each document."""

    version: int
    made_by: str
    made_of: dict[int, str]  # by sequence


async def is_current(session: AsyncSession, story: str, version: int, made_by: str) -> bool:
    """Return whether the index is that of this version of the story, or of a later one, with terms made this way."""
    state = select(SearchStateRow.version, SearchStateRow.made_by).where(SearchStateRow.story == story)
    row = (await session.execute(state)).one_or_none()
    return row is not None and row.version >= version and row.made_by == made_by


async def lock_index(session: AsyncSession, story: str) -> Index:
    """Return what is indexed; nobody else changes the index before the transaction ends."""
    await session.execute(insert_new(session, SearchStateRow), [{"story": story, "version": -1, "made_by": ""}])
    locked = select(SearchStateRow).where(SearchStateRow.story == story).with_for_update()
    state = (await session.scalars(locked.execution_options(populate_existing=True))).one()
    known = select(SearchDocumentRow.sequence, SearchDocumentRow.made_of).where(SearchDocumentRow.story == story)
    rows = await session.execute(known)
    return Index(state.version, state.made_by, {row.sequence: row.made_of for row in rows})


async def save_documents(session: AsyncSession, story: str, documents: Sequence[Document]) -> None:
    """Index these updates, and index them anew if they were indexed already. Lock the index before."""
    await drop_documents(session, story, [document.sequence for document in documents])
    number = await _find_number(session, story)
    rows = [
        {
            "id": number * PER_STORY + document.sequence,
            "story": story,
            "sequence": document.sequence,
            "made_of": document.made_of,
            "words": _write_tokens(document.words),
            "quotes": _write_tokens(document.quotes),
        }
        for document in documents
    ]
    if rows:
        await session.execute(insert(SearchDocumentRow), rows)


async def drop_documents(session: AsyncSession, story: str, sequences: Sequence[int]) -> None:
    """Remove these updates from the index."""
    number = await _find_number(session, story)
    ids = [number * PER_STORY + sequence for sequence in sequences]
    for start in range(0, len(ids), _AT_ONCE):
        some = SearchDocumentRow.id.in_(ids[start : start + _AT_ONCE])
        await session.execute(delete(SearchDocumentRow).where(some))


async def set_current(session: AsyncSession, story: str, version: int, made_by: str) -> None:
    """Declare the index current for this version of the story."""
    state = update(SearchStateRow).where(SearchStateRow.story == story)
    await session.execute(state.values(version=version, made_by=made_by))


async def renew(session: AsyncSession, story: str) -> None:
    """Make the engine's own index anew, whatever is wrong with it, and forget what is indexed of the story."""
    if _engine(session) == "sqlite":
        # «rebuild» reads the documents. With a damaged index their triggers would fail, so it goes first.
        await session.execute(text("INSERT INTO search_index (search_index) VALUES ('rebuild')"))
    else:
        await session.execute(text("REINDEX TABLE search_documents"))
    await session.execute(delete(SearchDocumentRow).where(SearchDocumentRow.story == story))
    await session.execute(update(SearchStateRow).where(SearchStateRow.story == story).values(version=-1, made_by=""))


async def find_carriers(session: AsyncSession, story: str, words: Sequence[Wanted]) -> list[Carriers]:
    """Return the updates that carry each word, by sequence and without order: a common word is in thousands."""
    await _ask_gin(session)
    matches = json.dumps([_write_match(session, word) for word in words], ensure_ascii=False)
    rows = await session.execute(_FIND[_engine(session)], {"story": story, "matches": matches})
    return [Carriers(json.loads(own or "[]"), json.loads(quoted or "[]")) for own, quoted in rows]


async def _find_number(session: AsyncSession, story: str) -> int:
    return await session.scalar(select(SearchStateRow.id).where(SearchStateRow.story == story)) or 0


async def _ask_gin(session: AsyncSession) -> None:
    """Make PostgreSQL use the GIN index: without statistics of a table it reads all rows, which is 20 times slower."""
    if _engine(session) == "postgresql":
        await session.execute(text("SET LOCAL enable_seqscan = off"))


def _engine(session: AsyncSession) -> str:
    return session.get_bind().dialect.name


def _write_tokens(terms: Iterable[str]) -> str:
    """Return terms in the form that both engines read: FTS5 as a text to split, PostgreSQL as a tsvector."""
    return " ".join(sorted(filter(None, {_to_token(term) for term in terms})))


def _to_token(term: str) -> str:
    """Return a term as one token of letters, digits and «_», which no engine splits, folds, or takes for an operator.

    >>> _to_token('NEAR("قاسم توكاييف" OR *')
    'near__قاسم_توكاييف__or__'
    """
    return _NO_TOKEN.sub("_", term.casefold())[:_MAX_TOKEN]


def _write_match(session: AsyncSession, word: Wanted) -> str:
    """Return the query for a word in the engine's own language."""
    tokens = sorted(filter(None, map(_to_token, word.terms)))
    any_of = _any_for_fts5 if _engine(session) == "sqlite" else _any_for_tsquery
    return any_of(tokens, _to_token(word.beginning or ""))


def _any_for_fts5(tokens: Sequence[str], beginning: str) -> str:
    return " OR ".join([*(f'"{token}"' for token in tokens), *[f'"{beginning}" *'] * bool(beginning)]) or '""'


def _any_for_tsquery(tokens: Sequence[str], beginning: str) -> str:
    return " | ".join([*(f"'{token}'" for token in tokens), *[f"'{beginning}':*"] * bool(beginning)])


_SEQUENCES = f"""
    SELECT json_group_array(i.rowid % {PER_STORY}) FROM search_index AS i
    WHERE i.rowid BETWEEN s.id * {PER_STORY} AND (s.id + 1) * {PER_STORY} - 1 AND i.search_index MATCH
"""  # noqa: S608 - from a number alone
_FIND = {
    "sqlite": text(f"""
        SELECT ({_SEQUENCES} 'words : (' || w.value || ')'), ({_SEQUENCES} 'quotes : (' || w.value || ')')
        FROM json_each(:matches) AS w LEFT JOIN search_states AS s ON s.story = :story ORDER BY w.key
    """),  # noqa: S608 - from the text above alone
    "postgresql": text("""
        SELECT
            (SELECT CAST(json_agg(d.sequence) AS text) FROM search_documents AS d
                WHERE d.story = :story AND d.words @@ CAST(w.match AS tsquery)),
            (SELECT CAST(json_agg(d.sequence) AS text) FROM search_documents AS d
                WHERE d.story = :story AND d.quotes @@ CAST(w.match AS tsquery))
        FROM jsonb_array_elements_text(CAST(:matches AS jsonb)) WITH ORDINALITY AS w(match, place) ORDER BY w.place
    """),
}
