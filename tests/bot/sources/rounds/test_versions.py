"""A changed entry becomes the next version of its article, the same each time that it is read."""

from bot.sources.rounds.versions import name_version
from tests.factories import make_article


def test_the_first_change_replaces_the_article() -> None:
    assert name_version(make_article("v2"), "v1", {}, set()).replaces == "v1"


def test_an_included_article_stays_included() -> None:
    assert name_version(make_article("v2", included=False), "v1", {}, {"v1"}).included


def test_what_is_stored_already_replaces_nothing() -> None:
    article = make_article("v2")
    assert name_version(article, "v1", {"v1": "v2"}, set()) == article  # it was not recorded before the process died
    assert name_version(article, "v1", {"v1": "v2", "v2": "v3"}, set()) == article  # another feed is ahead of this one


def test_a_change_that_was_missed_is_skipped() -> None:
    assert name_version(make_article("v3"), "v1", {"v1": "v2"}, set()).replaces == "v2"


def test_going_back_is_a_version_of_its_own_and_the_same_one_again() -> None:
    newer = {"v1": "v2"}
    back = name_version(make_article("v1"), "v2", newer, set())
    assert back.id not in {"v1", "v2"}
    assert back.replaces == "v2"
    again = name_version(make_article("v1"), "v2", {**newer, "v2": back.id}, set())
    assert (again.id, again.replaces) == (back.id, None)
    forth = name_version(make_article("v2"), back.id, {**newer, "v2": back.id}, set())
    assert forth.id not in {"v1", "v2", back.id}
    assert forth.replaces == back.id
