"""A sentence that reports two things is two clauses; what a clause is: opinion, plan, background."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from briefings.model import EventDate, Kind, Precision
from briefings.parsing.attribution import find_speech, is_office, is_reporting
from briefings.story import Story
from briefings.text import lexicon, word_relations
from briefings.text.arabic import STOP_WORDS, Word, fold, fold_with_offsets, is_future_verb, split_words, words_outside
from briefings.text.word_relations import find_root

_CLAUSES = 4_000  # that are remembered: several steps ask of each
_MIN_WORDS = 5  # a shorter piece is no clause of its own
_OPENING = 60  # characters in which a sentence of background says that it is one
_OPENING_WORDS = 14  # words in which a plan has its verb
_JOINING = re.compile(
    rf"(?<!\w){lexicon.alternation('joining')}(?= (?!{lexicon.alternation('not_joining_before')})\w{{3,}})"
)
_PARTICIPLES = {participle: verb for participle, verb in lexicon.participles().items() if verb}
_PARTICIPLE = re.compile(
    rf"[،,] (?:و)?(?P<stem>{'|'.join(_PARTICIPLES)})(?:(?P<feminine>ه)|ا)?:? ?"
    r"(?P<that>(?:(?:الي |علي |من )?ا?ن(?:ه|ها|هم)? )|:? ?[«“\"])"
)
_QUOTATION = re.compile(r"[«“\"][^»”\"]*[»”\"]")
_BRACKETS = re.compile(r"\([^()]*\)")
_CONTEXT = re.compile(r"و?(?:جاء|جاءت|ورد|وردت) (?:ذلك|هذا|هذه|تصريحات|تصريحاته|اقوال|تصريح)\w*(?!\w)")
_RECALLS = re.compile(r"و?كانت? (?:\w+ ){1,4}قد ")
_LEANING = re.compile(
    r"(?:(?![وف]?(?:قال|في) )\w+ )?[وف]?(?:هذا|هذه|هؤلاء|تلك|اولئك) "
    r"(?!ال(?:عام|سنه|شهر|اسبوع|يوم|ليله|ايام|مره|صباح|مساء))"
)
_EARLIER_REPORT = re.compile(r"[وف]?(?:كانت? )?في وقت سابق")


def split_clauses(sentence: str, story: Story) -> list[tuple[int, int]]:
    """Offsets of the parts of a sentence that each report something; most sentences are one part.

    Cut before «فيما أعلنت …» and before a joined reporting verb that names a speaker or quotes; not in a quotation.
    """
    words = split_words(sentence)
    cuts = [
        cut
        for cut in sorted({*_connectives(sentence), *_joined_reports(sentence, words, story)})
        if not is_quoted(sentence, cut)
    ]
    borders = [0]
    for cut in cuts:
        if (
            _count_words(words, borders[-1], cut) >= _MIN_WORDS
            and _count_words(words, cut, len(sentence)) >= _MIN_WORDS
        ):
            borders.append(cut)
    borders.append(len(sentence))
    return [_trim(sentence, start, end) for start, end in pairwise(borders)]


@dataclass(frozen=True, slots=True)
class Participle:
    """«، مشيرًا إلى أن …»: where it begins, the finite verb that says the same, and where what is said begins."""

    start: int
    verb: str
    said: int  # offset of «أن» or of the preposition before it


def find_participle(clause: str) -> Participle | None:
    """The last participle of saying outside quotations, with enough said after it to stand alone."""
    folded = fold_with_offsets(clause)
    for match in reversed(list(_PARTICIPLE.finditer(folded.text))):
        start, said = folded.offsets[match.start()], folded.offsets[match.start("that")]
        if is_quoted(clause, start) or len(split_words(clause[said:])) < _MIN_WORDS:
            continue
        quoted = match["that"][-1:] in '«“"'
        verb = ("قال" if quoted else _PARTICIPLES[match["stem"]]) + ("ت" if match["feminine"] else "")
        return Participle(start, verb, said)
    return None


def is_quoted(text: str, position: int) -> bool:
    """Whether a position lies inside a quotation or brackets."""
    before = text[:position]
    return (
        before.count('"') % 2 == 1
        or before.count("«") > before.count("»")
        or before.count("“") > before.count("”")
        or before.count("(") > before.count(")")
    )


def _connectives(sentence: str) -> list[int]:
    folded = fold_with_offsets(sentence)
    return [folded.offsets[match.start()] for match in _JOINING.finditer(folded.text)]


def _joined_reports(sentence: str, words: Sequence[Word], story: Story) -> list[int]:
    cuts = []
    for word in words[_MIN_WORDS:]:
        if word.folded.startswith("و") and is_reporting(word.folded[1:]):
            speech = find_speech(sentence[word.start :], story)
            named = (
                speech is not None and speech.who is not None and (speech.key or is_office(fold(speech.who).split()[0]))
            )
            if named or (speech and speech.carried and _QUOTATION.search(sentence, word.start)):
                cuts.append(word.start)
    return cuts


def _count_words(words: Sequence[Word], start: int, end: int) -> int:
    return sum(1 for word in words if start <= word.start < end)


def _trim(sentence: str, start: int, end: int) -> tuple[int, int]:
    while end > start and (sentence[end - 1].isspace() or sentence[end - 1] in "،,؛"):
        end -= 1
    return start, end


def is_opinion(clause: str) -> bool:
    """Whether the outlet judges here rather than reports; only to be asked of what nobody else says."""
    return bool(lexicon.pattern("opinion").search(fold(clause)))


def is_negated(clause: str) -> bool:
    """Whether a clause denies, refuses or negates."""
    folded, negation = fold(clause), lexicon.pattern("negation")
    return bool(negation.search(folded) and negation.search(lexicon.pattern("no_negation").sub(" ", folded)))


@lru_cache(maxsize=_CLAUSES)
def is_courtesy(clause: str) -> bool:
    """Whether a clause is a pleasantry (thanks, hopes, «متابعة عن كثب») or talk about talks: true, and little news."""
    folded = fold(clause)
    return any(lexicon.pattern(name).search(folded) for name in ("courtesy", "wishes", "empty_talk"))


def is_wish(clause: str) -> bool:
    """Whether a clause tells of the future what one wishes («ستتجاوز الأيام العصيبة»), not what one will do."""
    return bool(lexicon.pattern("wishes").search(fold(clause)))


def is_scene(clause: str) -> bool:
    """Whether a clause sets the scene («لا يزال التصعيد …») or recalls («كانت تركيا قد …») rather than reports."""
    folded = fold(clause)[:_OPENING]
    return bool(lexicon.pattern("scene").search(folded) or _RECALLS.match(folded))


def find_sides(clause: str) -> frozenset[str]:
    """Which way a clause says things go: «+0» for one side of an axis, «-0» for the other.

    «قبل» is a verb where it opens the clause, and else a preposition.
    """
    words = split_words(clause)
    found = [(word, sides) for word in words if (sides := _sides_of(word.text))]
    return frozenset(
        side for word, sides in found if word.folded not in STOP_WORDS or word is words[0] for side in sides
    )


@lru_cache(maxsize=50_000)
def _sides_of(word: str) -> frozenset[str]:
    return frozenset(f"{'+' if sign > 0 else '-'}{axis}" for axis, sign in word_relations.find_sides(find_root(word)))


def is_context(clause: str) -> bool:
    """Whether a sentence only says where the one before it was said («جاء ذلك خلال …»)."""
    return bool(_CONTEXT.match(fold(clause)))


def opens_earlier_report(sentence: str) -> bool:
    """Whether an older report begins here («وفي وقت سابق …»), to which the article's day does not apply."""
    return bool(_EARLIER_REPORT.match(fold(sentence)))


def is_hanging(clause: str) -> bool:
    """Whether a clause leans on the one before it, so that alone it would not be understood."""
    return bool(lexicon.pattern("hanging").match(fold(clause)))


def is_leaning(clause: str) -> bool:
    """Whether a clause begins with «هؤلاء الجنود», «تأتي هذه الخطوة»: which ones, the sentence before it says."""
    return bool(_LEANING.match(fold(clause)))


def find_kind(clause: str, when: EventDate, story: Story, *, spoken: bool) -> Kind:
    """Event, statement, plan or background."""
    folded = fold(clause)
    begins = story.begins
    long_ago = (
        begins
        and when.start
        and when.precision in {Precision.YEAR, Precision.MONTH}
        and int(when.start[:4]) < begins.year
    )
    if lexicon.pattern("background").search(folded[:_OPENING]) or long_ago:
        return Kind.BACKGROUND
    return Kind.PLAN if _looks_ahead(clause) else Kind.STATEMENT if spoken else Kind.EVENT


def _looks_ahead(clause: str) -> bool:
    """Whether a clause, outside quotations and brackets, tells of what is to come."""
    asides = [match.span() for aside in (_QUOTATION, _BRACKETS) for match in aside.finditer(clause)]
    if any(is_future_verb(word.folded) for word in words_outside(clause, asides)[:_OPENING_WORDS]):
        return True
    folded = fold_with_offsets(clause)
    found = (folded.offsets[match.start()] for match in lexicon.pattern("future").finditer(folded.text))
    return any(not any(start <= offset < end for start, end in asides) for offset in found)
