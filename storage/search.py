"""The updates of a story as a database can search them: by terms, in SQLite's FTS5 or PostgreSQL's tsvector.

What a term is, is decided by whoever calls: here terms are texts that are the same or not, or begin the same. The
index knows the version of the story, and the way of making terms, that it was made for. So whoever searches sees
whether it is current, whatever happened meanwhile, and brings only what has changed up to date.
"""

import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import TextClause, delete, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from storage.stories import insert_new
from storage.tables import SearchDocumentRow, SearchStateRow

_NO_TOKEN = re.compile(r"\W")
_MAX_TOKEN = 100  # PostgreSQL takes two kilobytes
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Document:
    """What an update is found by: the terms of its own words, and those that only its sources have."""

    sequence: int
    made_of: str  # a digest: another one, and the update is to be indexed anew
    words: frozenset[str]
    quotes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word that is looked for: any of these terms, or, where it is not typed to its end, any that begins so."""

    terms: frozenset[str]
    beginning: str | None = None


@dataclass(frozen=True, slots=True)
class Index:
    """What is indexed of a story: for which of its versions, by which way of making terms, and of what."""

    version: int
    made_by: str
    made_of: dict[int, str]  # by sequence


async def is_current(session: AsyncSession, story: str, version: int, made_by: str) -> bool:
    """Whether the index is that of this version of the story, or of a later one, with terms made this way."""
    state = select(SearchStateRow.version, SearchStateRow.made_by).where(SearchStateRow.story == story)
    row = (await session.execute(state)).one_or_none()
    return row is not None and row.version >= version and row.made_by == made_by


async def lock_index(session: AsyncSession, story: str) -> Index:
    """What is indexed; nobody else changes it before the transaction ends."""
    await session.execute(insert_new(session, SearchStateRow), [{"story": story, "version": -1, "made_by": ""}])
    locked = select(SearchStateRow).where(SearchStateRow.story == story).with_for_update()
    state = (await session.scalars(locked.execution_options(populate_existing=True))).one()
    known = select(SearchDocumentRow.sequence, SearchDocumentRow.made_of).where(SearchDocumentRow.story == story)
    rows = await session.execute(known)
    return Index(state.version, state.made_by, {row.sequence: row.made_of for row in rows})


async def save_documents(session: AsyncSession, story: str, documents: Sequence[Document]) -> None:
    """Index these updates, those that were indexed already anew."""
    await drop_documents(session, story, [document.sequence for document in documents])
    rows = [
        {
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
    """These updates are found no more."""
    for start in range(0, len(sequences), _AT_ONCE):
        some = SearchDocumentRow.sequence.in_(sequences[start : start + _AT_ONCE])
        await session.execute(delete(SearchDocumentRow).where(SearchDocumentRow.story == story, some))


async def set_current(session: AsyncSession, story: str, version: int, made_by: str) -> None:
    """The index is that of this version of the story."""
    state = await session.get_one(SearchStateRow, story)
    state.version, state.made_by = version, made_by


async def is_carried(session: AsyncSession, story: str, wanted: Wanted) -> bool:
    """Whether any update carries the word."""
    rows = await session.execute(_ANY[_engine(session)], {"story": story, "wanted": _write_wanted(session, [wanted])})
    return rows.first() is not None


async def find_sequences(
    session: AsyncSession, story: str, wanted: Sequence[Wanted], *, limit: int, offset: int = 0
) -> tuple[list[int], int]:
    """The updates that stand and carry most of the words, at least half of them; and how many they are in all.

    Those that say more of the words themselves come before those of which only the sources do, then the weightier
    before the lighter, then the newer before the older.
    """
    if not wanted:
        return [], 0
    values = {"story": story, "wanted": _write_wanted(session, wanted), "words": len(wanted)}
    statement = _FIND[_engine(session)]
    rows = (await session.execute(statement, {**values, "limit": limit, "offset": offset})).all()
    if not rows and offset:  # behind the last one: how many they are stands beside the first
        [*first] = await session.execute(statement, {**values, "limit": 1, "offset": 0})
        return [], first[0].total if first else 0
    return [row.sequence for row in rows], rows[0].total if rows else 0


def _engine(session: AsyncSession) -> str:
    return session.get_bind().dialect.name


def _write_tokens(terms: Iterable[str]) -> str:
    """Terms as both engines read them, apart: text for FTS5 to split, or a tsvector."""
    return " ".join(sorted(filter(None, {_to_token(term) for term in terms})))


def _to_token(term: str) -> str:
    """A term as one token that no engine splits, folds, or takes for an operator: letters, digits and «_».

    >>> _to_token('NEAR("قاسم توكاييف" OR *')
    'near__قاسم_توكاييف__or__'
    """
    return _NO_TOKEN.sub("_", term.casefold())[:_MAX_TOKEN]


def _write_wanted(session: AsyncSession, wanted: Collection[Wanted]) -> str:
    """The words as JSON, each with its number and, in the engine's own language, what matches it."""
    any_of = _any_for_fts5 if _engine(session) == "sqlite" else _any_for_tsquery
    rows = []
    for number, word in enumerate(wanted):
        tokens = sorted(filter(None, map(_to_token, word.terms)))
        match = any_of(tokens, _to_token(word.beginning or ""))
        rows.append({"n": number, "match": match})
    return json.dumps(rows, ensure_ascii=False)


def _any_for_fts5(tokens: Sequence[str], beginning: str) -> str:
    return " OR ".join([*(f'"{token}"' for token in tokens), *[f'"{beginning}" *'] * bool(beginning)]) or '""'


def _any_for_tsquery(tokens: Sequence[str], beginning: str) -> str:
    return " | ".join([*(f"'{token}'" for token in tokens), *[f"'{beginning}':*"] * bool(beginning)])


_HITS_SQLITE = """
    SELECT json_extract(w.value, '$.n') AS n, d.sequence AS sequence, 1 AS own
    FROM json_each(:wanted) AS w CROSS JOIN search_index AS i CROSS JOIN search_documents AS d
    WHERE i.search_index MATCH 'words : (' || json_extract(w.value, '$.match') || ')'
        AND d.id = i.rowid AND d.story = :story
    UNION ALL
    SELECT json_extract(w.value, '$.n'), d.sequence, 0
    FROM json_each(:wanted) AS w CROSS JOIN search_index AS i CROSS JOIN search_documents AS d
    WHERE i.search_index MATCH 'quotes : (' || json_extract(w.value, '$.match') || ')'
        AND d.id = i.rowid AND d.story = :story
"""
_HITS_POSTGRESQL = """
    SELECT w.n, d.sequence, 1 AS own
    FROM jsonb_to_recordset(CAST(:wanted AS jsonb)) AS w(n int, match text)
    JOIN search_documents AS d ON d.words @@ CAST(w.match AS tsquery) AND d.story = CAST(:story AS text)
    UNION ALL
    SELECT w.n, d.sequence, 0
    FROM jsonb_to_recordset(CAST(:wanted AS jsonb)) AS w(n int, match text)
    JOIN search_documents AS d ON d.quotes @@ CAST(w.match AS tsquery) AND d.story = CAST(:story AS text)
"""


def _any(hits: str) -> TextClause:
    return text(f"SELECT 1 FROM ({hits}) AS hits LIMIT 1")  # noqa: S608 - from the texts above alone


def _find(hits: str) -> TextClause:
    return text(f"""
    WITH hits AS ({hits}),
    carried AS (
        SELECT sequence, COUNT(DISTINCT n) AS words, COUNT(DISTINCT CASE WHEN own = 1 THEN n END) AS own
        FROM hits GROUP BY sequence
    ),
    standing AS (
        SELECT carried.sequence, carried.words, carried.own, updates.score
        FROM carried JOIN updates ON updates.story = :story AND updates.sequence = carried.sequence
        WHERE updates.withdrawn_at IS NULL AND updates.retracted_at IS NULL
    ),
    best AS (
        SELECT * FROM standing
        WHERE words = (SELECT MAX(words) FROM standing) AND 2 * words >= CAST(:words AS integer)
    )
    SELECT sequence, (SELECT COUNT(*) FROM best) AS total
    FROM best ORDER BY own DESC, score DESC, sequence DESC LIMIT :limit OFFSET :offset
    """)  # noqa: S608 - from the texts above alone


_HITS = {"sqlite": _HITS_SQLITE, "postgresql": _HITS_POSTGRESQL}
_ANY = {engine: _any(hits) for engine, hits in _HITS.items()}
_FIND = {engine: _find(hits) for engine, hits in _HITS.items()}
