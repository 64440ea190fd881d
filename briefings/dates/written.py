"""Rules for expressions with a month, a season or a year: «الأربعاء 5 يناير», «آخر يوم من أكتوبر», «صيف 2018»."""

import re
from datetime import timedelta

from briefings.dates import days
from briefings.dates.reading import DAY, MONTH, NTH, REL, THAT_MONTH, WEEKDAY, WRITTEN_MONTH, YEAR, Reading, make_rule
from briefings.dates.resolvers import month, month_day, numeric_day, quarter, year
from briefings.model import EventDate


def _hijri_day(reading: Reading, match: re.Match[str]) -> EventDate | None:
    """Resolve a day of the Islamic calendar: the weekday beside it settles which of three days it is."""
    numbers = [reading.number(match, group) or 0 for group in ("y", "g", "d")]
    day = days.from_hijri(*numbers) if numbers[0] in range(1300, 1500) and numbers[2] in range(1, 31) else None
    if day is None:
        return None
    around = [day - timedelta(days=1), day, day + timedelta(days=1)]
    weekday = reading.number(match, "w")
    if weekday is not None:
        return days.on_day(next((near for near in around if near.weekday() == weekday), None))
    return days.in_range(around[0], around[2])


def _nth_of_month(reading: Reading, match: re.Match[str]) -> EventDate | None:
    """Resolve «ثاني أربعاء من أكتوبر», «آخر يوم بشهر 10», «أول أسبوع في الشهر المقبل»."""
    first = reading.month(match)
    token = reading.token(match, "nth")
    if first is None or token is None:
        return None
    nth, last = token.value or -1, days.last_day(first)
    if reading.tag(match, "week"):
        monday = days.pick_nth(days.weeks_of(first, last), nth)
        return days.in_range(monday, days.add_days(monday, 6)) if monday else None
    return days.on_day(days.pick_nth(days.days_of(first, last, reading.number(match, "wd")), nth))


def _month_part(reading: Reading, match: re.Match[str]) -> EventDate | None:
    """Resolve «مطلع مارس»: some ten days of the month; in a request its first, middle or last day."""
    first = reading.month(match)
    if first is None:
        return None
    begin, middle, end = {"g": (1, 1, 10), "h": (11, 15, 20), "e": (21, 0, 0)}[match["part"]]
    last = days.last_day(first)
    if reading.everyday:
        return days.on_day(first.replace(day=middle) if middle else last)
    return days.in_range(first.replace(day=begin), first.replace(day=end) if end else last)


def _season(reading: Reading, match: re.Match[str]) -> EventDate | None:
    """Resolve «صيف 2014», «الشتاء الماضي», «هذا الصيف»: with «الماضي» the one that has ended last."""
    number, year = reading.number(match, "season") or 0, reading.number(match, "y")
    if year:
        return days.season(year, number)
    step = reading.step(match)
    if step is None and not reading.everyday:
        return None
    today = reading.today.isoformat()
    near = [
        found for year in range(reading.today.year - 2, reading.today.year + 2) if (found := days.season(year, number))
    ]
    if step == -1:
        return next((found for found in reversed(near) if (found.end or "") < today), None)
    if step == 1:
        return next((found for found in near if (found.start or "") > today), None)
    return next((found for found in near if (found.end or "") >= today), None)


_MONTHS = ((WRITTEN_MONTH, "ms", True), (THAT_MONTH, "S", False))

RULES = (
    make_rule(r"(?P<y>y)[-/.](?P<m>n)[-/.](?P<d>n)", "y", numeric_day, explicit=True),
    make_rule(r"(?P<d>n)[-/.](?P<m>n)[-/.](?P<y>y)", "y", numeric_day, explicit=True),
    make_rule(rf"{WEEKDAY}{DAY}I?s?(?P<g>G),?[cC]?(?P<y>Y)", "G", _hijri_day, explicit=True),
    *(
        make_rule(pattern, needs, resolve, explicit=explicit)
        for month, needs, explicit in _MONTHS
        for pattern, resolve in (
            (rf"{WEEKDAY}{DAY}(?:[-&>](?P<to>[no]))?[.,/-]?[iI]?{month}", month_day),
            (rf"{NTH}(?:d?(?P<wd>[vw])|d|(?P<week>k))[iI]?{month}", _nth_of_month),
            (rf"(?:(?P<wd>w)|[jd]|(?P<week>K)){NTH}[iI]?{month}", _nth_of_month),
            (rf"(?P<part>[ghe])[iI]?{month}", _month_part),
        )
    ),
    make_rule(rf"{MONTH}{YEAR}", "ms", month, explicit=True),
    make_rule(rf"{MONTH},?{REL}", "ms", month, explicit=True),
    make_rule(r"(?<=[iI>AT])s?(?P<m>m)(?:/?m|\(m\))?", "m", month, explicit=True),
    make_rule(r"(?P<part>[Qh])(?P<nth>o)[iI]?[cC]?(?P<y>y)", "Qh", quarter, explicit=True),
    make_rule(rf"(?P<part>[Qh])(?P<nth>o)[iI]?(?P<this>t)?C{REL}?", "Qh", quarter),
    make_rule(r"(?P<season>Z)[iI]?[cC]?(?P<y>y)", "Z", _season, explicit=True),
    make_rule(rf"(?P<this>t)?(?P<season>Z){REL}?", "Z", _season),
    make_rule(r"[cC](?P<y>[yY])", "yY", year, explicit=True),
)
