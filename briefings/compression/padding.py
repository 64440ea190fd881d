"""What may go from a text that is longer than two lines, and where one that is longer than an update may end.

Never what denies, counts, quotes or says who speaks (docs/composer.md).
"""

import re

from briefings.compression.cuts import find_ends
from briefings.model import MAX_UPDATE_TEXT
from briefings.parsing.attribution import Speech
from briefings.parsing.clauses import is_negated, is_quoted
from briefings.parsing.quantities import find_numbers
from briefings.story import Story
from briefings.text.arabic import STOP_WORDS, split_words
from briefings.text.gazetteer import find_known
from briefings.text.word_relations import find_root, is_denial

LIMIT = MAX_UPDATE_TEXT
_MOST_OF_IT = 160  # characters that a looser cut, where no other can be had, has to leave
COMFORTABLE = 110  # beyond it, what trails may go

# Beside the ends that `cuts` knows, what may go from a text that is long: the scene before its first comma, a former
# office between commas, where somebody spoke when it is said in which meeting.
_SCENE = re.compile(r"^(?:مع|وسط|في ظل|في خطوة|في إطار|على وقع)\s[^،.]{3,45}،\s*")
_OFFICE = re.compile(r"،\s+ال(?:رئيس|وزير|أمين|سفير|مدير|قائد|مبعوث)\s[^،]{3,40}،(?=\s(?:من|في|على|إلى|عن|أن|إن)\s)")
_SPEAKING = re.compile(
    r"(?:في|خلال) (?:كلمة|خطاب|تصريحات|تصريح) (?:ألقاها|ألقتها|ألقاه|أدلى بها|أدلى به)"
    r" (?:خلال|أثناء|لدى) (?:مشاركت|حضور)(?:ه|ها) (?=في )"
)
_STATEMENT = re.compile(r"(?P<credit>(?:بحسب|وفق|حسب)) بيان صادر عن(?= )")
_BETWEEN_THEM = re.compile(r" (?:جرى|جرت|أجري) بينهما(?!\w)")
_BUT = re.compile(r"(?<!\w)و?(?:لكن|غير أن|إلا أن)")
_PERIOD = re.compile(r"(?:منذ|قبل|عام|سنة)\s+\d+(?:\s+(?:عاما|سنة|سنوات|يوما|أيام|شهرا|أشهر))?")  # it counts nothing
_DIGIT = re.compile(r"\d")
_PIECE = re.compile(
    r"[،؛]\s*(?!و?(?:عندما|بعد|بعدما|إذا|لأن|حين|بينما|رغم|فيما|حيث)\s)[^،؛]+(?=[،؛])"
)  # between commas
_RELATIVE_WORD = re.compile(r"\s+(?:التي|الذي)\s")
_RELATIVE = re.compile(r"\s+(?:التي|الذي)\s[^،]*$")
_ASIDE = re.compile(r"\s+(?:من|في|إلى|على)\s")  # the sentence goes on behind it
# A last quotation of several sentences: the first may stand alone.
_FIRST_QUOTED = re.compile(r"«(?P<first>[^«».!؟]{25,})[.!؟](?P<rest>\s[^«»]{10,})»\.?$")
_QUOTED = re.compile(r"[«»“”\"]")


def fit(text: str, speech: Speech | None, story: Story) -> str:
    """The text within ``LIMIT``, and ``COMFORTABLE`` where nothing is lost by it; "" where it cannot be had whole.

    :param speech: how it says who speaks, if anybody does.
    :param story: whose places and bodies need no relative clause to be known.
    """
    return _cut(_condense(text, speech, story) if len(text) > COMFORTABLE else text, speech)


def _condense(text: str, speech: Speech | None, story: Story) -> str:
    """Leave out padding, then what trails, from the end, until the text is comfortable; never what denies or counts."""
    text = _STATEMENT.sub(r"\g<credit>", text)
    for padding in (_SPEAKING, _BETWEEN_THEM, _OFFICE, _SCENE):
        if (match := padding.search(text)) and len(text) > COMFORTABLE and not _has_to_stay(match.group(), "", speech):
            text = text[: match.start()] + text[match.end() :]
    match = _FIRST_QUOTED.search(text)
    if match and len(text) > COMFORTABLE and not _has_to_stay(match["rest"], "", speech):
        text = f"{text[: match.end('first')]}»."
    text = _drop_what_is_known(text, story)
    for end in find_ends(text, loosely=False):
        if len(text) <= COMFORTABLE or _has_to_stay(text[end:], text[:end], speech):
            break
        text = f"{text[:end].rstrip(' ،')}."
    return text


def _drop_what_is_known(text: str, story: Story) -> str:
    """Leave out what is told of a known place or body only in passing: «التي تقودها موسكو», «التي تشهد احتجاجات.»"""
    if len(text) <= COMFORTABLE or not _RELATIVE_WORD.search(text):
        return text
    words = split_words(text)
    known = find_known(text, story)
    for found in known:
        after = words[found.last].end
        if found.value in story.people:
            continue
        passing = next((each for each in known if each.first == found.last + 3), None)
        if passing and _RELATIVE_WORD.match(text, after) and _ASIDE.match(text, words[passing.last].end):
            return text[:after] + text[words[passing.last].end :]
        if (last := _RELATIVE.match(text, after)) and not _has_to_stay(last.group(), "", None):
            return f"{text[:after]}."
    return text


def _has_to_stay(part: str, left: str, speech: Speech | None) -> bool:
    """Whether a part denies, counts, says who speaks, or quotes where nothing that is left does."""
    uncounted = _PERIOD.sub(" ", part)
    return bool(
        _DIGIT.search(uncounted)
        or _BUT.search(part)
        or (speech and not speech.verb and speech.who and speech.who in part)
        or (_QUOTED.search(part) and not _QUOTED.search(left))
        or is_negated(part)
        or any(is_denial(find_root(word.text)) for word in split_words(part) if word.folded not in STOP_WORDS)
        or find_numbers(uncounted)
    )


def _cut(text: str, speech: Speech | None) -> str:
    """Cut at the last safe end before the limit; "" where there is none, or only one without the speaker."""
    if len(text) <= LIMIT:
        return text
    pieces = (piece.end() for piece in _PIECE.finditer(text))
    loose = (end for end in (*find_ends(text), *pieces) if end >= _MOST_OF_IT and not is_quoted(text, end))
    end = max((end for end in (*find_ends(text, loosely=False), *loose) if end < LIMIT), default=None)
    trails = speech and not speech.verb and speech.who
    if end is None or (trails and trails in text[end:]):
        return ""
    return f"{text[:end].rstrip(' ،')}."
