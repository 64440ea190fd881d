"""A changed entry becomes the next version of its article, the same each time that it is read."""

from bot.sources.rounds.versions import Versions, name_version
from tests.bot.sources.site import FOG, TOLL
from tests.factories import make_article


def test_the_first_change_replaces_the_article() -> None:
    assert name_version(make_article("v2"), "v1", Versions()).replaces == "v1"


def test_an_included_article_stays_included() -> None:
    assert name_version(make_article("v2", included=False), "v1", Versions(included={"v1"})).included


def test_what_is_stored_already_replaces_nothing() -> None:
    article = make_article("v2")
    assert name_version(article, "v1", Versions({"v1": "v2"})) == article  # the process died before it was recorded
    assert name_version(article, "v1", Versions({"v1": "v2", "v2": "v3"})) == article  # another feed is ahead


def test_a_change_that_was_missed_is_skipped() -> None:
    assert name_version(make_article("v3"), "v1", Versions({"v1": "v2"})).replaces == "v2"


def test_going_back_is_a_version_of_its_own_and_the_same_one_again() -> None:
    back = name_version(make_article("v1"), "v2", Versions({"v1": "v2"}))
    assert back.id not in {"v1", "v2"}
    assert back.replaces == "v2"
    later = Versions({"v1": "v2", "v2": back.id})
    again = name_version(make_article("v1"), "v2", later)
    assert (again.id, again.replaces) == (back.id, None)
    forth = name_version(make_article("v2"), back.id, later)
    assert forth.id not in {"v1", "v2", back.id}
    assert forth.replaces == back.id


def test_other_news_under_the_key_of_an_entry_replaces_nothing() -> None:
    known = Versions(texts={"v1": TOLL.format(26)})
    assert name_version(make_article("v2", text=FOG), "v1", known).replaces is None
    assert name_version(make_article("v2", text=TOLL.format(31)), "v1", known).replaces == "v1"
