"""Find of which side the counted are («23 دبلوماسيا روسيا»), and what is done with them («سحب 2000 جندي»)."""

from collections.abc import Sequence

from briefings.parsing.counted import Noun, is_person
from briefings.text import ParsedText, Word, find_country, find_root, fold, lexicon, name_country

_ADJECTIVES = 2  # words behind a noun among which stands of which country it is
_ANYBODY = frozenset(fold(word) for word in ("شخص", "أشخاص", "فرد", "أفراد", "عنصر", "عناصر", "آخرين", "آخرون"))
_PEOPLES: dict[str, str] = {fold(people): country for people, country in lexicon.entries("peoples")}
_ADJECTIVE = ("ي", "يا", "يه", "يين", "يون", "يات")
_SHORT = 3  # letters that no adjective of a country has
_PLACED = frozenset("في من الي لدي ضد عن علي مع تجاه".split())
_DAYS = lexicon.words("days_between")
_PARTICLES = frozenset("ان انها انه قد ما لا عزمها بان و ف ب ل ال اكثر اقل الان".split())
_REACH = 8


def find_side(text: ParsedText, noun: Noun, *, is_own: bool) -> str:
    """Find of which side people who are counted are: a country, or a group as written; "" if the clause does not say.

    :param is_own: the noun itself says what is counted: «7 من الدبلوماسيين» are of no group.
    """
    words = text.words
    if noun.word is None or not noun.is_person:
        return ""
    if country := _find_people(noun.word):
        return country
    first = next(index for index, word in enumerate(words) if word.start == noun.word.start) + 1
    for index in range(first, min(len(words), first + _ADJECTIVES)):
        if text.raw[words[index - 1].end : words[index].start].strip() or words[index].folded in _PLACED:
            break
        if noun.word.folded.startswith("ال") != words[index].folded.startswith("ال"):
            break  # an adjective is definite with its noun
        if country := _find_people(words[index]):
            return country
    return "" if is_own and not noun.unit else _find_group(text, noun)


def _find_people(word: Word) -> str:
    """Return the country of an adjective («روسيا», «الإسرائيليين», «روس»); "" for another word."""
    if word.folded in _PEOPLES:
        return _PEOPLES[word.folded]
    country = find_country(word.folded) if word.folded.endswith(_ADJECTIVE) and len(word.folded) > _SHORT else None
    return name_country(country) if country else ""


def _find_group(text: ParsedText, noun: Noun) -> str:
    """Find «من رجال الأمن», «في صفوف المتمردين»: the group as written, in one word or two."""
    words, index = text.words, noun.last + 1
    if index + 1 >= len(words) or text.raw[words[noun.last].end : words[index].start].strip():
        return ""
    following = [word.folded for word in words[index : index + 2]]
    if following[0] == "من" and (not noun.unit or fold(noun.unit) in _ANYBODY):
        return _write_group(text, index + 1) if is_person(words[index + 1].text) else ""
    return _write_group(text, index + 2) if following[0] in {"في", "بين"} and following[1] == "صفوف" else ""


def _write_group(text: ParsedText, first: int) -> str:
    words = text.words
    if first >= len(words):
        return ""
    last = first
    following = words[first + 1] if first + 1 < len(words) else None
    if following and following.folded.startswith("ال") and not text.raw[words[first].end : following.start].strip():
        last = first + 1
    return text.raw[words[first].start : words[last].end]


def find_actor(words: Sequence[Word], before: int) -> str:
    """Find the country that acts: the nearest one before the figure that is not where or against whom it does."""
    for index in range(before - 1, max(-1, before - 1 - _REACH), -1):
        country = find_country(words[index].folded)
        if country and not (index and words[index - 1].folded in _PLACED):
            return name_country(country)
    return ""


def find_deed(words: Sequence[Word], before: int) -> str:
    """Find what is done with the counted, as a root: that of the nearest word that is no name, article or day."""
    for index in range(before - 1, max(-1, before - 1 - _REACH), -1):
        folded = words[index].folded
        if folded in _PLACED or folded in _DAYS or folded in _PARTICLES or folded.startswith("ال"):
            continue
        if find_country(folded) is None and not folded[0].isdecimal():
            return find_root(words[index].text)
    return ""
