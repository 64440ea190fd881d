"""Who says it: reporting verbs, the speaker after them, and the speaker carried over from the sentence before."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import simplemma

from briefings.story import Story
from briefings.text import lexicon
from briefings.text.arabic import Folded, Word, fold, fold_with_offsets, split_words
from briefings.text.gazetteer import find_known, name_index

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
_OPENER = re.compile(r"(?:ب?ا?ن(?:ه|ها|هم|هما)?|عن|علي|الي|قائل\w+:?)$")
_THAT = re.compile(r"(?<!\w)(?:[أإا]ن(?:ه|ها|هم|هما)?|ب[أا]ن(?:ه|ها|هم)?|قائل\w*)(?!\w)|[:«“\"]")
# «وذكرت "الأفق" أن …»: a name in quotation marks.
_QUOTED_NAME = re.compile(
    r" (?P<who>(?:(?:صحيفة|وكالة|قناة|موقع|شبكة|مجلة|إذاعة) )?[\"«“][^\"«»“”]{2,40}[\"»”])"
    r"(?= (?:أن|إن|ان)(?:ه|ها|هم)? )"
)
_WAS = {"كان", "كانت", "وكان", "وكانت"}
_BREAKS = ':«“"،؛('
_MAX_SUBJECT = 10  # words
_OPENING = 3  # words among which «كانت» stands, where it goes with the verb


@dataclass(frozen=True, slots=True)
class Speech:
    """How a clause says who speaks.

    ``verb`` (its offset in the clause and itself, folded) is None where the attribution trails; ``who`` is the
    speaker as written, None where the clause leaves it to the one before («وأضاف …»). ``act`` where saying it is
    itself the news («أعلنت الحكومة استقالتها»).
    """

    who: str | None
    key: str | None  # the story's name for the speaker, where it knows one
    verb: Word | None
    act: bool = False

    @property
    def carried(self) -> bool:
        """The speaker has to be looked for in the sentence before."""
        return self.who is None


def find_speech(clause: str, story: Story) -> Speech | None:
    """The attribution of a clause, or None where the outlet itself tells."""
    folded = fold_with_offsets(clause)
    if match := _SAID_OF.match(folded.text):
        start, end = folded.original(*match.span("who"))
        return _speech(clause[start:end], None, story)
    words = split_words(clause)
    if (match := _HAD_SAID.match(folded.text)) and is_reporting(match["verb"]):
        before = folded.offsets[match.start("verb")]
        speaker = next((found for found in find_known(clause, story) if words[found.last].end < before), None)
        if speaker:
            return _speech(clause[words[speaker.first].start : words[speaker.last].end], None, story)
    for index in _verb_places(folded, words, clause):
        verb = _reporting(words[index])
        if verb in lexicon.verbs("continuing_verbs") and not _THAT.search(clause, words[index].end):
            continue  # «وأضاف لمسة جديدة»
        if verb:
            quoted = _QUOTED_NAME.match(clause, words[index].end)
            subject = (
                quoted["who"]
                if quoted
                else _subject_before(words, index, clause) or _subject(words, index + 1, clause, story, verb)
            )
            return _speech(subject, Word(words[index].start, words[index].end, words[index].text, verb), story)
    if match := _ACCORDING.search(folded.text):
        start, end = folded.original(*match.span("who"))
        return _speech(re.split(r"\s(?:،|في|خلال)\s", clause[start:end])[0], None, story)
    return None


def _verb_places(folded: Folded, words: Sequence[Word], clause: str) -> Iterator[int]:
    """Where the main verb may stand: first, after a lead, «كانت X» or a short opening («في 5 يناير، أعلنت»)."""
    lead = LEAD.match(folded.text)
    begin = folded.offsets[lead.end()] if lead else 0
    first = next((index for index, word in enumerate(words) if word.start >= begin), None)
    if first is None:
        return
    yield first
    if words[first].folded in _WAS:
        yield from range(first + 2, min(first + 7, len(words)))
    for index in range(first + 1, min(first + 9, len(words))):
        if "،" in clause[words[index - 1].end : words[index].start]:
            yield index
            return


def leaves_out_speaker(clause: str, speech: Speech) -> bool:
    """Whether what is said follows the verb at once («وأكد أن …»): unless somebody spoke before, nobody says it."""
    if speech.who is not None or speech.verb is None:
        return False
    following = clause[speech.verb.end :].lstrip(" ،")
    return not following or following[0] in ':«“"' or bool(_OPENER.match(fold(following.split(maxsplit=1)[0])))


def is_go_on(verb: Word) -> bool:
    """Whether the verb only continues («وأضاف», «وتابع») and cannot open a text of its own."""
    return verb.folded in lexicon.verbs("continuing_verbs")


def is_reporting(folded: str) -> bool:
    """Whether a folded word, without و, is a verb after which somebody says something."""
    return folded in lexicon.verbs("reporting_verbs") or folded in lexicon.words("reporting_forms")


def _reporting(word: Word) -> str | None:
    for form in (word.folded, word.folded[1:] if word.folded[:1] in "وف" else ""):
        if is_reporting(form):
            return form
    return None


def _subject(words: Sequence[Word], index: int, clause: str, story: Story, verb: str) -> str | None:
    """The noun phrase between the verb and what is said, with a name in apposition after its comma."""
    if index < len(words) and words[index].folded in {"فيه", "فيها"}:
        index += 1  # «في الوقت الذي أعلنت فيه تركيا»
    start, index = index, _end_of_phrase(words, index, clause, story)
    if index == start or index - start >= _MAX_SUBJECT:
        return None
    names = name_index(story).find(words[start : index + 5])
    if (
        verb in lexicon.verbs("verbs_with_object")
        and not is_office(words[start].folded)
        and not any(name.first == 0 for name in names)
    ):
        return None  # «ووصف الهجمات بأنها …»: what follows is not who speaks
    inside = [
        name for name in names if start + name.last < index and (name.first == 0 or name.value not in story.places)
    ]
    if not any(name.value in story.people for name in inside) and "،" in clause[words[index - 1].end :][:2]:
        for name in names:
            if start + name.first == index and name.value in story.people:
                return clause[words[start].start : words[start + name.last].end]
    if inside and (inside[-1].value in story.people or not _opens_speech(words, index, clause)):
        index = start + inside[-1].last + 1
    elif verb in lexicon.verbs("act_verbs") or not _opens_speech(words, index, clause):
        index = _end_of_definite(words, start, index)
    return clause[words[start].start : words[index - 1].end]


def _opens_speech(words: Sequence[Word], index: int, clause: str) -> bool:
    """Whether what is said begins here, or behind the day: with «أن», a preposition, a mark. Else an object does."""
    while index < len(words) and words[index].folded in lexicon.words("days_between"):
        index += 1
    if any(mark in clause[words[index - 1].end :][:3] for mark in ':«“"،'):
        return True
    return index < len(words) and bool(_OPENER.match(words[index].folded))


def _end_of_phrase(words: Sequence[Word], index: int, clause: str, story: Story) -> int:
    """Where the noun phrase ends that begins at a word: before punctuation, a preposition, «أن» or a weekday."""
    start = index
    while index < len(words) and index - start < _MAX_SUBJECT:
        word = words[index]
        if any(mark in clause[words[index - 1].end : word.start] for mark in _BREAKS):
            break
        if _AFTER.match(word.folded) and not (index > start and _names_a_post(words, index, story)):
            break
        index += 1
    return index


def _names_a_post(words: Sequence[Word], index: int, story: Story) -> bool:
    """Whether a preposition belongs to an office: «سفير كازاخستان في أنقرة», «وزارة الداخلية في كازاخستان»."""
    if words[index].folded not in {"في", "لدي"}:
        return False
    named = name_index(story).find(words[index + 1 : index + 2])
    return bool(named) and named[0].value in story.places and is_office(words[index - 2].folded)


def _end_of_definite(words: Sequence[Word], start: int, end: int) -> int:
    """Where the subject of «أعلنت وزارة النقل فتح المطار» ends: after its first run of definite words."""
    first = next((index for index in range(start, end) if words[index].folded.startswith("ال")), None)
    if first is None:
        return end
    index = first
    while index < end and (words[index].folded.startswith("ال") or words[index].folded == "باسم"):
        index += 1
    return index


def _subject_before(words: Sequence[Word], verb: int, clause: str) -> str | None:
    """The subject of «كانت X (قد) أكدت»."""
    first = next((index for index in range(min(verb, _OPENING)) if words[index].folded in _WAS), None)
    last = verb - (words[verb - 1].folded == "قد")
    return clause[words[first + 1].start : words[last - 1].end] if first is not None and first + 1 < last else None


def _speech(who: str | None, verb: Word | None, story: Story) -> Speech:
    act = verb is not None and verb.folded in lexicon.verbs("act_verbs")
    if who is None:
        return Speech(None, None, verb, act)
    return Speech(who.strip(), find_key(who, story), verb, act)


@lru_cache(maxsize=4096)
def find_key(who: str, story: Story) -> str | None:
    """The person or body that a noun phrase names: a person before his body, the last before the first."""
    found = find_known(who, story)
    people = [match.value.name for match in found if match.value in story.people]
    bodies = [match.value.name for match in found if match.value in story.bodies]
    return (people or bodies)[-1] if people or bodies else None


def is_office(folded: str) -> bool:
    """Whether a folded word is an office or a body that speaks («وزير», «السلطات»)."""
    bare = folded.removeprefix("ال")
    return bool({folded, bare} & (lexicon.words("offices") | lexicon.words("bodies")))


def find_titles(text: str, story: Story) -> Iterator[tuple[str, int, int]]:
    """The known people of a sentence that it names with their office: key, and the offsets of the whole phrase.

    «سفير كازاخستان لدى أنقرة أبزال ساباربيكولي» gives that phrase under «أبزال ساباربيكولي».
    """
    words = split_words(text)
    for found in find_known(text, story):
        if found.value not in story.people:
            continue
        for index in range(found.first - 1, max(-1, found.first - 8), -1):
            if clause_ends(text[words[index].end : words[index + 1].start]):
                break
            if words[index].folded.removeprefix("ال") in lexicon.words("offices"):
                yield found.value.name, words[index].start, words[found.last].end
                break


def clause_ends(gap: str) -> bool:
    """Whether what stands between two words separates them."""
    return any(mark in gap for mark in '.،؛:«»“”"()')


def find_generic(who: str) -> str | None:
    """A speaker who is only referred to, folded («الوزارة», «المصادر»): the one named before is meant; else None.

    One letter may be missing («المصاد»), where what is left is no other word.
    """
    folded = fold(who)
    if folded in lexicon.words("generic_speakers"):
        return folded
    return None if simplemma.is_known(who, lang="ar") else _misspelt().get(folded)


def is_anonymous(generic: str) -> bool:
    """Whether a generic speaker is a source without a name."""
    return generic in lexicon.words("anonymous")


@lru_cache(maxsize=1)
def _misspelt() -> dict[str, str]:
    return {
        word[:index] + word[index + 1 :]: word
        for word in lexicon.words("generic_speakers")
        for index in range(len("ال"), len(word))
    }
