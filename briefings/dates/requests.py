"""Rules for what only everyday requests say: «ذكّرني في 15», «بعد أسبوعين», «الجمعة السوداء»; no dates in a report."""

import re
from datetime import date

from briefings.dates import days
from briefings.dates.reading import REL, WEEKDAY, YEAR, Reading, make_rule
from briefings.dates.resolvers import month, month_day, numeric_day, quarter, year
from briefings.model import EventDate

_FEW = 3  # «بضعة أيام»
_UNITS = {"d": (0, 1), "k": (0, 7), "s": (1, 0), "a": (1, 0), "c": (12, 0)}  # months and days in each
_ELAPSED = r"(?P<span>[nF]?[dksac]O?(?:&?n?[dksac]O?)*)"
_NO_MORE = r"(?![mGnoyYwvrjx&:/.-])"


def _numeric_month(reading: Reading, match: re.Match[str]) -> EventDate | None:
    number = reading.number(match, "m") or 0
    return days.in_month(reading.number(match, "y"), number) if number in range(1, 13) else None


def _holiday(reading: Reading, match: re.Match[str]) -> EventDate | None:
    """Resolve a holiday: if no year is written, the coming one."""
    return days.on_day(_day_of_holiday(reading, match))


def _day_of_holiday(reading: Reading, match: re.Match[str]) -> date | None:
    token, year = reading.token(match, "h"), reading.number(match, "y")
    if token is None:
        return None
    if year:
        return days.holiday(token.word, year)
    coming = (days.holiday(token.word, reading.today.year + step) for step in (0, 1))
    return next((day for day in coming if day and day >= reading.today), None)


def _weekday_from_holiday(reading: Reading, match: re.Match[str]) -> EventDate | None:
    """Resolve «ثالث ثلاثاء بعد رأس السنة»."""
    day, weekday, nth = _day_of_holiday(reading, match), reading.number(match, "wd"), reading.number(match, "nth")
    if day is None or weekday is None or nth is None:
        return None
    if match["dir"] == "B":
        return days.on_day(days.add_days(day, (weekday - day.weekday() - 1) % 7 + 7 * nth - 6))
    return days.on_day(days.add_days(day, -((day.weekday() - weekday - 1) % 7 + 7 * nth - 6)))


def _nth_weekday(reading: Reading, match: re.Match[str]) -> EventDate | None:
    """Resolve «الأحد الثاني» as this month's; «الأحد العاشر» can only be the tenth day."""
    nth = reading.number(match, "nth") or 0
    if nth > 5:
        return _day_alone(reading, match)
    first = reading.today.replace(day=1)
    return days.on_day(days.pick_nth(days.days_of(first, days.last_day(first), reading.number(match, "w")), nth))


def _day_alone(reading: Reading, match: re.Match[str]) -> EventDate | None:
    """Resolve «في 15», «الخميس 21»: the coming day of that number; with a weekday, the nearest day that agrees."""
    number = reading.number(match, "d") or reading.number(match, "nth") or 0
    weekday = reading.number(match, "w")
    months = (days.add_months(reading.today.replace(day=1), step) for step in (0, 1, 2, -1))
    near = [day for first in months if first and (day := days.make_date(first.year, first.month, number))]
    if weekday is not None:
        return days.on_day(next((day for day in near if day.weekday() == weekday), None))
    return days.on_day(next((day for day in near if day >= reading.today), None))


def _day_stepped(reading: Reading, match: re.Match[str]) -> EventDate | None:
    """Resolve «اليوم التالي»."""
    step = reading.step(match)
    return days.on_day(days.add_days(reading.today, step)) if step is not None else None


def _this_quarter(reading: Reading, match: re.Match[str]) -> EventDate | None:
    """Resolve «الربع القادم»."""
    step = reading.step(match)
    first = days.add_months(reading.today, 3 * step) if step is not None else None
    return days.quarter(first.year, (first.month + 2) // 3) if first else None


def _elapsed(reading: Reading, match: re.Match[str]) -> EventDate | None:
    """Resolve «قبل شهر و21 يوما», «بعد أسبوعين», «من أسبوع», «3 أيام من الآن»."""
    months = counted = number = 0
    for index in range(*match.span("span")):
        tag, value = match.string[index], reading.tokens[index].value
        if tag in "nF":
            number = value or _FEW
        elif tag in _UNITS:
            months += (number or value) * _UNITS[tag][0]
            counted += (number or value) * _UNITS[tag][1]
            number = 0
    direction = reading.tag(match, "dir")
    ahead = direction == "B" or (direction is None and (reading.looks_ahead(match) or match.start() == 0))
    sign = 1 if ahead else -1
    moment = days.add_months(reading.today, sign * months) if months or counted else None
    return days.on_day(days.add_days(moment, sign * counted)) if moment else None


BEFORE = (  # the rules that the news has too
    make_rule(r"(?P<m>n)[/.-](?P<d>n),(?P<y>[ynY])", "n", numeric_day),
    make_rule(r"(?P<d>n)[/.-](?P<m>n)[/.-](?P<y>n)", "n", numeric_day),
    make_rule(r"(?<![nyY/.-])(?P<d>n)[/.-](?P<m>n)(?![/.-]?[nyY])", "n", numeric_day),
    make_rule(r"(?<![nyY/.-])(?P<m>n)[/-](?P<y>y)", "y", _numeric_month),
    make_rule(rf"(?<![no])(?<![noI]s){WEEKDAY}(?<![noI])s?(?P<m>m),?(?P<d>[no])(?:&?{YEAR})?", "m", month_day),
    make_rule(rf"(?P<nth>o)d?(?P<wd>[vw])(?P<dir>[AB])(?P<h>H){YEAR}?", "H", _weekday_from_holiday),
    make_rule(rf"(?P<w>w),?i?(?P<d>n){_NO_MORE}", "w", _day_alone),
    make_rule(r"(?P<w>w)(?P<nth>o)(?!I|i?[sSmt])", "w", _nth_weekday),
    make_rule(r"(?P<w>w)i(?P<d>o)(?!I?[sSmt])", "w", _day_alone),
    make_rule(rf"(?P<dir>[ABTI]){_ELAPSED}(?:IN)?{_NO_MORE}", "dksac", _elapsed),
    make_rule(rf"{_ELAPSED}IN", "N", _elapsed),
)

AFTER = (
    make_rule(rf"t?[jd]{REL}", "jd", _day_stepped),
    make_rule(rf"(?P<h>H){YEAR}?", "H", _holiday),
    make_rule(r"s?(?P<m>m)|s(?P<mn>[no])", "ms", month),
    make_rule(r"(?P<part>[Qh])(?P<nth>o)", "Qh", quarter),
    make_rule(rf"(?P<this>t)?Q{REL}?", "Q", _this_quarter),
    make_rule(r"(?:(?<=[iIT])|^)(?P<y>y)(?!x)", "y", year),
    make_rule(r"(?:^|[idI>])(?P<d>[no])(?=[.,]?$)", "no", _day_alone),
)
