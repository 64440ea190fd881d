"""What a story counts: which words say so, which nouns are counted, and who is a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefings.parsing.quantities import Amount
from briefings.story import Counted, Story
from briefings.text import (
    NUMBER_OPENERS,
    ParsedText,
    Word,
    find_country,
    find_root,
    fold,
    lexicon,
    remember,
    word_forms,
)

# What is counted in any story; a story file adds its own.
COMMON = tuple(Counted(**counted) for counted in lexicon.entries("counted"))
HAPPENS = frozenset({"killed", "injured", "detained"})  # of them, what happens to people; the others are what they are

_NOT_COUNTED = lexicon.words("not_counted")
_NO_UNIT = lexicon.words("no_unit")
_PEOPLE = lexicon.words("people")
_COUNT_NOUNS = lexicon.words("count_nouns")
_CASES = lexicon.words("cases")
_PLURAL = ("ين", "ون")
_SHORTEST = 5  # letters of a plural on -ون
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Noun:
    """What stands behind a number: the counted noun, or what shows that it is left out."""

    unit: str  # as written, without its accusative ending; "" if it is left out
    last: int  # the last word of the figure
    word: Word | None  # the noun, or the one behind «من» («37 من المتمردين»)
    is_left_out: bool  # nothing that can be counted follows

    @property
    def is_person(self) -> bool:
        """Whether people are counted."""
        return self.word is not None and is_person(self.word.text)


@lru_cache(maxsize=16)
def counted_things(story: Story) -> tuple[Counted, ...]:
    """List what the story counts: its own first, then what any story does."""
    own = {counted.key for counted in story.figures}
    return (*story.figures, *(counted for counted in COMMON if counted.key not in own))


@lru_cache(maxsize=16)
def _cues(story: Story) -> dict[str, tuple[int, str]]:
    """Map each folded word that says what is counted to the rank and key of what it says."""
    ranked = reversed([*enumerate(counted_things(story))])
    return {fold(word): (rank, counted.key) for rank, counted in ranked for word in counted.words}


def find_cue(word: Word | None, story: Story) -> str | None:
    """Find what a word says is counted: the key, or None."""
    if word is None:
        return None
    cues, folded = _cues(story), word.folded
    forms = word_forms(folded) | ({folded[1:]} if folded[:1] in "وف" and len(folded) == 4 else set())  # «وجرح»
    found = {form for form in (*forms, *(form.removesuffix("ا") for form in forms)) if form in cues}
    return min((cues[form] for form in found), default=(0, None))[1]


@remember
def is_person(word: str) -> bool:
    """Return whether a noun names people: a known one, a plural on -ون or -ين, or an adjective of a country.

    >>> is_person("عمال"), is_person("متظاهرين"), is_person("ورقة")
    (True, True, False)
    """
    folded = fold(word)
    for form in word_forms(folded):
        if form in _PEOPLE or form.removesuffix("ا") in _PEOPLE:
            return True
        if form.endswith(_PLURAL) and len(form) >= _SHORTEST and form.removesuffix("ين") not in _NOT_COUNTED:
            return True
    nisba = folded.endswith(("ي", "يا")) and not word.endswith("ى")
    return nisba and find_country(folded) is not None


def read_noun(text: ParsedText, number: Amount, story: Story) -> Noun:
    """Read what stands behind a number."""
    words, index = text.words, number.last + 1
    if index >= len(words) or text.raw[words[number.last].end : words[index].start].strip():
        return Noun("", number.last, None, is_left_out=True)
    word = words[index]
    if word.folded == "من":
        whose = words[index + 1] if index + 1 < len(words) else None
        counts = whose is not None and (is_person(whose.text) or find_cue(whose, story) is not None)
        return Noun("", number.last, whose if counts else None, is_left_out=not counts)
    if word.folded in _NO_UNIT or word.folded[0].isdecimal():
        return Noun("", number.last, None, is_left_out=True)
    if word.folded[0] == "و" and find_cue(word, story):
        return Noun("", number.last, None, is_left_out=True)  # «مقتل 200 وإصابة 40»
    return Noun(_drop_accusative(word, number), index, word, is_left_out=False)


def _drop_accusative(word: Word, number: Amount) -> str:
    bare = fold_marks(word.text)
    if not bare.endswith("ا"):
        return bare
    marked = bare != word.text or number.value % 100 in range(11, 100) or fold(bare[:-1]) in _PEOPLE
    return bare[:-1] if marked else bare


def fold_marks(word: str) -> str:
    """Return a word without its vowel signs."""
    return "".join(letter for letter in word if not "\u064b" <= letter <= "\u0652")


def is_measure(noun: Noun) -> bool:
    """Return whether a number measures: days, money, distances."""
    return noun.word is not None and noun.word.folded in _NOT_COUNTED


def is_case(noun: Noun) -> bool:
    """Return whether the noun says nothing but that cases are counted: which ones, the word behind it says."""
    return noun.word is not None and noun.word.folded in _CASES


def may_be_year(number: Amount) -> bool:
    """Return whether a number without a noun may be a year."""
    return not number.vague and number.value in _YEARS


@lru_cache(maxsize=64)
def find_conditions(counted: Counted) -> frozenset[str]:
    """Find what a label asks for beside its noun, as roots.

    «المبعوثون المطرودون» and «طرد المبعوثين» count who is expelled.
    """
    first, *rest = counted.label.split()
    if first.startswith("ال"):
        return frozenset(find_root(word) for word in rest if word.startswith("ال"))
    of_noun = len(rest) == 1 and find_root(rest[0]) in {find_root(word) for word in counted.words}
    is_number = fold(first) in NUMBER_OPENERS or not word_forms(fold(first)).isdisjoint(_COUNT_NOUNS)
    return frozenset({find_root(first)}) if of_noun and not is_number else frozenset()


def meets(counted: Counted, noun: Noun, near: Sequence[Word], story: Story) -> bool:
    """Return whether the words near a figure say what the label of the counted thing asks for beside its noun."""
    conditions = find_conditions(counted)
    if not conditions:
        return True
    said = [word for word in near if word is not noun.word]
    return any(find_root(word.text) in conditions or _says(word, counted, noun, story) for word in said)


def _says(word: Word, counted: Counted, noun: Noun, story: Story) -> bool:
    """Return whether a word of the counted thing that is no form of its noun stands there: «إبعاد», «نزوح»."""
    if noun.word is None or find_cue(word, story) != counted.key:
        return False
    return find_root(word.text) != find_root(noun.word.text)
