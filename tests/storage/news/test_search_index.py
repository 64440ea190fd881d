"""What a database finds by terms, on both engines."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import Database
from storage.news.search_index import (
    Document,
    Wanted,
    drop_documents,
    find_carriers,
    is_current,
    lock_index,
    save_documents,
    set_current,
)
from tests.factories import STORY


def document(sequence: int, words: str, quotes: str = "") -> Document:
    return Document(sequence, f"digest of {sequence}", frozenset(words.split()), frozenset(quotes.split()))


def word(*terms: str, beginning: str | None = None) -> Wanted:
    return Wanted(frozenset(terms), beginning)


@pytest.fixture
async def filled(database: Database) -> Database:
    """Index six updates."""
    async with database.begin() as session:
        await lock_index(session, STORY)
        await lock_index(session, "another")
        documents = [
            document(1, "سعر خبز"),
            document(2, "سعر", "خبز وقود"),
            document(3, "سعر خبز وقود"),
            document(4, "خبز", "سعر"),
            document(5, "", "خبز سعر"),
            Document(6, "another", frozenset({"قاسم جومرت توكاييف", "CSTO", 'a"b'}), frozenset()),
        ]
        await save_documents(session, STORY, documents)
    return database


async def find(session: AsyncSession, wanted: Wanted, story: str = STORY) -> tuple[set[int], set[int]]:
    """Return the updates that have a word themselves, and those whose sources have it."""
    [carriers] = await find_carriers(session, story, [wanted])
    return {*carriers.own}, {*carriers.quoted} - {*carriers.own}


async def test_updates_with_a_word_and_updates_whose_sources_have_it(filled: Database) -> None:
    async with filled.begin() as session:
        assert await find(session, word("خبز")) == ({1, 3, 4}, {2, 5})
        assert await find(session, word("وقود")) == ({3}, {2})
        for nothing in (word("x"), word(), word("")):
            assert await find(session, nothing) == (set(), set())
        many = await find_carriers(session, STORY, [word("وقود"), word("x"), word("وقود"), word("قاسم", "سعر")])
        assert [sorted({*own, *quoted}) for own, quoted in many] == [[2, 3], [], [2, 3], [1, 2, 3, 4, 5]]
        assert await find_carriers(session, STORY, []) == []


async def test_any_of_a_words_terms_and_any_that_begins_so(filled: Database) -> None:
    async with filled.begin() as session:
        assert await find(session, word("x", "وقود", "خبز")) == ({1, 3, 4}, {2, 5})
        assert await find(session, word("x", beginning="وق")) == ({3}, {2})
        assert await find(session, word(beginning="قاسم جو")) == ({6}, set())
        assert await find(session, word("وق")) == (set(), set())


async def test_a_term_is_one_whatever_stands_in_it(filled: Database) -> None:
    async with filled.begin() as session:
        for term in ("قاسم جومرت توكاييف", "csto", 'a"b'):
            assert await find(session, word(term)) == ({6}, set())
        for term in ("قاسم", "توكاييف", "a", "b", "cst"):
            assert await find(session, word(term)) == (set(), set())


async def test_stories_are_apart(filled: Database) -> None:
    async with filled.begin() as session:
        await save_documents(session, "another", [document(1, "خبز"), document(7, "خبز")])
        assert await find(session, word("خبز")) == ({1, 3, 4}, {2, 5})
        assert await find(session, word("خبز"), "another") == ({1, 7}, set())
        assert await find(session, word("خبز"), "a third") == (set(), set())


async def test_documents_change_and_go(filled: Database) -> None:
    async with filled.begin() as session:
        await save_documents(session, STORY, [replace(document(3, "وقود"), made_of="new")])
        assert await find(session, word("سعر")) == ({1, 2}, {4, 5})
        await drop_documents(session, STORY, [1, 2, 99])
        assert await find(session, word("سعر")) == (set(), {4, 5})
        assert (await lock_index(session, STORY)).made_of == {
            3: "new",
            4: "digest of 4",
            5: "digest of 5",
            6: "another",
        }
        if filled.is_sqlite:  # the triggers kept FTS5 in step with the rows
            await session.execute(text("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)"))


async def test_the_index_knows_what_it_was_made_for(database: Database) -> None:
    async with database.begin() as session:
        assert not await is_current(session, STORY, 0, "so")
        await lock_index(session, STORY)
        await set_current(session, STORY, 3, "so")
        assert await is_current(session, STORY, 3, "so")
        assert await is_current(session, STORY, 2, "so")  # somebody knows more
        assert not await is_current(session, STORY, 4, "so")
        assert not await is_current(session, STORY, 3, "otherwise")
        assert not await is_current(session, "another", 3, "so")


async def test_any_term_can_be_kept_and_looked_for(database: Database) -> None:
    terms: list[str] = []

    @given(st.text(min_size=1, max_size=300))
    def collect(term: str) -> None:
        terms.append(term)

    collect()
    terms += ['"', "'", "*", "'; DROP TABLE updates; --", "NEAR(a b)", "a:*", "\\", "\0", "ﷺ", "😀", "x" * 5000]
    async with database.begin() as session:
        await lock_index(session, STORY)
        await save_documents(session, STORY, [Document(1, "", frozenset(terms), frozenset())])
        for term in terms:
            assert await find(session, word(term)) == ({1}, set()), term
            await find(session, word(term, beginning=term))
