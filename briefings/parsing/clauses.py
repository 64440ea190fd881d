"""Split a sentence into clauses that each report something, and find what a clause is: opinion, plan, background."""

import re
from dataclasses import dataclass
from itertools import pairwise

from briefings.model import EventDate, Kind, Precision
from briefings.parsing.attribution import find_speech, is_office, is_reporting
from briefings.story import Story
from briefings.text import STOP_WORDS, ParsedText, Polarity, fold, is_future_verb, lexicon, polarities_of_word

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
# Not folded: «إدانة» would be «أدانه».
_OF_WHAT = re.compile(r"(?:[وف]?(?:فيما|ما|هو ما|هي ما) )?(?P<verb>\w{3,}?)(?:ه|ها|هم)(?!\w)")
_BETWEEN = "بين"  # «بينهم خمسة أطفال»
_EARLIER_REPORT = re.compile(r"[وف]?(?:كانت? )?في وقت سابق")


def split_clauses(sentence: ParsedText, story: Story) -> list[tuple[int, int]]:
    """Find the parts of a sentence that each report something: offsets (start, end). Most sentences are one part.

    A part ends before «فيما أعلنت …» and before a joined reporting verb that names a speaker or quotes; it does not
    end in a quotation.
    """
    cuts = {*_connectives(sentence), *_joined_reports(sentence, story)}
    borders = [0]
    for cut in sorted(cut for cut in cuts if not sentence.is_quoted(cut)):
        before, here = sentence.count_words(borders[-1]), sentence.count_words(cut)
        if here - before >= _MIN_WORDS and len(sentence.words) - here >= _MIN_WORDS:
            borders.append(cut)
    borders.append(len(sentence.raw))
    return [_trim(sentence.raw, start, end) for start, end in pairwise(borders)]


@dataclass(frozen=True, slots=True)
class Participle:
    """A participle of saying, «، مشيرًا إلى أن …», with the finite verb that says the same."""

    start: int  # offset in the clause
    verb: str
    said: int  # where what is said begins: offset of «أن» or of the preposition before it


def find_participle(clause: ParsedText) -> Participle | None:
    """Find the last participle of saying outside quotations, with enough said after it to stand alone."""
    for match in reversed(list(_PARTICIPLE.finditer(clause.folded))):
        start, said = clause.offsets[match.start()], clause.offsets[match.start("that")]
        if clause.is_quoted(start) or len(clause.cut(said).words) < _MIN_WORDS:
            continue
        quoted = match["that"][-1:] in '«“"'
        verb = ("قال" if quoted else _PARTICIPLES[match["stem"]]) + ("ت" if match["feminine"] else "")
        return Participle(start, verb, said)
    return None


def _connectives(sentence: ParsedText) -> list[int]:
    return [sentence.offsets[match.start()] for match in _JOINING.finditer(sentence.folded)]


def _joined_reports(sentence: ParsedText, story: Story) -> list[int]:
    cuts = []
    for word in sentence.words[_MIN_WORDS:]:
        if word.folded[0] == "و" and is_reporting(word.folded[1:]):
            speech = find_speech(sentence.cut(word.start), story)
            named = (
                speech is not None and speech.who is not None and (speech.key or is_office(fold(speech.who).split()[0]))
            )
            if named or (speech and speech.carried and _QUOTATION.search(sentence.raw, word.start)):
                cuts.append(word.start)
    return cuts


def _trim(sentence: str, start: int, end: int) -> tuple[int, int]:
    while end > start and (sentence[end - 1].isspace() or sentence[end - 1] in "،,؛"):
        end -= 1
    return start, end


def is_opinion(clause: ParsedText) -> bool:
    """Return whether the outlet judges here rather than reports; only to be asked of what nobody else says."""
    return lexicon.holds("opinion", clause)


def is_negated(clause: ParsedText) -> bool:
    """Return whether a clause denies, refuses or negates."""
    if not lexicon.holds("negation", clause):
        return False
    return lexicon.holds_beside("negation", "no_negation", clause)


def is_courtesy(clause: ParsedText) -> bool:
    """Return whether a clause is a pleasantry (thanks, hopes, «متابعة عن كثب») or talk about talks: little news."""
    return any(lexicon.holds(name, clause) for name in ("courtesy", "wishes", "empty_talk"))


def is_wish(clause: ParsedText) -> bool:
    """Return whether a clause tells of the future what one wishes («ستتجاوز الأيام العصيبة»), not what one will do."""
    return lexicon.holds("wishes", clause)


def is_scene(clause: ParsedText) -> bool:
    """Return whether a clause reports nothing: it sets the scene («لا يزال التصعيد») or recalls («كانت تركيا قد»)."""
    return lexicon.holds("scene", clause, _OPENING) or _RECALLS.match(clause.folded[:_OPENING]) is not None


def find_polarities(clause: ParsedText) -> frozenset[Polarity]:
    """Find which way a clause says things go: the polarities of its words.

    «قبل» is a verb if it opens the clause, and else a preposition.
    """
    found = [(word, polarities) for word in clause.words if (polarities := polarities_of_word(word.text))]
    return frozenset(
        polarity
        for word, polarities in found
        if word.folded not in STOP_WORDS or word is clause.words[0]
        for polarity in polarities
    )


def is_awaited(text: ParsedText) -> bool:
    """Return whether a clause begins with what is to come: «سيلتقي», «من المقرر أن», and not with who announced it."""
    return lexicon.opens("awaited", text) or any(is_future_verb(word.folded) for word in text.words[:1])


def is_context(clause: ParsedText) -> bool:
    """Return whether a sentence only says where the sentence before it was said («جاء ذلك خلال …»)."""
    return _CONTEXT.match(clause.folded) is not None


def opens_earlier_report(sentence: ParsedText) -> bool:
    """Return whether an older report begins here («وفي وقت سابق …»), to which the article's day does not apply."""
    return _EARLIER_REPORT.match(sentence.folded) is not None


def is_hanging(clause: ParsedText) -> bool:
    """Return whether a clause leans on the clause before it, so that alone it would not be understood."""
    return lexicon.opens("hanging", clause)


def says_of_what_is_before(clause: ParsedText) -> bool:
    """Return whether a clause begins with «فيما اعتبره خبراء …»: what they speak of, the clause before says."""
    match = _OF_WHAT.match(clause.raw)
    verb = fold(match["verb"]) if match else ""
    return is_reporting(verb) and verb != _BETWEEN


def is_leaning(clause: ParsedText) -> bool:
    """Return whether a clause begins with «هؤلاء الجنود», «تأتي هذه الخطوة»: which, the sentence before it says."""
    return _LEANING.match(clause.folded) is not None


def find_kind(clause: ParsedText, when: EventDate, story: Story, *, spoken: bool) -> Kind:
    """Find whether a clause is background, a plan, a statement or an event.

    :param spoken: whether somebody says it, and saying it is not itself the news.
    """
    begins = story.begins
    long_ago = (
        begins
        and when.start
        and when.precision in {Precision.YEAR, Precision.MONTH}
        and int(when.start[:4]) < begins.year
    )
    if lexicon.holds("background", clause, _OPENING) or long_ago:
        return Kind.BACKGROUND
    return Kind.PLAN if _looks_ahead(clause) else Kind.STATEMENT if spoken else Kind.EVENT


def _looks_ahead(clause: ParsedText) -> bool:
    """Return whether a clause, outside quotations and brackets, tells of what is to come."""
    asides = [match.span() for aside in (_QUOTATION, _BRACKETS) for match in aside.finditer(clause.raw)]
    opening = [word.folded for word in clause.words_outside(asides)[:_OPENING_WORDS]]
    if any(is_future_verb(folded) for folded in opening if "س" in folded[:2]):
        return True
    found = (clause.offsets[place] for place in lexicon.find_all("future", clause))
    return any(not any(start <= offset < end for start, end in asides) for offset in found)
