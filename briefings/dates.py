"""Arabic expressions of time, and the days they mean.

An own grammar, because no library reads these texts: month names of three regions and their doubles, weekdays with
«الماضي» and «المقبل», «بعد غد», duals, ranges. What is no date (durations, bare numbers) is not matched at all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from briefings.arabic import Folded, fold, fold_with_offsets, is_future_verb
from briefings.model import DateMention, EventDate, Precision, Span

_MONTH_NAMES = (
    "يناير|كانون الثاني|كانون ثاني|جانفي",
    "فبراير|شباط|فيفري",
    "مارس|آذار|اذار",
    "أبريل|ابريل|نيسان|أفريل",
    "مايو|أيار|ماي",
    "يونيو|حزيران|جوان|يونيه",
    "يوليو|تموز|جويلية|يوليه",
    "أغسطس|آب|أوت|غشت",
    "سبتمبر|أيلول|شتنبر",
    "أكتوبر|تشرين الأول|تشرين أول",
    "نوفمبر|تشرين الثاني|تشرين ثاني|نونبر",
    "ديسمبر|كانون الأول|كانون أول|دجنبر",
)
_MONTHS = {fold(name): number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split("|")}
_WEEKDAYS = {
    fold(name): number for number, name in enumerate("الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد".split())
}
_UNITS = "الأول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر".split()
_TEENS = "الحادي الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع".split()
_ORDINALS = (
    {fold(word): number for number, word in enumerate(_UNITS, 1)}
    | {fold(f"{word} عشر"): number for number, word in enumerate(_TEENS, 11)}
    | {fold(f"{word} والعشرين"): number for number, word in enumerate(_TEENS, 21)}
    | {fold("العشرين"): 20, fold("الثلاثين"): 30, fold("الحادي والثلاثين"): 31}
)
_SMALL_NUMBERS = {
    fold(word): number
    for number, words in enumerate("يوم|يومين|ثلاثة|أربعة|خمسة|ستة|سبعة|ثمانية|تسعة|عشرة".split("|"), 1)
    for word in words.split()
}


def _any_of(words: dict[str, int]) -> str:
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))


_PAST = "الماضي|الماضيه|المنصرم|المنصرمه|الفائت|الفائته|الاخير"
_NEXT = "المقبل|المقبله|القادم|القادمه"
_THIS = "الجاري|الجاريه|الحالي|الحاليه"
_START = r"(?<!\w)(?:و|ف)?(?:ب|ل)?(?P<core>)"  # the empty group marks where the expression itself begins
_MONTH = rf"(?:{_any_of(_MONTHS)})"
_MONTH_TWICE = rf"(?P<month>{_MONTH})(?: ?/ ?{_MONTH}| ?\({_MONTH}\))?(?!\w)"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)(?!\d)(?: ?م(?!\w))?"
_OF_YEAR = rf"(?: ?/ ?| ?، ?| (?:من )?(?:ال)?(?:عام |سنه )?){_YEAR}"
_WEEKDAY = rf"(?:{_any_of(_WEEKDAYS)})"
_DAY_OF_WEEK = rf"(?:(?:يوم |مساء |صباح |ظهر |فجر |ليل |ليله |عصر )*(?P<weekday>{_WEEKDAY})(?!\w)(?: ?[،,]? ?))?"
_RELATIVE = r"اول امس|اول من امس|بعد غدا?|اليوم|امس|البارحه|غدا?"

_DATE = re.compile(
    rf"{_START}{_DAY_OF_WEEK}(?P<day>\d{{1,2}}|(?:ال)?(?:{_any_of(_ORDINALS)}))(?P<to>(?: ?- ?| ?و ?| الي | حتي )\d{{1,2}})?"
    rf" (?:من )?(?:شهر )?{_MONTH_TWICE}(?P<rel>(?: ?،)? (?:{_THIS}|{_PAST}|{_NEXT})(?!\w))?(?:{_OF_YEAR})?"
)
_MONTH_YEAR = re.compile(rf"{_START}(?:شهر )?{_MONTH_TWICE}(?:{_OF_YEAR}|(?P<rel> (?:{_THIS}|{_PAST}|{_NEXT})(?!\w)))")
_NUMERIC = re.compile(
    r"(?<![\d/.-])(?:(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<d2>\d{1,2})[/-](?P<m2>\d{1,2})[/-](?P<y2>(?:19|20)\d\d))(?![\d/-])"
)
_YEAR_ALONE = re.compile(rf"{_START}(?:ال)?(?:عام|سنه) {_YEAR}")
_WEEKDAYS_TWO = re.compile(
    rf"{_START}يومي (?P<first>{_WEEKDAY}) و ?(?P<second>{_WEEKDAY})(?!\w)(?: (?P<rel>{_PAST}ين|{_NEXT}ين))?"
)
_WEEKDAY_ALONE = re.compile(
    rf"{_START}(?:(?P<relative>{_RELATIVE}) ?[،,]? ?)?(?:يوم |مساء |صباح |ظهر |فجر |ليل |ليله |عصر )*(?P<weekday>{_WEEKDAY})(?!\w)"
    rf"(?: (?P<rel>{_PAST}|{_NEXT}|{_THIS})(?!\w))?"
)
_RELATIVE_ALONE = re.compile(
    rf"{_START}(?:يوم )?(?P<relative>{_RELATIVE})(?!\w)(?! (?:الاول|الاخير|التالي|نفسه|ذاته|الواحد|السابق|الوطني|العالمي|الدولي))"
)
_WEEK = re.compile(
    rf"{_START}(?P<part>بدايه |مطلع |نهايه |منتصف )?(?:هذا )?(?P<unit>الاسبوع|الشهر|العام|السنه)(?: (?P<rel>{_PAST}|{_NEXT}|{_THIS})(?!\w))?(?!\w)"
)
_AGO = re.compile(
    rf"{_START}قبل (?:(?P<number>\d{{1,2}}|{_any_of(_SMALL_NUMBERS)})(?: ايام| يوما)?|(?P<one>يوم واحد))(?!\w)"
)
_OFFSETS = {
    "اول امس": -2,
    "اول من امس": -2,
    "امس": -1,
    "البارحه": -1,
    "اليوم": 0,
    "غد": 1,
    "غدا": 1,
    "بعد غد": 2,
    "بعد غدا": 2,
}
_FUTURE = re.compile(r"(?<!\w)(?:و|ف)?(?:سوف|من المقرر|من المنتظر|من المتوقع|المقرر|المرتقب|المزمع|يعتزم|تعتزم)(?!\w)")
_DURATION_BEFORE = re.compile(r"(?:لمده|مده|علي مدي|طوال|خلال)\s*$")


@dataclass(frozen=True, slots=True)
class Anchor:
    """From where relative dates are counted: the article's day, or at least its year and month."""

    day: date | None = None
    year: int | None = None
    month: int | None = None


def find_dates(text: str, article: str, start: int, anchor: Anchor) -> tuple[DateMention, ...]:
    """The expressions of time in a sentence that can be resolved, in order, never overlapping.

    :param start: offset of ``text`` in the article, added to every span.
    :param anchor: the article's day; without it only what needs no day is resolved.
    """
    folded = fold_with_offsets(text)
    mentions = []
    taken: list[tuple[int, int]] = []
    for begin, end, when, explicit in _candidates(folded, anchor):
        if any(begin < right and left < end for left, right in taken):
            continue
        taken.append((begin, end))
        if when is not None:
            left, right = folded.original(begin, end)
            mentions.append(DateMention(Span(article, start + left, start + right, text[left:right]), when, explicit))
    return tuple(sorted(mentions, key=lambda mention: mention.span.start))


_Candidate = tuple[int, int, EventDate | None, bool]


def _candidates(folded: Folded, anchor: Anchor) -> Iterator[_Candidate]:
    """Every match, the most specific kinds first; a match without a date still blocks what lies in it."""
    text = folded.text
    for match in _NUMERIC.finditer(text):
        year, month, day = (int(match[a] or match[b]) for a, b in (("y", "y2"), ("m", "m2"), ("d", "d2")))
        yield (*match.span(), _day(_make_date(year, month, day)), True)
    for match in _DATE.finditer(text):
        yield (*_word_span(match), _resolve_date(match, anchor), True)
    for match in _MONTH_YEAR.finditer(text):
        yield (*_word_span(match), _resolve_month(match, anchor), True)
    for match in _YEAR_ALONE.finditer(text):
        yield (*_word_span(match), EventDate(match["year"], None, Precision.YEAR), True)
    if anchor.day is None:
        return
    for match in _WEEKDAYS_TWO.finditer(text):
        last = _weekday(match["second"], match["rel"], anchor.day, future=_is_future(text, match.start()))
        first = last - timedelta(days=(last.weekday() - _WEEKDAYS[match["first"]]) % 7)
        yield (*_word_span(match), _range(first, last), False)
    for match in _WEEKDAY_ALONE.finditer(text):
        yield (*_word_span(match), _day(_resolve_weekday(match, text, anchor.day)), False)
    for match in _RELATIVE_ALONE.finditer(text):
        yield (*_word_span(match), _day(anchor.day + timedelta(days=_OFFSETS[match["relative"]])), False)
    for match in _WEEK.finditer(text):
        if (match["rel"] or match["part"]) and not _DURATION_BEFORE.search(text[: match.start()]):
            yield (*_word_span(match), _resolve_period(match, anchor.day), False)
    for match in _AGO.finditer(text):
        number = match["number"] or "1"
        days = int(number) if number.isdigit() else _SMALL_NUMBERS[number]
        if number.isdigit() and not re.search(r"ايام|يوما", match.group()):
            continue
        yield (*_word_span(match), _day(anchor.day - timedelta(days=days)), False)


def _word_span(match: re.Match[str]) -> tuple[int, int]:
    """The match without the glued و, ف, ب or ل before it."""
    return match.start("core"), match.end()


def _make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(day: date | None) -> EventDate | None:
    return EventDate(day.isoformat(), None, Precision.DAY) if day else None


def _range(first: date, last: date) -> EventDate:
    return EventDate(first.isoformat(), last.isoformat(), Precision.RANGE)


def _year_of(month: int, written: str | None, relative: str | None, anchor: Anchor) -> int | None:
    """The year that an expression without one means: the one that brings the month nearest to the article's day."""
    if written:
        return int(written)
    if anchor.day is None:
        return anchor.year
    if relative and relative.strip(" ،") in _PAST.split("|"):
        return anchor.day.year - (month > anchor.day.month)
    distance = month - anchor.day.month
    return anchor.day.year + (1 if distance < -6 else -1 if distance > 6 else 0)


def _resolve_date(match: re.Match[str], anchor: Anchor) -> EventDate | None:
    month = _MONTHS[match["month"]]
    year = _year_of(month, match["year"], match["rel"], anchor)
    written = match["day"]
    number = int(written) if written.isdigit() else _ORDINALS.get(written) or _ORDINALS.get("ال" + written)
    if year is None or number is None:
        return None
    first = _make_date(year, month, number)
    if match["to"]:
        last = _make_date(year, month, int(re.sub(r"\D", "", match["to"])))
        return _range(first, last) if first and last and first < last else None
    return _day(first)


def _resolve_month(match: re.Match[str], anchor: Anchor) -> EventDate | None:
    month = _MONTHS[match["month"]]
    year = _year_of(month, match["year"], match["rel"], anchor)
    return EventDate(f"{year:04}-{month:02}", None, Precision.MONTH) if year else None


def _is_future(text: str, position: int) -> bool:
    """Whether the verb before the expression, in its clause, is about what is still to come."""
    clause = re.split(r"[،؛,;:]", text[:position])[-1]
    return bool(_FUTURE.search(clause)) or any(is_future_verb(word) for word in clause.split())


def _weekday(name: str, relative: str | None, day: date, *, future: bool) -> date:
    back = (day.weekday() - _WEEKDAYS[name]) % 7
    relative = (relative or "").removesuffix("ين")
    if relative in _PAST.split("|"):
        return day - timedelta(days=back or 7)
    if relative in _NEXT.split("|"):
        return day + timedelta(days=(7 - back) % 7 or 7)
    if future:
        return day + timedelta(days=(7 - back) % 7)
    return day - timedelta(days=back)


def _resolve_weekday(match: re.Match[str], text: str, day: date) -> date:
    relative = match["relative"]
    if relative:
        named = day + timedelta(days=_OFFSETS[relative])
        if named.weekday() == _WEEKDAYS[match["weekday"]]:
            return named
        return _weekday(match["weekday"], None, day, future=_OFFSETS[relative] > 0)
    return _weekday(match["weekday"], match["rel"], day, future=_is_future(text, match.start()))


def _resolve_period(match: re.Match[str], day: date) -> EventDate:
    """Weeks run from Sunday, as in most of the region; a part of one is its first or last two days."""
    relative = match["rel"] or ""
    step = -1 if relative in _PAST.split("|") else 1 if relative in _NEXT.split("|") else 0
    if match["unit"] in {"العام", "السنه"}:
        return EventDate(f"{day.year + step:04}", None, Precision.YEAR)
    if match["unit"] == "الشهر":
        index = day.year * 12 + day.month - 1 + step
        return EventDate(f"{index // 12:04}-{index % 12 + 1:02}", None, Precision.MONTH)
    sunday = day - timedelta(days=(day.weekday() + 1) % 7) + timedelta(weeks=step)
    part = (match["part"] or "").strip()
    if part in {"بدايه", "مطلع"}:
        return _range(sunday, sunday + timedelta(days=1))
    if part == "نهايه":
        return _range(sunday + timedelta(days=5), sunday + timedelta(days=6))
    if part == "منتصف":
        return _range(sunday + timedelta(days=2), sunday + timedelta(days=4))
    return _range(sunday, sunday + timedelta(days=6))
