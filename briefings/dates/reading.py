"""What a rule may ask of the text it reads: its tokens, the day of the article, the register.

Two registers are read differently. In the news a bare weekday is the latest past one (unless the verb looks ahead),
«اليوم التالي» follows an event and not the article's day, and a number alone is no date. In everyday requests
(«ذكّرني الخميس») what is named lies ahead.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from briefings.dates import days
from briefings.dates.words import Token
from briefings.model import EventDate
from briefings.text.document import ParsedText
from briefings.text.morphology import is_future_verb


class Register(Enum):
    """What kind of text it is."""

    NEWS = auto()
    EVERYDAY = auto()


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day from which relative dates are counted, or at least its year: those of the article."""

    day: date | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A text while its expressions are resolved."""

    text: ParsedText
    tokens: Sequence[Token]
    anchor: Anchor
    register: Register

    @property
    def today(self) -> date:
        """The day of the anchor. A rule that needs it is only asked if the anchor has one.

        :raises ValueError: if it has none.
        """
        if self.anchor.day is None:
            raise ValueError("a relative date needs a day to count from")
        return self.anchor.day

    @property
    def everyday(self) -> bool:
        return self.register is Register.EVERYDAY

    def token(self, match: re.Match[str], group: str) -> Token | None:
        """Return the token of a group with one tag; None if the rule lacks the group or the group did not match."""
        return self.tokens[match.start(group)] if self.tag(match, group) else None

    def tag(self, match: re.Match[str], group: str) -> str | None:
        """Return what a group matched; None if the rule lacks the group or the group did not match."""
        found: str | None = match.groupdict().get(group)
        return found

    def number(self, match: re.Match[str], group: str) -> int | None:
        """Return the number of a group's token."""
        token = self.token(match, group)
        return token.value if token else None

    def step(self, match: re.Match[str]) -> int | None:
        """Return -1 for «الماضي», +1 for «المقبل», 0 for «الجاري» and «هذا»; None if the text says none of them.

        «السابق» and «التالي» count from the day of reading only in everyday requests: in a report, from its event.
        """
        tag = self.tag(match, "rel") or self.tag(match, "this")
        if tag is None or (tag in {"q", "u"} and not self.everyday):
            return None
        return _STEPS[tag]

    def year(self, month: int, match: re.Match[str]) -> int | None:
        """Return the year written, else the one «الماضي» means, the coming one in everyday requests, or the nearest."""
        written = self.number(match, "y")
        if written or self.anchor.day is None:
            return written or self.anchor.year
        step, distance = self.step(match), month - self.today.month
        if step == -1:
            return self.today.year - (distance > 0)
        if step == 1 or (step is None and self.everyday):
            return self.today.year + (distance < 0)
        return self.today.year + (1 if distance < -6 else -1 if distance > 6 else 0)

    def month(self, match: re.Match[str]) -> date | None:
        """Return the first day of the month that the groups ``m``, ``mn`` or ``that`` of a rule mean."""
        if self.tag(match, "that"):
            step = self.step(match)
            if step is None and self.everyday:
                step = 0
            return days.add_months(self.today.replace(day=1), step) if step is not None else None
        number = self.number(match, "m") or self.number(match, "mn")
        year = self.year(number, match) if number else None
        return days.make_date(year, number, 1) if year and number else None

    def looks_ahead(self, match: re.Match[str]) -> bool:
        """Return whether the verb before the expression, in its clause, tells what is still to come."""
        before = self.text.fold_before(self.tokens[match.start()].start)
        clause = re.split(r"[،؛,;:]", before)[-1]
        return bool(_FUTURE.search(clause)) or any(is_future_verb(word) for word in clause.split())

    def measures(self, match: re.Match[str]) -> bool:
        """Return whether the words before the expression make it a duration («خلال الأسبوع الماضي»)."""
        return bool(_DURATION_BEFORE.search(self.text.fold_before(self.tokens[match.start()].start)))


_STEPS = {"p": -1, "l": -1, "q": -1, "t": 0, "f": 1, "u": 1}
_FUTURE = re.compile(r"(?<!\w)(?:و|ف)?(?:سوف|من المقرر|من المنتظر|من المتوقع|المقرر|المرتقب|المزمع|يعتزم|تعتزم)(?!\w)")
_DURATION_BEFORE = re.compile(r"(?:لمده|مده|علي مدي|طوال|خلال)\s*$")


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern of tags and what it means."""

    pattern: re.Pattern[str]
    needs: frozenset[str]  # a text without any of these tags cannot match
    resolve: Callable[[Reading, re.Match[str]], EventDate | None]
    explicit: bool  # a month or a year is written out, so the article's own day is not needed


def make_rule(
    pattern: str, needs: str, resolve: Callable[[Reading, re.Match[str]], EventDate | None], *, explicit: bool = False
) -> Rule:
    """Make a rule: compile its pattern."""
    return Rule(re.compile(pattern), frozenset(needs), resolve, explicit)


# Building blocks of patterns. Y is a number that is a year only behind «عام», or where no counted noun follows.
YEAR = r"(?:[,/.-]?[iI]?[cC]?(?P<y>y|(?<=[cC])Y|Y(?!x)))"
REL = r"(?P<rel>[pftqul])"
MONTH = r"(?:s?(?P<m>m)(?:/?m|\(m\))?|s(?P<mn>[no]))"  # «يناير/كانون الثاني», «شهر 3»
WRITTEN_MONTH = rf"{MONTH}(?:,?{REL})?{YEAR}?"
THAT_MONTH = rf"(?P<this>t)?(?P<that>S){REL}?"  # «هذا الشهر», «الشهر المقبل»
WEEKDAY = r"(?:j,?)?(?:[Ed]*(?P<w>w),?i?)?"  # before a day of the month: it may help to find the year
DAY = r"(?P<d>[no])"
NTH = r"(?P<nth>[oLl])"
