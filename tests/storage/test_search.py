"""What a database finds by terms, on both engines alike."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database
from storage.search import (
    Document,
    Wanted,
    drop_documents,
    find_sequences,
    is_carried,
    is_current,
    lock_index,
    save_documents,
    set_current,
)
from storage.updates import save_updates
from tests.factories import NOW, STORY, make_update

UPDATES = [make_update(f"u{number}", score=float(number % 3)) for number in range(1, 7)]  # scores 1 2 0 1 2 0


def document(sequence: int, words: str, quotes: str = "") -> Document:
    return Document(sequence, f"digest of {sequence}", frozenset(words.split()), frozenset(quotes.split()))


def word(*terms: str, beginning: str | None = None) -> Wanted:
    return Wanted(frozenset(terms), beginning)


@pytest.fixture
async def filled(database: Database) -> Database:
    """Six updates, indexed under words of one letter."""
    async with database.begin() as session:
        await save_updates(session, STORY, UPDATES, NOW)
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


async def find(session: AsyncSession, *wanted: Wanted, limit: int = 50, offset: int = 0) -> tuple[list[int], int]:
    return await find_sequences(session, STORY, wanted, limit=limit, offset=offset)


async def test_own_words_come_first_then_weight_then_age(filled: Database) -> None:
    async with filled.begin() as session:
        assert await find(session, word("خبز")) == ([4, 1, 3, 5, 2], 5)
        assert await find(session, word("خبز"), word("سعر")) == ([1, 3, 2, 4, 5], 5)
        assert await find(session, word("خبز"), word("سعر"), word("وقود")) == ([3, 2], 2)  # all of the words
        assert await find(session, word("خبز"), word("سعر"), limit=2, offset=3) == ([4, 5], 5)
        assert await find(session, word("خبز"), limit=2, offset=5) == ([], 5)


async def test_at_least_half_of_the_words(filled: Database) -> None:
    async with filled.begin() as session:
        assert await find(session, word("وقود"), word("x")) == ([3, 2], 2)
        assert await find(session, word("وقود"), word("x"), word("y")) == ([], 0)
        assert await find(session, word("x")) == ([], 0)
        assert await find(session) == ([], 0)
        assert await find(session, word()) == ([], 0)
        assert await find(session, word("")) == ([], 0)


async def test_any_of_a_words_terms_and_any_that_begins_so(filled: Database) -> None:
    async with filled.begin() as session:
        assert await find(session, word("x", "وقود", "خبز")) == ([4, 1, 3, 5, 2], 5)
        assert await find(session, word("x", beginning="وق")) == ([3, 2], 2)
        assert await find(session, word(beginning="قاسم جو")) == ([6], 1)
        assert await is_carried(session, STORY, word("وقود"))
        assert not await is_carried(session, STORY, word("وق"))
        assert not await is_carried(session, "another", word("وقود"))


async def test_a_term_is_one_whatever_stands_in_it(filled: Database) -> None:
    async with filled.begin() as session:
        for term in ("قاسم جومرت توكاييف", "csto", 'a"b'):
            assert await find(session, word(term)) == ([6], 1)
        for term in ("قاسم", "توكاييف", "a", "b", "cst"):
            assert await find(session, word(term)) == ([], 0)


async def test_what_does_not_stand_is_not_found_even_where_it_is_indexed(filled: Database) -> None:
    async with filled.begin() as session:
        await save_updates(session, STORY, [update for update in UPDATES if update.id != "u3"], NOW)
        assert await find(session, word("وقود")) == ([2], 1)


async def test_documents_change_and_go(filled: Database) -> None:
    async with filled.begin() as session:
        await save_documents(session, STORY, [replace(document(3, "وقود"), made_of="new")])
        assert await find(session, word("سعر")) == ([2, 1, 5, 4], 4)
        await drop_documents(session, STORY, [1, 2, 99])
        assert await find(session, word("سعر")) == ([5, 4], 2)
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
        await save_updates(session, STORY, [make_update()], NOW)
        await save_documents(session, STORY, [Document(1, "", frozenset(terms), frozenset())])
        for term in terms:
            assert await find(session, word(term)) == ([1], 1), term
            await find(session, word(term, beginning=term))
