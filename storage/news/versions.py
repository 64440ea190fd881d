"""Updates that stood on an article which has given way to a later version of it: which update each is now. Pure."""

import unicodedata
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from briefings.model import TopicUpdate
from storage.news.matching import Matching, match_updates

_ALIKE = 0.5  # of the words of both updates, from which on one is the other as its outlet has it now
_TATWEEL = "\u0640"


class Revision(NamedTuple):
    """What became of the updates: those that stay, and those that a new one puts right."""

    matching: Matching
    corrected: Mapping[str, int]  # new update → the stored update that was wrong


def match_versions(
    stored: Mapping[int, TopicUpdate],
    updates: Sequence[TopicUpdate],
    gone: Collection[int],
    newer: Mapping[str, str],
) -> Revision:
    """Match as ``match_updates`` does; then find what became of the updates that stood on earlier versions alone.

    The text is what matters to a reader. If it says the same, the update stays what it was, and nobody is told. If it
    says something else, the new update corrects the old one. If nothing like it stands in the later version, the
    update is left to be withdrawn: an outlet that shortens its article takes nothing back.

    :param stored: by sequence.
    :param gone: sequences that nobody is told any more; they are put right by nothing.
    :param newer: article → the article that replaced it.
    """
    matching = match_updates(stored, updates)
    kept, left = dict(matching.kept), dict(matching.left)
    update_of = {update.id: update for update in updates}
    matched = {sequence: uid for uid, sequence in kept.items()}
    corrected: dict[str, int] = {}
    for sequence in sorted(stored.keys() - set(gone)):
        old = stored[sequence]
        if not old.sources or not all(span.article in newer for span in old.sources):
            continue
        uid = matched.get(sequence) or _find_like(old, updates, newer, taken=kept.keys() | corrected.keys())
        if uid in {None, old.id}:
            continue
        kept.pop(uid, None)
        left.pop(sequence, None)
        (kept if say_the_same(old.text, update_of[uid].text) else corrected)[uid] = sequence
    return Revision(replace(matching, kept=kept, left=left), corrected)


def trace(article: str, newer: Mapping[str, str]) -> tuple[str, ...]:
    """Return the versions of an article from this one to the newest."""
    versions = [article]
    while (later := newer.get(versions[-1])) and later not in versions:
        versions.append(later)
    return tuple(versions)


def say_the_same(text: str, other: str) -> bool:
    """Return whether two texts differ in spelling and signs at most.

    >>> say_the_same("إصابة ٣ أشخاص.", "اصابة 3 أشخاص"), say_the_same("إصابة 3 أشخاص", "إصابة 4 أشخاص")
    (True, False)
    """
    return _list_words(text) == _list_words(other)


def _find_like(
    old: TopicUpdate, updates: Sequence[TopicUpdate], newer: Mapping[str, str], taken: Collection[str]
) -> str | None:
    newest = {trace(span.article, newer)[-1] for span in old.sources}
    candidates = [
        (likeness, update.id)
        for update in updates
        if update.id not in taken
        and update.topic == old.topic
        and any(span.article in newest for span in update.sources)
        and (likeness := compare_words(old.text, update.text)) >= _ALIKE
    ]
    return max(candidates, default=(0.0, None))[1]


def compare_words(text: str, other: str) -> float:
    """Return the share of words that two texts have in common (Dice)."""
    words, others = set[Hashable](_list_words(text)), set[Hashable](_list_words(other))
    return 2 * len(words & others) / max(1, len(words) + len(others))


def _list_words(text: str) -> list[str]:
    """List the words without marks: «أ» is a letter and a mark, once it is decomposed."""
    plain = unicodedata.normalize("NFKD", text).replace(_TATWEEL, "")
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    digits = (str(unicodedata.decimal(char)) if char.isdecimal() else char for char in letters)
    return "".join(char if char.isalnum() else " " for char in digits).split()
