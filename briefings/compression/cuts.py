"""Find where a sentence may end early and still be whole and true.

What may go is what readings of 2,000 articles found safe to drop: trailing participles of saying, clauses of time and
consequence, a relative clause after a comma, a coordinated clause, a credit if somebody already speaks. Conditions,
concessions and the speaker stay; nothing is cut inside a quotation.
"""

import re
from collections.abc import Iterator

from briefings.dates.words import WEEKDAYS
from briefings.parsing.attribution import LEAD, is_reporting
from briefings.text import ParsedText, alternation, fold, participles, words

_LEAST = 8  # words of what is left
_LEAST_AFTER_OPENING = 5  # words after «في خطوة مفاجئة،»
_LEAST_COORDINATED = 4  # words of «، و…» that are more than another item of a list
_EARLIER = re.compile("في وقت سابق")  # it dates what follows
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_DAYS = "|".join({form: None for day in WEEKDAYS for form in (day, fold(day))})  # as written, and folded
_WEEKDAY = re.compile(rf"\s*[،,]\s*(?:يوم )?(?:[أا]مس |اليوم )?(?:{_DAYS})(?: الماضي)?\s*[،,](?=\s)")
# All that follow are looked for in folded text; a border begins where the sentence may end.
_PARTICIPLE = rf"(?:{'|'.join(participles())})(?:ا|ه|ين|يا)"
_CONSEQUENCE = rf"{alternation('consequence')}|{alternation('cause')}"
_TIME = alternation("time_clause")
_RELATIVE = alternation("relative_clause")
_DETAIL = (
    rf"{alternation('detail')}|(?!{alternation('no_purpose')})ل[يت]\w{{3,}}"
    rf"|(?:{alternation('times_of_day')} )?(?:{_DAYS})"
)
_BORDER = re.compile(rf"[،,] (?=(?:و?{_PARTICIPLE}|{_CONSEQUENCE}|{_TIME}) |{_RELATIVE} [^،,]*$)")
_BARE_BORDER = re.compile(rf" (?=(?:و?{_PARTICIPLE}|{_CONSEQUENCE}) )")
_BARE_TIME = re.compile(rf" (?={_TIME} )")  # the object, or the verb, may stand behind it
_SAYS_IT = re.compile("[،,]? قائل")  # «وعلق عليها قائلا …»
_ANY_RELATIVE = re.compile(rf"[،,]? (?=و?{alternation('relative_pronouns')} )")
_BEFORE_DETAIL = re.compile(rf"[،,] (?=(?:{_DETAIL}) [^،,]*$)")
_COORDINATED = re.compile(rf"[،,] (?=و(?!{alternation('not_coordinated')} )\w{{2,}} )")
_CREDIT = re.compile(rf"[،,]? (?={alternation('according')}|{alternation('credit_joining')} )")
_MARKS = "«»“”\"'()،,؛:."
_COMMA = re.compile("[،,]")
_CONDITION = re.compile(rf"(?<!\w)(?:(?<!ما )اذا|{alternation('condition')})(?!\w)")
_SAID = re.compile(rf"(?<!\w){alternation('what_is_said')}(?!\w)|[:«“\"]")
_OPEN_END = words("open_end")
_OPENING = re.compile(rf"{alternation('openings')} [^،,]*[،,]")
_WHEN = re.compile(rf"{alternation('when')} ")
_PLAIN_SAYING = words("plain_saying")


def shorter_forms(sentence: ParsedText) -> list[str]:
    """List the sentence, and what it may be shortened to without ceasing to be whole and true, longest first."""
    raw = sentence.raw.strip()
    start = sentence.raw.index(raw)
    sentence = sentence.cut(start, start + len(raw))
    plain = _WEEKDAY.sub("", _BRACKETS.sub("", drop_lead(sentence).raw))
    forms = dict.fromkeys((raw, plain))
    for end in find_ends(ParsedText(plain)):
        forms[plain[:end].rstrip(" ،,.")] = None
    return list(forms)


def drop_lead(sentence: ParsedText) -> ParsedText:
    """Leave out «من جانبه،», «كما», «فيما», «يذكر أن» at the beginning, as often as one follows another."""
    while (match := LEAD.match(sentence.folded)) and not _EARLIER.match(sentence.folded):
        rest = sentence.raw[sentence.offsets[match.end()] :].lstrip(" ،")
        sentence = sentence.cut(len(sentence.raw) - len(rest))
    return sentence


def find_ends(sentence: ParsedText, *, loosely: bool = True) -> Iterator[int]:
    """Find the offsets at which the sentence may end, from the right.

    :param loosely: also before details, before another report, before whom else it is from, and where an object may
        stand behind.
    """
    folded = sentence.folded
    borders = _find(_BORDER, folded)
    if loosely:
        borders |= _find_loose_borders(folded)
    else:
        last_comma = max(folded.rfind("،"), folded.rfind(","))
        borders |= _find(_BARE_BORDER, folded, last_comma + 1)
        if borders:
            borders -= _find(_SAYS_IT, folded)
    for border in sorted(borders, reverse=True):
        if _is_whole(folded[:border]) and not sentence.is_quoted(sentence.offsets[border]):
            yield sentence.offsets[border]


def _find(pattern: re.Pattern[str], folded: str, start: int = 0) -> set[int]:
    return {match.start() for match in pattern.finditer(folded, start)}


def _find_loose_borders(folded: str) -> set[int]:
    spoken = any(is_reporting(word.removeprefix("و")) for word in folded.split(maxsplit=2)[:2])
    return (
        _find(_BARE_BORDER, folded)
        | _find(_BARE_TIME, folded)
        | _find(_BEFORE_DETAIL, folded)
        | (_find(_CREDIT, folded) if spoken else set())
        | {
            match.start()
            for match in _COORDINATED.finditer(folded)
            if len(_COMMA.split(folded[match.end() :], maxsplit=1)[0].split()) >= _LEAST_COORDINATED
        }
    )


def end_before(sentence: ParsedText, offset: int) -> int | None:
    """Find where a sentence may end so that nothing from an offset on is said; None if it would not be whole."""
    borders = (match.start() for match in _ANY_RELATIVE.finditer(sentence.folded))
    relatives = (border for border in borders if _is_whole(sentence.folded[:border]))
    ends = (*find_ends(sentence, loosely=False), *(sentence.offsets[relative] for relative in relatives))
    return max((end for end in ends if end <= offset and not sentence.is_quoted(end)), default=None)


def _is_whole(left: str) -> bool:
    """Return whether what is left stands alone: a verb of saying has what is said, an opening has its sentence."""
    said = left.split()
    if len(said) < _LEAST or said[-1].strip(_MARKS) in _OPEN_END or _CONDITION.search(left):
        return False
    if said[0].removeprefix("و") in _PLAIN_SAYING and not _SAID.search(left):
        return False
    if _WHEN.match(left) and not _COMMA.search(left):
        return False  # «قبل ساعات من لقاء الملك بالوزراء»: what happened then follows
    opening = _OPENING.match(left)
    return not opening or len(left[opening.end() :].split()) >= _LEAST_AFTER_OPENING
