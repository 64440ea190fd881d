"""Where a sentence may end early and still be whole and true.

What may go is what readings of 2,000 articles found safe to drop: trailing participles of saying, clauses of time and
consequence, a relative clause after a comma, a coordinated clause, a credit where somebody already speaks. Conditions,
concessions and the speaker stay; nothing is cut inside a quotation.
"""

import re
from collections.abc import Iterator

from briefings.arabic import fold_with_offsets, split_words
from briefings.clauses import is_quoted
from briefings.speakers import is_reporting

_LEAST = 8  # words of what is left
_LEAST_AFTER_OPENING = 5  # words after «في خطوة مفاجئة،»
_LEAST_COORDINATED = 4  # words of «، و…» that are more than another item of a list
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_DAYS = "السبت|ال[أا]حد|ال[إا]ثنين|الثلاثاء|ال[أا]ربعاء|الخميس|الجمع[ةه]"
_WEEKDAY = re.compile(rf"\s*[،,]\s*(?:يوم )?(?:[أا]مس |اليوم )?(?:{_DAYS})(?: الماضي)?\s*[،,](?=\s)")
_LEAD = re.compile(
    r"و?(?:من (?:جهته|جهتها|جهتهم|جانبه|جانبها|جانبهم|جهة أخرى|ناحيته|ناحيتها|ناحية أخرى)|بدوره|بدورها|إلى ذلك"
    r"|يذكر أن|يشار إلى أن|في المقابل|في (?:هذا )?السياق(?: ذاته)?)\s*[،,]?\s+"
)
# All that follow are looked for in folded text; a border begins where the sentence may end.
_PARTICIPLE = (
    "(?:مؤكد|مشير|موضح|مضيف|مبين|لافت|معتبر|مشدد|معرب|متهم|محذر|داعي|مطالب|منوه|متعهد|متوعد|واصف|قائل|معلن|منتقد"
    "|كاشف|متمني)(?:ا|ه|ين|يا)"
)
_CONSEQUENCE = "وذلك|مما|ما (?:ادي|اسفر|تسبب|اثار|يعني|دفع|جعل)|الامر الذي|حيث(?! (?:قال|ذكر|اكد|اعلن))"
_TIME = "بعد(?! غد)|بعدما|عقب|اثر|في اعقاب|علي خلفيه|وسط|فيما|بينما|في حين|في وقت|في الوقت الذي"
# Only where no comma follows: what stands between two commas may be an aside, with the object behind it.
_LAST = (
    "الذي|التي|الذين|وهو|وهي|وهم|قبل|خلال|في(?! حال)|علي|من|ضمن|الي جانب|بالاضافه|اضافه|منها|بينها|بينهم|بسبب|جراء"
    r"|احتجاجا|ردا|خلفا|متفوقا|متجاوزا|منهيا|جاء ذلك|ل(?!يبيا|تركيا|يتوانيا)[يت]\w{3,}"
    rf"|(?:(?:مساء|صباح|فجر|ليل) )?(?:{_DAYS})"
)
_BORDER = re.compile(rf"[،,]? (?=(?:و?{_PARTICIPLE}|{_CONSEQUENCE}|{_TIME}) )|[،,] (?=(?:{_LAST}) [^،,]*$)")
_COORDINATED = re.compile(r"[،,] (?=و(?!هو |هي |هم |فق|قد |لكن|لا |لم |لن |ليس)\w{2,} )")
_CREDIT = re.compile(r"[،,]? (?=(?:وفق|وفقا|بحسب|حسب|حسبما|نقلا عن|كما) )")
_CONDITION = re.compile(r"(?<!\w)(?:اذا|لو|الا|شرط|بشرط|لولا|ريثما)(?!\w)")
_SAID = re.compile(r"(?<!\w)(?:ان|انه|انها|انهم|بان|بانه|بانها|عن|علي|الي)(?!\w)|[:«“\"]")
_OPEN_END = frozenset("عن من في علي الي منذ حتي مع بين ان التي الذي او كان كانت".split())
_PLAIN_SAYING = ("قال", "قالت", "يقول", "تقول", "اضاف", "اضافت", "ذكر", "ذكرت", "افاد", "افادت", "صرح", "صرحت")


def shorter_forms(sentence: str) -> list[str]:
    """The sentence, and what it may be shortened to without ceasing to be whole and true, longest first."""
    sentence = sentence.strip()
    plain = _WEEKDAY.sub("", _BRACKETS.sub("", _LEAD.sub("", sentence, count=1)))
    forms = dict.fromkeys((sentence, plain))
    for end in _find_ends(plain):
        forms[plain[:end].rstrip(" ،,.")] = None
    return list(forms)


def _find_ends(sentence: str) -> Iterator[int]:
    """Offsets at which the sentence may end, from the right."""
    folded = fold_with_offsets(sentence)
    spoken = any(is_reporting(word.folded.removeprefix("و")) for word in split_words(sentence)[:2])
    borders = {match.start() for match in _BORDER.finditer(folded.text)}
    borders |= {
        match.start()
        for match in _COORDINATED.finditer(folded.text)
        if len(split_words(re.split("[،,]", folded.text[match.end() :])[0])) >= _LEAST_COORDINATED
    }
    if spoken:
        borders |= {match.start() for match in _CREDIT.finditer(folded.text)}
    for border in sorted(borders, reverse=True):
        if _is_whole(folded.text[:border]) and not is_quoted(sentence, folded.offsets[border]):
            yield folded.offsets[border]


def _is_whole(left: str) -> bool:
    """Whether what is left says something by itself: a verb of saying has what is said, an opening has its sentence."""
    words = split_words(left)
    if len(words) < _LEAST or words[-1].folded in _OPEN_END or _CONDITION.search(left):
        return False
    if words[0].folded.removeprefix("و") in _PLAIN_SAYING and not _SAID.search(left):
        return False
    opening = re.match(r"(?:في|خلال|بعد|عقب|مع|على|قبل|منذ|وسط|رغم) [^،,]*[،,]", left)
    return not opening or len(split_words(left[opening.end() :])) >= _LEAST_AFTER_OPENING
