"""Decide whether the speaker of one sentence may be named in the next, which only says «وأضاف أن …»."""

import re

from briefings.parsing.attribution import LEAD, OPENER, Speech, is_office, opens_speech
from briefings.text import ParsedText, Word, find_country, fold, is_known, lexicon

_CARRYING = lexicon.words("carrying_verbs")
_REPEATING, _POINTING = lexicon.verbs("repeating_verbs"), lexicon.verbs("pointing_verbs")
_NO_NAME_OPENS, _NO_NAME_ENDS = lexicon.words("no_name_opens_with"), lexicon.words("no_name_ends_with")
# What is said follows at once, or behind «قائلا», «في بيان».
_SAID_NEXT = re.compile(
    r"\s*(?:،\s*)?(?:(?:قائل[\w\u064b-\u0652]*|في (?:بيان|تصريح)\w*(?: \w+){0,3})\s*،?\s*)?"
    r"(?:(?:إلى |ب)?[أإا]ن(?:ه|ها|هم|هما)?(?!\w)|(?:على|عن)(?!\w)|[:«“\"])"
)
# «ما أعلنت السلطات», and what stands behind a name and does not belong to it.
_TELLS = re.compile(rf"ما|كانت?|(?:{'|'.join(sorted(lexicon.verbs('reporting_verbs')))})ه?")
_COUNTING = frozenset(
    fold(phrase.split()[0]) for name in ("more_than", "less_than", "about") for phrase in lexicon.entries(name)
)
_ADDS_TO_COUNTRY = re.compile(r"(?:ال\w+ ال|\w+ ال\w+(?:ي|يه)$)")
_ENDS_NAME = re.compile(
    rf"\W*(?:\d|ف?ا?ن(?:ه|ها|هم)?$|ف?قد$|ايضا$|و?الت?[يذ]ي?ن?$|كانت?$|نحو$|هذا$|هذه$|جهت|جانب|الماضي|الجاري|{lexicon.alternation('days_between')}$|الاسبوع|الشهر|\()"
)


def may_carry(clause: ParsedText, speech: Speech) -> bool:
    """Return whether the speaker of the sentence before may be put into a clause that names none.

    The clause has to open with a bare verb of saying, and what is said has to follow. Behind other verbs, or if a noun
    follows, the name of another person would make a sentence that no source wrote. Of 158 such texts that people read,
    this kept 68 of the 87 right ones and 2 of the 70 wrong or broken ones.
    """
    if speech.verb is None or speech.verb.folded.removesuffix("ت") not in _CARRYING:
        return False
    lead = LEAD.match(clause.folded)
    first = clause.count_words(clause.offsets[lead.end()]) if lead else 0
    opens = first < len(clause.words) and clause.words[first].start == speech.verb.start
    return opens and _SAID_NEXT.match(clause.raw, speech.verb.end) is not None


def ends_surely(clause: ParsedText, speech: Speech) -> bool:
    """Return whether what follows a speaker shows where the name ends: a comma, «أن», «في بيان» or a quotation."""
    verb = speech.verb.folded.removeprefix("و") if speech.verb else ""
    if speech.who is None or verb in _REPEATING:
        return False
    end = clause.raw.find(speech.who) + len(speech.who)
    if _SAID_NEXT.match(clause.raw, end):
        return True
    behind = clause.count_words(end)
    leads_to = behind < len(clause.words) and clause.words[behind].folded == "الي"
    return opens_speech(clause, behind) and (verb in _POINTING or not leads_to)


def agrees(verb: Word, speaker: str) -> bool:
    """Return whether a verb has the gender of a speaker, as far as the speaker's first word shows it."""
    first = fold(speaker.split(maxsplit=1)[0])
    if not is_office(first):
        return True
    return verb.folded.endswith("ت") == first.endswith("ه")


def is_whole_name(who: str) -> bool:
    """Return whether a noun phrase can name a speaker: it opens with no particle, and its last word needs no other."""
    words = [fold(word) for word in who.split()]
    if not words or words[0] in _NO_NAME_OPENS or words[-1] in _NO_NAME_ENDS:
        return False
    return not any(OPENER.fullmatch(word.removeprefix("و")) for word in words)


def continues_speech(clause: str) -> bool:
    """Return whether a clause opens with a verb or a participle behind which the speaker before goes on speaking."""
    first = next(iter(fold(clause).replace("،", " ").split()), "").removeprefix("و")
    return first.removesuffix("ت") in _CARRYING or first.removesuffix("ا").removesuffix("ه") in lexicon.participles()


def tidy_name(who: str | None, clause: str) -> str | None:
    """Return a speaker's name without what does not belong to it, as it stands beside a figure; None if none is left.

    «ما أعلنت السلطات» → «السلطات»; «الصحيفة فإن اللاعب» → «الصحيفة»; «33 نقابة», which is the figure, names nobody.

    :param clause: what names the speaker.
    """
    words = (who or "").split()
    words = words[2:] if words[:1] == ["ما"] else words
    while words and _TELLS.fullmatch(fold(words[0])):
        words = words[1:]
    end = next((index for index, word in enumerate(words) if _ENDS_NAME.match(fold(word))), len(words))
    words = words[:end]
    if len(words) > 1 and find_country(fold(words[0])) and not _ADDS_TO_COUNTRY.match(f"{words[0]} {fold(words[1])}"):
        words = words[:1]  # «روسيا اتخاذ المزيد»
    if words and words[0].startswith("ل") and not is_known(words[0]) and f"ل{words[0]}" in clause:
        words = [f"ا{words[0]}", *words[1:]]  # «وفقا للمرصد»
    if words and fold(words[0]) in _COUNTING:
        return None  # «أكثر من 400 شخص»
    name = " ".join(words[:-1] if words and words[-1] == "من" else words).strip(" ،,:")
    return name if name and is_whole_name(name) else None
