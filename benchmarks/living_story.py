"""A story of some weeks, made up: what several outlets would write, day by day, of a crisis in an invented country.

Each day brings events, fewer at the weekend, and each event has a place, a body and a number. Two to seven outlets
report an event: the title and the first sentence tell it in one of three ways, or copy an agency's text; two speakers
comment; some sentences tell details, of which other outlets have some, too; the last ones recall events of days before,
as much of what a running story says is told again. An article has some 150 words in nine to thirteen sentences.

The words are of invented roots in the patterns of Arabic, some far more often than others: a real story has thousands,
and two of its sentences seldom share more than a few by chance.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from briefings.model import Article, PublishedFrom
from briefings.story import Name, Story, Topic

BEGINS = date(2026, 1, 4)
_OUTLETS = tuple(
    f"صحيفة {name}"
    for name in "الجسر المدى الأفق الميناء السهوب الوادي المنبر الخطوة الديوان النهار القلعة البريد".split()
)
_CITIES = "مرجان تلال واحة رمال سدرة نخيل ياقوت بستان زمرد قنديل شلال غدير سهيل مرسى".split()
_BODIES = (
    "وزارة الداخلية", "وزارة الصحة", "إدارة الموانئ", "هيئة الطيران", "شركة الكهرباء", "اتحاد النقابات", "مجلس البلدية",
    "قيادة الجيش", "جمعية الإغاثة", "إدارة السجون", "البنك المركزي", "نقابة المعلمين",
)  # fmt: skip
_PEOPLE = (
    "سالم الراوي", "ليلى الحداد", "كمال النجار", "هدى العطار", "فريد الصباغ", "مريم القاضي", "ناصر البنا",
)  # fmt: skip
_OFFICES = ("رئيس الحكومة", "وزيرة الخارجية", "المتحدث باسم الجيش", "رئيسة البرلمان", "محافظ المدينة", "مدير المستشفى")
# What is done, told in three ways.
_DEEDS = (
    "{v} {body} {a} {w} {n} {b} {x} في {city} {joint} {c} {y}",
    "{body} {v} {a} {w} {n} {b} {x} {joint} {c} {y} في {city}",
    "{n} {b} {x} في {city} {joint} {c} {y} بعد {a} {w} من {body}",
)
_SPEECH = (
    "وقال {office} {person} إن {said}.",
    "وأكد {office} {person} أن {said}.",
    "وأوضح {office} {person} أن {said}.",
)
_LETTERS = "بتجحدرزسصطعفقكلمنه"
_PATTERNS = ("{0}ا{1}{2}", "م{0}{1}و{2}", "ت{0}{1}ي{2}", "{0}{1}ا{2}ة", "م{0}ا{1}{2}ة", "{0}{1}و{2}")
_WORDS = 6_000


def _make_words() -> list[str]:
    """Make words, the same ones each time."""
    chance = random.Random(1)
    made = {chance.choice(_PATTERNS).format(*chance.sample(_LETTERS, 3)): None for _ in range(_WORDS)}
    return list(made)


_VOCABULARY = _make_words()
_OFTEN = [1 / (rank + 30) for rank in range(len(_VOCABULARY))]
_JOINTS = ("قرب", "أمام", "خلف", "بعد خروج", "قبل وصول", "رغم إغلاق", "بطلب من", "بدعم من", "بسبب نقص", "بحضور")
_RECALLED = "وكانت {body} قد أعلنت في وقت سابق أن {deed}."


@dataclass(frozen=True, slots=True)
class _Event:
    day: int
    deeds: tuple[str, ...]
    values: dict[str, object]
    details: tuple[str, ...]  # of which each outlet has some


def make_story() -> Story:
    """Return the story, with the words and names by which its articles are known."""
    topics = (
        ("street", "الشارع", "احتجاج احتجاجات محتجون إضراب اعتقال توقيف شرطة لافتات"),
        ("supply", "المعيشة", "وقود دقيق كهرباء مياه أسعار مخابز مواد غذائية دينار"),
        ("safety", "الأمن والسلامة", "حريق قصف انهيار إنقاذ مصاب إسعاف جيش طوارئ"),
    )
    return Story(
        format=1,
        name="living-story",
        title="أزمة الساحل",
        zone="UTC",
        topics=tuple(
            Topic(key=key, name=name, command=key, about=name, vocabulary=tuple(words.split()))
            for key, name, words in topics
        ),
        people=tuple(Name(name=name, spellings=(name.split()[1],)) for name in _PEOPLE),
        bodies=tuple(Name(name=name) for name in _BODIES),
        places=tuple(Name(name=name) for name in _CITIES),
    )


def make_articles(articles: int, days: int, seed: int = 2026) -> list[Article]:
    """Make so many articles over so many days, by day."""
    chance = random.Random(seed)
    weights = [1.0 if (BEGINS + timedelta(days=day)).weekday() not in {4, 5} else 0.5 for day in range(days)]
    planned = [round(articles * weight / sum(weights)) for weight in weights]
    planned[0] += articles - sum(planned)
    made: list[Article] = []
    past: list[_Event] = []
    numbers = count()
    for day, wanted in enumerate(planned):
        today: list[_Event] = []
        left = wanted
        while left > 0:
            event = _make_event(day, chance)
            today.append(event)
            reports = min(left, chance.choice((2, 3, 3, 4, 5, 7)))
            outlets = chance.sample(_OUTLETS, reports)
            copied = _write(event, past, chance) if chance.random() < 0.3 else None
            texts = [copied or _write(event, past, chance) for _ in outlets]
            made += [_make_article(next(numbers), event, *each) for each in zip(outlets, texts, strict=True)]
            left -= reports
        past = [*past, *today][-60:]
    return made


def _make_event(day: int, chance: random.Random) -> _Event:
    values: dict[str, object] = {"city": chance.choice(_CITIES), "body": chance.choice(_BODIES)}
    values |= {"n": chance.randint(11, 98), "joint": chance.choice(_JOINTS)}
    values |= zip("vawbxcy", chance.choices(_VOCABULARY, _OFTEN, k=7), strict=True)
    details = tuple(_make_sentence(values, chance) for _ in range(14))
    return _Event(day, _DEEDS, values, details)


def _make_sentence(values: dict[str, object], chance: random.Random) -> str:
    first, a, w, b, x, second, c, y, d, z = chance.choices(_VOCABULARY, _OFTEN, k=10)
    where = f"في {values['city']}" if chance.random() < 0.3 else f"{chance.choice(_JOINTS)} {d} {z}"
    number = f" {chance.randint(11, 98)}" if chance.random() < 0.2 else ""
    return f"{first} {a} {w} {chance.choice(_JOINTS)}{number} {b} {x}، و{second} {c} {y} {where}"


def _make_article(number: int, event: _Event, outlet: str, text: str) -> Article:
    return Article(
        id=f"a{number:05}",
        text=text,
        outlet=outlet,
        published_on=BEGINS + timedelta(days=event.day),
        published_from=PublishedFrom.METADATA,
        title=event.deeds[number % len(event.deeds)].format(**event.values),
        url=f"https://example.org/{number}",
    )


def _write(event: _Event, past: Sequence[_Event], chance: random.Random) -> str:
    return "\n\n".join(_tell(event, past, chance))


def _tell(event: _Event, past: Sequence[_Event], chance: random.Random) -> Iterator[str]:
    values = event.values | {"office": chance.choice(_OFFICES), "person": chance.choice(_PEOPLE)}
    yield chance.choice(event.deeds).format(**values) + "."
    told = chance.sample(event.details, chance.randint(6, 9))
    for said in told[:2]:
        yield chance.choice(_SPEECH).format(**(values | {"said": said}))
    for sentence in told[2:]:
        yield f"و{sentence}."
    for recalled in chance.sample(past, min(len(past), chance.randint(1, 3))):
        deed = chance.choice(recalled.deeds).format(**recalled.values)
        yield _RECALLED.format(body=recalled.values["body"], deed=deed)
