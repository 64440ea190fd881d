"""Find what a number counts: by the counted noun, by what governs the number, or by the figure before it."""

from collections.abc import Sequence
from dataclasses import dataclass

from briefings.parsing.counted import (
    HAPPENS,
    Noun,
    counted_things,
    find_cue,
    is_case,
    is_measure,
    is_person,
    may_be_year,
    meets,
)
from briefings.parsing.quantities import Amount
from briefings.story import Story
from briefings.text import ParsedText, Word, find_country, has_conjunction, is_future_verb, lexicon, word_forms

_OTHER_CLAUSE = lexicon.words("other_clause")
_DID_NOT_HAPPEN = lexicon.words("did_not_happen")
_COUNT_NOUNS, _COUNT_VERBS = lexicon.words("count_nouns"), lexicon.words("count_verbs")
_DAYS_BETWEEN = lexicon.words("days_between")
_PREPOSITIONS = lexicon.words("prepositions")
_PART_OF = lexicon.words("part_of_these")
_THEIR_END = lexicon.words("their_end")
_PASSIVE = lexicon.words("befell_them")
_BREAKS = '؛.:«»“”"()'
_REACH = 8  # words between a verb and the number that it governs
_COUNT_REACH = 12  # words between «عدد القتلى» and the number
_BETWEEN = 3  # words from a figure to one that goes on with it
_STRANGERS = 2  # words of a subject that nothing shows to be part of one
_NEAR = (8, 4)  # words before and behind a figure that say which of its noun are counted


@dataclass(frozen=True, slots=True)
class Place:
    """A number in its clause, with what stands around it."""

    text: ParsedText
    story: Story
    number: Amount
    begin: int  # offset at which the figure begins, with its qualifier
    before: int  # words before the figure
    noun: Noun
    last_figure: tuple[str, int, bool] | None  # what the figure before counts, its last word, and that its noun says so

    @property
    def words(self) -> Sequence[Word]:
        return self.text.words

    def find_cue(self, index: int) -> str | None:
        return find_cue(self.words[index], self.story) if 0 <= index < len(self.words) else None

    def gap(self, index: int) -> str:
        """Return what stands between a word and the next."""
        if index + 1 == self.before:
            return self.text.raw[self.words[index].end : self.begin]
        return self.text.raw[self.words[index].end : self.words[index + 1].start]

    @property
    def may_leave_out(self) -> bool:
        """Whether the noun is left out, and the number is no year."""
        return self.noun.is_left_out and not may_be_year(self.number)


def find_counted(place: Place) -> str | None:
    """Find what is counted: the key of the story's counted thing, or None."""
    own = find_noun(place)
    if _is_range(place) or _is_each(place):
        return None
    if not place.noun.unit and place.before and _names(place.words[place.before - 1], number=place.number):
        return None
    if is_measure(place.noun) and own is None:
        return None
    for find in (_governed_directly, _told_of_number, _counted_noun, _continued, _governed, _governed_from_behind):
        found = find(place)
        if found is None:
            continue
        about, governor = found
        return about if _happened(place, about, governor) else None
    return None


def _is_range(place: Place) -> bool:
    """Return whether a number is the end of a range: «من 11 إلى 20 راكبا», «بين 10 و15 قتيلا»."""
    before = [word.folded for word in place.words[max(0, place.before - 3) : place.before]]
    joined = place.words[place.before].folded == "و"
    if joined:
        return len(before) > 1 and before[-1][0].isdecimal() and before[-2] == "بين"
    return (
        len(before) == 3 and before[2] == "الي" and before[1][0].isdecimal() and before[0].lstrip("و") in {"من", "بين"}
    )


def _is_each(place: Place) -> bool:
    """Return whether each of several has the number: «3 دبلوماسيين من كل منها»."""
    behind = [word.folded for word in place.words[place.noun.last + 1 : place.noun.last + 3]]
    return behind[:2] == ["من", "كل"] or behind[:1] == ["لكل"]


def _names(word: Word, number: Amount) -> bool:
    """Return whether a number without a noun behind it is the name of what stands before it: «الدقيقة 25»."""
    return (
        not number.vague
        and word.folded.startswith("ال")
        and not is_person(word.text)
        and word.folded not in _COUNT_VERBS
    )


def find_noun(place: Place) -> str | None:
    """Find what the counted noun says: «15 جريحا», «3 حالات وفاة», «12 من القتلى»."""
    if is_case(place.noun):
        return place.find_cue(place.noun.last + 1)
    word = place.noun.word
    about = find_cue(word, place.story)
    if word is None or about not in HAPPENS or is_person(word.text):
        return about
    return about if word.folded.endswith(("ه", "ات")) and not may_be_year(place.number) else None  # «42 إصابة»


def _fits(place: Place, about: str) -> bool:
    """Return whether what stands behind the number can be what is counted."""
    if about in HAPPENS:
        return place.noun.is_person or place.may_leave_out or find_noun(place) == about
    return place.noun.unit != "" or find_noun(place) == about


def _governed_directly(place: Place) -> tuple[str, int] | None:
    """Find what stands directly before: «مقتل 5 جنود», «أودى بحياة 9 عمال», «القبض على 40 شخصا»."""
    index = place.before - 1
    if index > 0 and place.words[index].folded == "علي" and "قبض" in place.words[index - 1].folded:
        return ("detained", index - 1) if _fits(place, "detained") else None
    about = place.find_cue(index)
    if about is None or place.gap(index).strip() or not _fits(place, about):
        return None
    if {about, place.find_cue(index - 1)} <= HAPPENS and place.find_cue(index - 1) != about:
        return None  # «قتل وأصيب 30 شخصا»: both together
    if is_person(place.words[index].text) and not _is_counted_before(place, index):
        return None  # «الجنود 12»: nothing governs here
    counted_itself = index > 0 and place.words[index - 1].folded[0].isdecimal()
    if (counted_itself and about not in HAPPENS) or (place.last_figure and index <= place.last_figure[1]):
        return None  # «29 دولة 145 مسؤولا»
    return about, index


def _is_counted_before(place: Place, index: int) -> bool:
    """Return whether «عدد» or «حصيلة» stands before a noun."""
    return index > 0 and not word_forms(place.words[index - 1].folded).isdisjoint(_COUNT_NOUNS)


def _told_of_number(place: Place) -> tuple[str, int] | None:
    """Find whose number is told: «ارتفع عدد القتلى إلى 12», «بلغت حصيلة الجرحى 30»."""
    index = place.before - 1
    if index < 0 or not (
        place.words[index].folded.lstrip("ول") in _COUNT_VERBS or place.words[index].folded in _COUNT_VERBS
    ):
        return None
    for position in range(index - 1, max(0, index - _COUNT_REACH), -1):
        if any(mark in place.gap(position) for mark in _BREAKS):
            return None
        about = place.find_cue(position)
        if about and _is_counted_before(place, position):
            own = find_noun(place)
            fits = place.may_leave_out or own == about or (own is None and about in HAPPENS and place.noun.is_person)
            return (about, index) if fits else None
    return None


def _counted_noun(place: Place) -> tuple[str, int] | None:
    """Find what the noun says: «15 جريحا», «200 جندي»; but «أوقفت السلطات 12 جنديا» counts who is detained."""
    about = find_noun(place)
    if about is None:
        return None
    if about not in HAPPENS:
        if place.before and place.words[place.before - 1].folded in _PART_OF and _continued(place) is None:
            return None  # what became of those of whom they are a part is not known
        for find in (_continued, _governed, _governed_from_behind):
            if (found := find(place)) and found[0] in HAPPENS:
                return found
        counted = next(counted for counted in counted_things(place.story) if counted.key == about)
        reach = range(max(0, place.before - _NEAR[0]), min(len(place.words), place.noun.last + 1 + _NEAR[1]))
        if not meets(counted, place.noun, [place.words[index] for index in reach], place.story):
            return None
    return about, place.before - 1


def _continued(place: Place) -> tuple[str, int] | None:
    """Find what the figure before counts, if this one goes on with it: «مقتل 5 جنود و3 مدنيين», «بينهم 4 أطفال»."""
    if place.last_figure is None or not place.noun.is_person:
        return None
    about, last, by_noun = place.last_figure
    between = [word.folded for word in place.words[last + 1 : place.before]]
    joined = place.words[place.before].folded.startswith("و") and place.before < len(place.words)
    if about not in HAPPENS or len(between) > _BETWEEN or (own := find_noun(place)) in HAPPENS - {about}:
        return None
    if not (joined and not by_noun) and not (between and between[-1] in _PART_OF):
        return None  # «5 قتلى و7 لاجئين» counts no dead refugees
    broken = any(mark in place.text.raw[place.words[last].end : place.begin] for mark in _BREAKS)
    cued = any(place.find_cue(index) in HAPPENS for index in range(last + 1, place.before))
    return None if broken or cued else (own if own in HAPPENS else about, last)


def _governed(place: Place) -> tuple[str, int] | None:
    """Find the verb before, with nothing but its subject between: «أوقفت السلطات الأحد نحو 6000 شخص»."""
    index = place.before - 1
    if not place.noun.is_person or index < 1 or place.words[index].folded in _PREPOSITIONS:
        return None
    strangers = 0
    for position in range(index, max(-1, index - _REACH), -1):
        word = place.words[position]
        if any(mark in place.gap(position) for mark in _BREAKS) or word.folded in _OTHER_CLAUSE:
            return None
        about = place.find_cue(position)
        if about in HAPPENS or (about and not is_person(word.text)):
            governs = not is_person(word.text) and position != index and not word.folded.startswith("ال")
            return (about, position) if governs else None
        if about is None and not _is_of_subject(place, position):
            strangers += 1
            verb = word.folded[0] in "يتس" or (word.folded[0] in "وف" and has_conjunction(word.text))
            if strangers > _STRANGERS or verb or word.folded[0].isdecimal():
                return None
    return None


def _is_of_subject(place: Place, index: int) -> bool:
    """Return whether a word may be part of a subject, or say when or where."""
    folded = place.words[index].folded
    if folded.startswith(("ال", "لل", "بال")) or folded in _DAYS_BETWEEN or folded in {"في", "يوم", "من"}:
        return True
    return find_country(folded) is not None


def _governed_from_behind(place: Place) -> tuple[str, int] | None:
    """Find the verb behind: «لقي 116 شخصا حتفهم», «34 صحافيا قتلوا في …»."""
    if not place.noun.is_person:
        return None
    words = place.words
    following = words[place.noun.last + 1 : place.noun.last + 1 + _REACH]
    for distance, word in enumerate(following):
        if word.folded in _THEIR_END:
            return "killed", place.noun.last + 1 + distance
        if word.folded in _PASSIVE and distance < _STRANGERS:
            behind = following[distance + 1] if distance + 1 < len(following) else None
            if behind is None or behind.folded in _PREPOSITIONS or behind.folded.startswith("ب"):
                about = find_cue(word, place.story)
                return (about, place.noun.last + 1 + distance) if about else None
    return None


def _happened(place: Place, about: str, governor: int) -> bool:
    """Return whether a clause tells of a count, and not that something did not happen, may happen or is to happen."""
    words = place.words
    if about not in HAPPENS or not 0 <= governor < len(words):
        return True
    verb = words[governor].folded
    if is_future_verb(verb):
        return False
    before = [word.folded for word in words[max(0, governor - 3) : governor]]
    if before and before[-1] == "قد" and verb[0] in "يت":
        return False
    return not any(
        folded in _DID_NOT_HAPPEN or folded[1:] in _DID_NOT_HAPPEN or is_future_verb(folded) for folded in before
    )
