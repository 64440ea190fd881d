"""Which entries are new, and which page goes on from a teaser."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.sources.visits.entries import digest, is_plausible, list_fresh
from briefings.reading.values import Entry
from storage.model.sources import KnownEntry
from tests.bot.sources.site import FOG, TOLL

ENTRY = Entry("k1", "https://wadi.example/1", "ضباب في المرفأ", FOG, True, None, None, None, None)


def test_new_and_changed_entries_are_fresh_the_newest_first() -> None:
    early, late = (
        replace(ENTRY, key=key, published_at=datetime(2022, 1, day, tzinfo=UTC)) for key, day in (("a", 1), ("b", 2))
    )
    undated = replace(ENTRY, key="c")
    assert list_fresh([undated, early, late], {}) == [late, early, undated]
    known = {"a": KnownEntry(digest(early), "a1"), "b": KnownEntry("another", "a2")}
    assert list_fresh([early, late], known) == [late]


def test_another_moment_is_no_change_and_another_title_is_one() -> None:
    moved = replace(ENTRY, published_at=datetime(2022, 1, 1, tzinfo=UTC), url="https://wadi.example/2")
    assert digest(moved) == digest(ENTRY)
    assert digest(replace(ENTRY, title="أربع سفن")) != digest(ENTRY)


@pytest.mark.parametrize(
    ("teaser", "title", "page", "goes_on"),
    [
        (FOG[:90], "ضباب", FOG, True),
        (FOG[:90].replace("أ", "ا"), "ضباب", FOG, True),
        ("", "ضباب في المرفأ", FOG, True),
        ("", None, FOG, True),
        (FOG[:90], "ضباب", TOLL, False),
        (FOG[:90], "ضباب", FOG[:80], False),
        ("", "أسعار القمح العالمية", FOG, False),
    ],
)
def test_a_page_goes_on_from_a_teaser_if_it_is_longer_and_has_its_words(
    teaser: str, title: str | None, page: str, goes_on: bool
) -> None:
    entry = replace(ENTRY, text=teaser, title=title, is_whole=False)
    assert is_plausible(entry, replace(ENTRY, text=page, title=None)) is goes_on
