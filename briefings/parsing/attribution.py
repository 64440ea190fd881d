"""Find who says it: by a reporting verb and the speaker after it, or by a credit."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from briefings.story import Story
from briefings.text import ParsedText, Word, find_known, fold, is_known, lexicon, name_index

_JOINING = rf"{lexicon.alternation('joining')} (?!{lexicon.alternation('not_joining_before')})"
# «قد» before a verb of the present is a hedge, before one of the past it is nothing.
LEAD = re.compile(rf"[وف]?(?!قد [يتن])(?:{lexicon.alternation('leads')}(?: ?،)? |{_JOINING})")
_AFTER = re.compile(rf"(?:{lexicon.alternation('after_the_speaker')}|{lexicon.alternation('days_between')})$")
_SAID_OF = re.compile(
    r"(?:و)?نقلت? (?P<by>[^،.:]{3,60}?) عن (?P<who>[^،.:]{3,70}?) (?:قوله|قولها|قولهم|ان|انه|تاكيده|تاكيدها)(?!\w)"
)
# «سبق لفلان أن اتهم …»
_HAD_SAID = re.compile(rf"(?:{lexicon.alternation('joining')} )?و?سبق ل[^،.:]{{3,60}}? (?:و)?ان (?P<verb>\w+)")
_ACCORDING = re.compile(
    rf"(?<!\w)[وف]?{lexicon.alternation('according')}"
    r"(?P<who>(?:بيان صادر عن |بيان ل|ما (?:ذكر|افاد|اعلن|قال)ته? )?[^،.:]{3,60})"
)
OPENER = re.compile(r"(?:ب?ا?ن(?:ه|ها|هم|هما)?|عن|علي|الي|قائل\w+:?)$")
_THAT = re.compile(r"(?<!\w)(?:[أإا]ن(?:ه|ها|هم|هما)?|ب[أا]ن(?:ه|ها|هم)?|قائل\w*)(?!\w)|[:«“\"]")
# «وذكرت "الأفق" أن …»: a name in quotation marks.
_QUOTED_NAME = re.compile(
    r" (?P<who>(?:(?:صحيفة|وكالة|قناة|موقع|شبكة|مجلة|إذاعة) )?[\"«“][^\"«»“”]{2,40}[\"»”])"
    r"(?= (?:أن|إن|ان)(?:ه|ها|هم)? )"
)
_REPORTING = lexicon.verbs("reporting_verbs") | lexicon.words("reporting_forms")
_CONTINUING = lexicon.verbs("continuing_verbs")
_ACTS = lexicon.verbs("act_verbs")
_WITH_OBJECT = lexicon.verbs("verbs_with_object")
_DAYS_BETWEEN = lexicon.words("days_between")
_OFFICES = lexicon.words("offices")
_SPEAKING = _OFFICES | lexicon.words("bodies")
_WAS = {"كان", "كانت", "وكان", "وكانت"}
_BREAKS = ':«“"،؛('
_MAX_SUBJECT = 10  # words
_OPENING = 3  # words among which «كانت» stands, where it goes with the verb


@dataclass(frozen=True, slots=True)
class Speech:
    """How a clause says who speaks.

    ``verb`` (its offsets in the clause, and itself folded) is None if the attribution trails. ``who`` is the speaker
    as written, None if the clause leaves it to the clause before («وأضاف …»). ``act`` is set if saying it is itself
    the news («أعلنت الحكومة استقالتها»).
    """

    who: str | None
    key: str | None  # the story's name for the speaker, if it knows one
    verb: Word | None
    act: bool = False

    @property
    def carried(self) -> bool:
        """Whether the speaker has to be looked for in the sentence before."""
        return self.who is None


def find_speech(clause: ParsedText, story: Story) -> Speech | None:
    """Find the attribution of a clause; None if the outlet itself tells."""
    if match := _SAID_OF.match(clause.folded):
        return _speech(clause, clause.original(*match.span("who")), None, story)
    if (match := _HAD_SAID.match(clause.folded)) and is_reporting(match["verb"]):
        words, before = clause.words, clause.offsets[match.start("verb")]
        speaker = next((found for found in find_known(clause, story) if words[found.last].end < before), None)
        if speaker:
            return _speech(clause, (words[speaker.first].start, words[speaker.last].end), None, story)
    for index in _verb_places(clause):
        word = clause.words[index]
        verb = _reporting(word)
        if verb is None or (verb in _CONTINUING and not _THAT.search(clause.raw, word.end)):
            continue  # «وأضاف لمسة جديدة»
        subject = _find_subject(clause, index, story, verb)
        return _speech(clause, subject, Word(word.start, word.end, word.text, verb), story)
    if match := _ACCORDING.search(clause.folded):
        start, end = clause.original(*match.span("who"))
        first = re.split(r"\s(?:،|في|خلال)\s", clause.raw[start:end])[0]
        return _speech(clause, (start, start + len(first)), None, story)
    return None


def _find_subject(clause: ParsedText, verb_index: int, story: Story, verb: str) -> tuple[int, int] | None:
    """Find the subject of a reporting verb: offsets in the clause."""
    if quoted := _QUOTED_NAME.match(clause.raw, clause.words[verb_index].end):
        return quoted.span("who")
    return _subject_before(clause, verb_index) or _subject(clause, verb_index + 1, story, verb)


def _verb_places(clause: ParsedText) -> Iterator[int]:
    """Yield where the main verb may stand: first, after a lead, «كانت X» or a short opening («في 5 يناير، أعلنت»)."""
    words, lead = clause.words, LEAD.match(clause.folded)
    first = clause.count_words(clause.offsets[lead.end()]) if lead else 0
    if first == len(words):
        return
    yield first
    if words[first].folded in _WAS:
        yield from range(first + 2, min(first + 7, len(words)))
    for index in range(first + 1, min(first + 9, len(words))):
        if "،" in clause.raw[words[index - 1].end : words[index].start]:
            yield index
            return


def leaves_out_speaker(clause: ParsedText, speech: Speech) -> bool:
    """Return whether what is said follows the verb at once («وأكد أن …»): unless somebody spoke before, nobody does."""
    if speech.who is not None or speech.verb is None:
        return False
    following = clause.raw[speech.verb.end :].lstrip(" ،")
    return not following or following[0] in ':«“"' or bool(OPENER.match(fold(following.split(maxsplit=1)[0])))


def is_go_on(verb: Word) -> bool:
    """Return whether the verb only continues («وأضاف», «وتابع») and cannot open a text of its own."""
    return verb.folded in _CONTINUING


def is_reporting(folded: str) -> bool:
    """Return whether a folded word, without و, is a verb after which somebody says something."""
    return folded in _REPORTING


def _reporting(word: Word) -> str | None:
    for form in (word.folded, word.folded[1:] if word.folded[:1] in "وف" else ""):
        if is_reporting(form):
            return form
    return None


def _subject(clause: ParsedText, index: int, story: Story, verb: str) -> tuple[int, int] | None:
    """Find the noun phrase between the verb and what is said, with a name in apposition after its comma."""
    words = clause.words
    if index < len(words) and words[index].folded in {"فيه", "فيها"}:
        index += 1  # «في الوقت الذي أعلنت فيه تركيا»
    start, index = index, _end_of_phrase(clause, index, story)
    if index == start or index - start >= _MAX_SUBJECT:
        return None
    names = name_index(story).find(words[start : index + 5])
    if verb in _WITH_OBJECT and not is_office(words[start].folded) and not any(name.first == 0 for name in names):
        return None  # «ووصف الهجمات بأنها …»: what follows is not who speaks
    inside = [
        name for name in names if start + name.last < index and (name.first == 0 or name.value not in story.places)
    ]
    if not any(name.value in story.people for name in inside) and "،" in _gap(clause, index - 1, 2):
        for name in names:
            if start + name.first == index and name.value in story.people:
                return words[start].start, words[start + name.last].end
    if inside and (inside[-1].value in story.people or not opens_speech(clause, index)):
        index = start + inside[-1].last + 1
    elif verb in _ACTS or not opens_speech(clause, index):
        index = _end_of_definite(words, start, index)
    return words[start].start, words[index - 1].end


def _gap(clause: ParsedText, index: int, letters: int) -> str:
    """Return so many letters behind a word."""
    return clause.raw[clause.words[index].end :][:letters]


def opens_speech(clause: ParsedText, index: int) -> bool:
    """Return whether what is said begins at a word or behind the day: with «أن», a preposition, a mark; no object."""
    words = clause.words
    while index < len(words) and words[index].folded in _DAYS_BETWEEN:
        index += 1
    if any(mark in _gap(clause, index - 1, 3) for mark in ':«“"،'):
        return True
    return index < len(words) and bool(OPENER.match(words[index].folded))


def _end_of_phrase(clause: ParsedText, index: int, story: Story) -> int:
    """Return where the noun phrase that begins at a word ends: at punctuation, a preposition, «أن» or a weekday."""
    words, start = clause.words, index
    while index < len(words) and index - start < _MAX_SUBJECT:
        word = words[index]
        if any(mark in clause.raw[words[index - 1].end : word.start] for mark in _BREAKS):
            break
        if _ends_subject(word.folded) and not (index > start and _names_a_post(words, index, story)):
            break
        index += 1
    return index


def _ends_subject(folded: str) -> bool:
    """Return whether a speaker ends before a word."""
    return _AFTER.match(folded) is not None


def _names_a_post(words: Sequence[Word], index: int, story: Story) -> bool:
    """Return whether a preposition belongs to an office: «سفير كازاخستان في أنقرة», «وزارة الداخلية في كازاخستان»."""
    if words[index].folded not in {"في", "لدي"}:
        return False
    named = name_index(story).find(words[index + 1 : index + 2])
    return bool(named) and named[0].value in story.places and is_office(words[index - 2].folded)


def _end_of_definite(words: Sequence[Word], start: int, end: int) -> int:
    """Return where the subject of «أعلنت وزارة النقل فتح المطار» ends: after its first run of definite words."""
    first = next((index for index in range(start, end) if words[index].folded.startswith("ال")), None)
    if first is None:
        return end
    index = first
    while index < end and (words[index].folded.startswith("ال") or words[index].folded == "باسم"):
        index += 1
    return index


def _subject_before(clause: ParsedText, verb: int) -> tuple[int, int] | None:
    """Find the subject of «كانت X (قد) أكدت»."""
    words = clause.words
    first = next((index for index in range(min(verb, _OPENING)) if words[index].folded in _WAS), None)
    last = verb - (words[verb - 1].folded == "قد")
    return (words[first + 1].start, words[last - 1].end) if first is not None and first + 1 < last else None


def _speech(clause: ParsedText, who: tuple[int, int] | None, verb: Word | None, story: Story) -> Speech:
    act = verb is not None and verb.folded in _ACTS
    if who is None:
        return Speech(None, None, verb, act)
    speaker = clause.cut(*who)
    return Speech(speaker.raw.strip(), find_key(speaker, story), verb, act)


def find_key(who: ParsedText, story: Story) -> str | None:
    """Find the person or body that a noun phrase names: a person before their body, the last before the first."""
    found = find_known(who, story)
    people = [match.value.name for match in found if match.value in story.people]
    bodies = [match.value.name for match in found if match.value in story.bodies]
    return (people or bodies)[-1] if people or bodies else None


def is_office(folded: str) -> bool:
    """Return whether a folded word is an office or a body that speaks («وزير», «السلطات»)."""
    return folded in _SPEAKING or folded.removeprefix("ال") in _SPEAKING


def find_titles(text: ParsedText, story: Story) -> Iterator[tuple[str, int, int]]:
    """Find the known people whom a sentence names with their office: key, and the offsets of the whole phrase.

    «سفير كازاخستان لدى أنقرة أبزال ساباربيكولي» gives that phrase under «أبزال ساباربيكولي».
    """
    words = text.words
    for found in find_known(text, story):
        if found.value not in story.people:
            continue
        for index in range(found.first - 1, max(-1, found.first - 8), -1):
            if clause_ends(text.raw[words[index].end : words[index + 1].start]):
                break
            if words[index].folded.removeprefix("ال") in _OFFICES:
                yield found.value.name, words[index].start, words[found.last].end
                break


def clause_ends(gap: str) -> bool:
    """Return whether what stands between two words separates them."""
    return any(mark in gap for mark in '.،؛:«»“”"()')


def find_generic(who: str) -> str | None:
    """Return a speaker who is only referred to, folded («الوزارة»): the one named before is meant; else None.

    One letter may be missing («المصاد») if what is left is no other word.
    """
    folded = fold(who)
    if folded in lexicon.words("generic_speakers"):
        return folded
    meant = _list_misspelt().get(folded)
    return meant if meant and not is_known(who) else None


def is_anonymous(generic: str) -> bool:
    """Return whether a generic speaker is a source without a name."""
    return generic in lexicon.words("anonymous")


@cache
def _list_misspelt() -> dict[str, str]:
    return {
        word[:index] + word[index + 1 :]: word
        for word in lexicon.words("generic_speakers")
        for index in range(len("ال"), len(word))
    }
