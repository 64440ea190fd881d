"""Arabic expressions of time, and the days they mean. Imports `text` and below.

The grammar is an own one, because no library reads these texts: month names of three regions and their doubles,
weekdays with «الماضي» and «المقبل», «بعد غد», duals, ranges. What is no date (durations, bare numbers, names) is not
matched at all.
"""

from datetime import date

from briefings.dates import relative, requests, written
from briefings.dates.reading import Anchor, Reading, Register, Rule
from briefings.dates.words import list_tags, tag_words
from briefings.model import DateMention, Precision, Span
from briefings.text import ParsedText

__all__ = ["Anchor", "Register", "find_dates", "find_unplaced"]

_ANY_DAY = Anchor(date(2000, 1, 1))

# The most specific rules first: what a rule has read, the later ones leave alone.
_NEWS = (*written.RULES, *relative.RULES)
_RULES: dict[Register, tuple[Rule, ...]] = {
    Register.NEWS: _NEWS,
    Register.EVERYDAY: (*requests.BEFORE, *_NEWS, *requests.AFTER),
}
_NEEDED = {register: frozenset().union(*(rule.needs for rule in rules)) for register, rules in _RULES.items()}


def find_dates(
    text: ParsedText, article: str, start: int, anchor: Anchor, register: Register = Register.NEWS
) -> tuple[DateMention, ...]:
    """Find the expressions of time in a sentence that can be resolved, in order, never overlapping.

    :param start: offset of ``text`` in the article, added to every span.
    :param anchor: the article's day; without it only an expression that needs no day is resolved.
    """
    if _NEEDED[register].isdisjoint(list_tags(text)):
        return ()
    tagged = tag_words(text)
    present = set(tagged.tags)
    reading = Reading(text, tagged.tokens, anchor, register)
    mentions: list[DateMention] = []
    taken: set[int] = set()
    for rule in _RULES[register]:
        if present.isdisjoint(rule.needs) or (anchor.day is None and not rule.explicit):
            continue
        for match in rule.pattern.finditer(tagged.tags):
            covered = range(match.start(), match.end())
            if not taken.isdisjoint(covered):
                continue
            taken.update(covered)  # also if it means no date: what lies in it is none either
            when = rule.resolve(reading, match)
            if when is not None:
                begin, end = tagged.tokens[match.start()].start, tagged.tokens[match.end() - 1].end
                span = Span(article, start + begin, start + end, text.raw[begin:end])
                mentions.append(DateMention(span, when, rule.explicit))
    return tuple(sorted(mentions, key=lambda mention: mention.span.start))


def find_unplaced(text: ParsedText, article: str, start: int) -> tuple[DateMention, ...]:
    """Find the days and weeks in a sentence that count from an article's unknown day: only where they stand."""
    mentions = find_dates(text, article, start, _ANY_DAY)
    near = {Precision.DAY, Precision.RANGE}
    return tuple(mention for mention in mentions if not mention.explicit and mention.when.precision in near)
