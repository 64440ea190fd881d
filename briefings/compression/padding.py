"""Find what may go from a text that is longer than two lines, and where one that is longer than an update may end.

What denies, counts, quotes or says who speaks never goes (docs/composer.md).
"""

import re
from functools import partial

from briefings.compression.cuts import find_ends
from briefings.model import MAX_UPDATE_TEXT
from briefings.parsing.attribution import Speech
from briefings.parsing.clauses import is_negated
from briefings.parsing.quantities import find_numbers
from briefings.story import Story
from briefings.text import STOP_WORDS, ParsedText, alternation, find_known, find_root, is_denial

_MOST_OF_IT = 160  # characters that a looser cut has to leave; it is made if there is no other
COMFORTABLE = 110  # characters; beyond them, what trails may go

_written = partial(alternation, as_written=True)

# Beside the ends that `cuts` knows, what may go from a text that is long: the scene before its first comma, a former
# office between commas, where somebody spoke when it is said in which meeting.
_SCENE = re.compile(rf"^{_written('scene_openings')}\s[^،.]{{3,45}}،\s*")
_OFFICE = re.compile(rf"،\s+ال{_written('former_offices')}\s[^،]{{3,40}}،(?=\s{_written('after_an_office')}\s)")
_SPEAKING = re.compile(
    rf"(?:في|خلال) {_written('speeches')} {_written('given')} {_written('during')} {_written('attending')} (?=في )"
)
_STATEMENT = re.compile(rf"(?P<credit>{_written('crediting')}) بيان صادر عن(?= )")
_BETWEEN_THEM = re.compile(rf" {_written('took_place')} بينهما(?!\w)")
_BUT = re.compile(rf"(?<!\w)و?{_written('but')}")
_PERIOD = re.compile(rf"{_written('period_openings')}\s+\d+(?:\s+{_written('periods')})?")  # it counts nothing
_DIGIT = re.compile(r"\d")
_PIECE = re.compile(rf"[،؛]\s*(?!و?{_written('bound_to_the_clause')}\s)[^،؛]+(?=[،؛])")  # between commas
_RELATIVE_WORD = re.compile(r"\s+(?:التي|الذي)\s")
_RELATIVE = re.compile(r"\s+(?:التي|الذي)\s[^،]*$")
_ASIDE = re.compile(r"\s+(?:من|في|إلى|على)\s")  # the sentence goes on behind it
# «سكريبال، الذي عثر عليه فاقد الوعي، نقل …»: whom it recalls, the sentence goes on to tell of, with its verb.
_RECAP = re.compile(
    rf"(?P<comma>،)\s+{_written('relative_pronouns')}\s[^،.«»]{{8,}}،"
    r"(?=\s(?:(?!ت\w*ات(?!\w))(?:لا |لم )?[يت]\w{2,}|قد|كانت?)\s)"
)
# A last quotation of several sentences: the first may stand alone.
_FIRST_QUOTED = re.compile(r"«(?P<first>[^«».!؟]{25,})[.!؟](?P<rest>\s[^«»]{10,})»\.?$")
_QUOTED = re.compile(r"[«»“”\"]")


def fit(text: str, speech: Speech | None, story: Story) -> str:
    """Fit a text into ``MAX_UPDATE_TEXT`` characters, and into ``COMFORTABLE`` if nothing is lost by it.

    :param speech: how the text says who speaks, if anybody does.
    :param story: whose places and bodies need no relative clause to be known.
    :return: the text; "" if it cannot be had whole.
    """
    return _cut(_condense(text, speech, story) if len(text) > COMFORTABLE else text, speech)


def _condense(text: str, speech: Speech | None, story: Story) -> str:
    """Leave out a recap and padding, then what trails, from the end, until the text is comfortable.

    What denies or counts never goes.
    """
    text = _STATEMENT.sub(r"\g<credit>", text)
    text = _leave_out_recap(text, speech)
    for padding in (_SPEAKING, _BETWEEN_THEM, _OFFICE, _SCENE):
        if (match := padding.search(text)) and len(text) > COMFORTABLE and not _has_to_stay(match.group(), "", speech):
            text = text[: match.start()] + text[match.end() :]
    match = _FIRST_QUOTED.search(text)
    if match and len(text) > COMFORTABLE and not _has_to_stay(match["rest"], "", speech):
        text = f"{text[: match.end('first')]}»."
    text = _drop_what_is_known(text, story)
    for end in find_ends(ParsedText(text), loosely=False):
        if len(text) <= COMFORTABLE or _has_to_stay(text[end:], text[:end], speech):
            break
        text = f"{text[:end].rstrip(' ،')}."
    return text


def _leave_out_recap(text: str, speech: Speech | None) -> str:
    """Leave out what a clause between commas recalls; the comma behind a name in apposition stays."""
    recap = _RECAP.search(text)
    if not recap or _has_to_stay(recap.group(), "", speech) or ParsedText(text).is_quoted(recap.start()):
        return text
    is_second = "،" in text[: recap.start()]
    return text[: recap.end("comma") if is_second else recap.start()] + text[recap.end() :]


def _drop_what_is_known(text: str, story: Story) -> str:
    """Leave out what is told of a known place or body only in passing: «التي تقودها موسكو», «التي تشهد احتجاجات.»"""
    if len(text) <= COMFORTABLE or not _RELATIVE_WORD.search(text):
        return text
    parsed = ParsedText(text)
    words, known = parsed.words, find_known(parsed, story)
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
    """Return whether a part denies, counts, says who speaks, or quotes while nothing that is left does."""
    uncounted = _PERIOD.sub(" ", part)
    if (
        _DIGIT.search(uncounted)
        or _BUT.search(part)
        or (speech and not speech.verb and speech.who and speech.who in part)
        or (_QUOTED.search(part) and not _QUOTED.search(left))
    ):
        return True
    parsed = ParsedText(part)
    return bool(
        is_negated(parsed)
        or any(is_denial(find_root(word.text)) for word in parsed.words if word.folded not in STOP_WORDS)
        or find_numbers(parsed if uncounted == part else ParsedText(uncounted))
    )


def _cut(text: str, speech: Speech | None) -> str:
    """Cut at the last safe end before the limit; "" if there is none, or only one without the speaker."""
    if len(text) <= MAX_UPDATE_TEXT:
        return text
    parsed = ParsedText(text)
    pieces = (piece.end() for piece in _PIECE.finditer(text))
    loose = (end for end in (*find_ends(parsed), *pieces) if end >= _MOST_OF_IT and not parsed.is_quoted(end))
    end = max((end for end in (*find_ends(parsed, loosely=False), *loose) if end < MAX_UPDATE_TEXT), default=None)
    trails = speech and not speech.verb and speech.who
    if end is None or (trails and trails in text[end:]):
        return ""
    return f"{text[:end].rstrip(' ،')}."
