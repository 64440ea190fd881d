"""Where a sentence may end early and still be whole and true.

What may go is what readings of 2,000 articles found safe to drop: trailing participles of saying, clauses of time and
consequence, a relative clause after a comma, a coordinated clause, a credit where somebody already speaks. Conditions,
concessions and the speaker stay; nothing is cut inside a quotation.
"""

import re
from collections.abc import Iterator

from briefings.dates import WEEKDAYS
from briefings.parsing.attribution import LEAD, is_reporting
from briefings.parsing.clauses import is_quoted
from briefings.text import lexicon
from briefings.text.arabic import fold, fold_with_offsets

_LEAST = 8  # words of what is left
_LEAST_AFTER_OPENING = 5  # words after «في خطوة مفاجئة،»
_LEAST_COORDINATED = 4  # words of «، و…» that are more than another item of a list
_EARLIER = re.compile("في وقت سابق")  # it dates what follows
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_DAYS = "|".join({form: None for day in WEEKDAYS for form in (day, fold(day))})  # as written, and folded
_WEEKDAY = re.compile(rf"\s*[،,]\s*(?:يوم )?(?:[أا]مس |اليوم )?(?:{_DAYS})(?: الماضي)?\s*[،,](?=\s)")
# All that follow are looked for in folded text; a border begins where the sentence may end.
_PARTICIPLE = rf"(?:{'|'.join(lexicon.participles())})(?:ا|ه|ين|يا)"
_CONSEQUENCE = "وذلك|مما|ما (?:ادي|اسفر|احدث|تسبب|اثار|يعني|دفع|جعل)|الامر الذي|حيث(?! (?:قال|ذكر|اكد|اعلن))"
_CAUSE = "جراء(?! (?:ذلك|هذا))|بهدف|في ضوء|علي خلفيه"
_TIME = (
    "(?:بعد|عقب|اثر)(?! (?:غد|ذلك|هذا))|بعدما|في اعقاب|وسط(?! ال)|بينما|في حين"
    rf"|فيما(?! {lexicon.alternation('not_joining_before')})|في وقت(?! (?:سابق|لاحق))|في الوقت الذي"
)
# Only where no comma follows: what stands between two commas may be an aside, with the object behind it.
_RELATIVE = "و?(?:الذي|التي|الذين)|وهو|وهي|وهم|بسبب|بفضل"
_DETAIL = (
    "قبل|خلال|في(?! حال)|علي|من|ضمن|الي جانب|بالاضافه|اضافه|منها|بينها|بينهم|جراء"
    r"|احتجاجا|ردا|خلفا|متفوقا|متجاوزا|منهيا|جاء ذلك|ل(?!يبيا|تركيا|يتوانيا)[يت]\w{3,}"
    rf"|(?:(?:مساء|صباح|فجر|ليل) )?(?:{_DAYS})"
)
_BORDER = re.compile(rf"[،,] (?=(?:و?{_PARTICIPLE}|{_CONSEQUENCE}|{_CAUSE}|{_TIME}) |(?:{_RELATIVE}) [^،,]*$)")
_BARE_BORDER = re.compile(rf" (?=(?:و?{_PARTICIPLE}|{_CONSEQUENCE}|{_CAUSE}) )")
_BARE_TIME = re.compile(rf" (?=(?:{_TIME}) )")  # the object, or the verb, may stand behind it
_SAYS_IT = re.compile("[،,]? قائل")  # «وعلق عليها قائلا …»
_ANY_RELATIVE = re.compile("[،,]? (?=و?(?:الذي|التي|الذين) )")
_BEFORE_DETAIL = re.compile(rf"[،,] (?=(?:{_DETAIL}) [^،,]*$)")
_COORDINATED = re.compile(r"[،,] (?=و(?!هو |هي |هم |فق|قد |لكن|لا |لم |لن |ليس)\w{2,} )")
_CREDIT = re.compile(rf"[،,]? (?={lexicon.alternation('according')}|(?:حسبما|كما) )")
_MARKS = "«»“”\"'()،,؛:."
_COMMA = re.compile("[،,]")
_CONDITION = re.compile(r"(?<!\w)(?:(?<!ما )اذا|لو|الا(?! ان)|شرط|بشرط|لولا|ريثما)(?!\w)")
_SAID = re.compile(r"(?<!\w)(?:ان|انه|انها|انهم|بان|بانه|بانها|عن|علي|الي)(?!\w)|[:«“\"]")
_OPEN_END = frozenset(
    "عن من في علي الي منذ حتي مع بين ان التي الذي او كان كانت وذلك تحديدا وتحديدا خاصه خصوصا وخصوصا سيما اي مثل".split()
)
_OPENING = re.compile("(?:في|خلال|بعد|عقب|مع|علي|قبل|منذ|وسط|رغم) [^،,]*[،,]")
_PLAIN_SAYING = ("قال", "قالت", "يقول", "تقول", "اضاف", "اضافت", "ذكر", "ذكرت", "افاد", "افادت", "صرح", "صرحت")


def shorter_forms(sentence: str) -> list[str]:
    """The sentence, and what it may be shortened to without ceasing to be whole and true, longest first."""
    sentence = sentence.strip()
    plain = _WEEKDAY.sub("", _BRACKETS.sub("", drop_lead(sentence)))
    forms = dict.fromkeys((sentence, plain))
    for end in find_ends(plain):
        forms[plain[:end].rstrip(" ،,.")] = None
    return list(forms)


def drop_lead(sentence: str) -> str:
    """Leave out «من جانبه،», «كما», «فيما», «يذكر أن» at the beginning, as often as one follows another."""
    while (match := LEAD.match((folded := fold_with_offsets(sentence)).text)) and not _EARLIER.match(folded.text):
        sentence = sentence[folded.offsets[match.end()] :].lstrip(" ،")
    return sentence


def find_ends(sentence: str, *, loosely: bool = True) -> Iterator[int]:
    """Offsets at which the sentence may end, from the right.

    :param loosely: also before details, before another report, before whom else it is from, and where an object may
        stand behind.
    """
    folded = fold_with_offsets(sentence)
    borders = _find(_BORDER, folded.text)
    if loosely:
        borders |= _find_loose_borders(folded.text)
    else:
        last_comma = max(folded.text.rfind("،"), folded.text.rfind(","))
        borders |= _find(_BARE_BORDER, folded.text, last_comma + 1)
        if borders:
            borders -= _find(_SAYS_IT, folded.text)
    for border in sorted(borders, reverse=True):
        if _is_whole(folded.text[:border]) and not is_quoted(sentence, folded.offsets[border]):
            yield folded.offsets[border]


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


def end_before(sentence: str, offset: int) -> int | None:
    """Where a sentence may end so that nothing from an offset on is said; None where that much is no whole sentence."""
    folded = fold_with_offsets(sentence)
    borders = (match.start() for match in _ANY_RELATIVE.finditer(folded.text))
    relatives = (border for border in borders if _is_whole(folded.text[:border]))
    ends = (*find_ends(sentence, loosely=False), *(folded.offsets[relative] for relative in relatives))
    return max((end for end in ends if end <= offset and not is_quoted(sentence, end)), default=None)


def _is_whole(left: str) -> bool:
    """Whether what is left says something by itself: a verb of saying has what is said, an opening has its sentence."""
    words = left.split()
    if len(words) < _LEAST or words[-1].strip(_MARKS) in _OPEN_END or _CONDITION.search(left):
        return False
    if words[0].removeprefix("و") in _PLAIN_SAYING and not _SAID.search(left):
        return False
    opening = _OPENING.match(left)
    return not opening or len(left[opening.end() :].split()) >= _LEAST_AFTER_OPENING
