"""Make a clause short enough to be read on the way to work, in its own words.

Only what can go without loss goes: leads, bracketed glosses, agency credits, and, if the text is long, what trails.
Negation, hedges, figures and the speaker stay (docs/composer.md).
"""

import re

from briefings.compression.cuts import drop_lead
from briefings.compression.names import spell_names
from briefings.compression.padding import fit
from briefings.model import MAX_UPDATE_TEXT
from briefings.parsing.attribution import Speech, find_generic, is_go_on, is_reporting
from briefings.story import Story
from briefings.text import BIDI, ParsedText, Word, fold, has_conjunction, lexicon

_IN_WHICH = re.compile(r"^(?:و)?في الوقت الذي (\S+) (?:فيه|فيها) ")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_CREDITING = lexicon.words("according")
_CREDIT = re.compile(
    rf"\s*[،,]?\s*{lexicon.alternation('according')}"
    rf"\s*(?:ما {lexicon.alternation('media_reported', as_written=True)}ه?\s*)?"
    rf"{lexicon.alternation('reporting_media', as_written=True)}[^،.]*(?=[.،]|$)"
)
_SAID_OF = re.compile(
    rf"نقلت? [^،.:]{{3,60}}? عن [^،.:]{{3,70}}? {lexicon.alternation('quoted_saying', as_written=True)}\s*،?\s*"
    r"(?:إن|أن|ان)(?P<pronoun>ه|ها|هم)?\s"
)
# Who says it is said again.
_ACCORDING = re.compile(rf"و?{lexicon.alternation('crediting', as_written=True)} بيان[^،]{{0,60}}، (?P<verb>\w+)")
_HANGING_TITLE = re.compile(r"(?<!\w)رئيس(?:ها|ه)(?= [ء-ي])")  # «رئيسها فلان»: whose, the sentence before said
_BEFORE_THAT = re.compile(r"،\s+(?=(?:أن|إن)(?:ه|ها|هم|هما)?\s)")
_SAYING = re.compile(r"^\s+قائل[\w\u064b-\u0652]+(?=[:\s])")  # «وتابع قائلا: …»
_FIRST = re.compile(r"[\w\u064b-\u0652]+")
# A quotation cut from its sentence does not begin with what joins it to the one before.
_LEANING_QUOTATION = re.compile(
    rf"(?<=: «)(?:و|ف)?{lexicon.alternation('joining_a_quotation', as_written=True)}،?(?: فإن)? (?=[^«»]{{25,}}»)"
)
_ALSO = re.compile(r"(?<!بل)(?<!لكن) أيض(?:اً|ًا|ا)(?=[\s،.])")  # besides what the update does not tell
_QUOTATION = re.compile(r"(«[^»]*»|“[^”]*”|\"[^\"]*\")")
_QUOTED = re.compile(r"[«“\"]")
_STRAIGHT = re.compile(r'"([^"]*)"')
_THAT = re.compile(r"^(?P<before>[^:«\"“]{0,60}?)\s(?:أن|ان|إن)(?=(?:ه|ها|هم)?\s)")
_HASHTAG = re.compile(r"#(\w+)")
_STOPS = re.compile(r"[.…]+(?=»?$)")
_STRAY_SPACES = re.compile(r"\s+(?=[،.؛:!؟»])|(?<=«)\s+")


def shorten(clause: ParsedText, speech: Speech | None, speaker: str | None, story: Story) -> str | None:
    """Make the text of an update out of a clause.

    :param speech: how the clause says who speaks, if anybody does.
    :param speaker: the name of who speaks, if the clause only says «he», or a part of the name.
    :param story: whose places need no relative clause to be known.
    :return: at most ``MAX_UPDATE_TEXT`` characters; None if the clause cannot be had whole.
    """
    text = _IN_WHICH.sub(r"\1 ", _drop_lead(clause))
    if speech and speaker:
        text = _name_speaker(text, speech, speaker)
    if (speech is None or speech.verb) and any(entry in text for entry in _CREDITING):
        text = _CREDIT.sub("", text)
    text = "".join(
        part if index % 2 else _ALSO.sub("", _BRACKETS.sub("", part)) for index, part in enumerate(_by_quotes(text))
    )
    text = spell_names(fit(_tidy(text), speech, story), story)
    return text if text and len(text) <= MAX_UPDATE_TEXT else None


def _drop_lead(clause: ParsedText) -> str:
    """Leave out «من جانبه،», «كما», «فيما» and the glued و before the first word."""
    text = clause.raw if _IN_WHICH.match(clause.raw) else drop_lead(clause).raw
    if (match := _ACCORDING.match(text)) and is_reporting(fold(match["verb"])):
        text = text[match.start("verb") :]
    first = _FIRST.match(text)
    if first and (has_conjunction(first.group()) or (text[0] in "وف" and is_reporting(fold(first.group()[1:])))):
        return text[1:]
    return text


def _name_speaker(text: str, speech: Speech, speaker: str) -> str:
    """Name the speaker: «وأضاف أن …» becomes «قال فلان إن …», and a part of a known name becomes the name in full.

    A speaker whom the clause itself names in any other way stays as written.
    """
    if match := _SAID_OF.match(text):
        return f"قال {speaker} إن{match['pronoun'] or ''} {text[match.end() :].lstrip()}"
    match = _FIRST.match(text)
    if not match or not speech.verb or not fold(match.group()).endswith(speech.verb.folded):
        return text
    verb, rest = match.group(), text[match.end() :]
    if speech.who is None:
        return _carry(verb, rest, speech.verb, speaker)
    rest = _introduce(verb, rest)
    is_part = speech.key and not find_generic(speech.who) and speech.who in speaker and speaker not in rest
    if is_part and rest.startswith(f" {speech.who}"):
        rest = f" {speaker}{rest.removeprefix(f' {speech.who}')}"
    return f"{verb}{rest}"


def _introduce(verb: str, rest: str) -> str:
    """Write «إن» behind «قال», whatever the source wrote."""
    return _THAT.sub(r"\g<before> إن", rest, count=1) if verb.startswith("قال") else rest


def _carry(verb: str, rest: str, speech_verb: Word, speaker: str) -> str:
    if is_go_on(speech_verb):
        verb = "قالت" if fold(verb).endswith("ت") else "قال"
    rest = _SAYING.sub("", _introduce(verb, rest).removeprefix("،"))
    rest = re.sub(r"^[:\s]*(?=[\"«“])", ": ", rest)
    return f"{verb} {speaker}{rest}"


def _by_quotes(text: str) -> list[str]:
    """Split a text: what is outside quotations stands at even places, quotations at odd ones."""
    return _QUOTATION.split(text) if _QUOTED.search(text) else [text]


def _tidy(text: str) -> str:
    """Tidy a text: one kind of quotation mark, no stray spaces, no marks of other media, one full stop."""
    text = _HANGING_TITLE.sub("الرئيس", BIDI.sub("", text))
    text = _HASHTAG.sub(lambda match: match[1].replace("_", " "), text)
    text = _STRAIGHT.sub(r"«\1»", text).replace("“", "«").replace("”", "»")
    text = _BEFORE_THAT.sub(" ", " ".join(text.split()).strip(" ،,؛"), count=1)
    text = _STRAY_SPACES.sub("", text)
    text = _LEANING_QUOTATION.sub("", text.replace(" إلى إن ", " إلى أن "))
    text = _STOPS.sub("", text)
    return f"{text}." if text and text[-1] not in "!؟" else text
