"""An article while it is being read: its text, and what a reader has in mind when the next sentence begins."""

import re
from dataclasses import dataclass, field
from datetime import date

from briefings.dates.reading import Anchor
from briefings.model import Article, EventDate, Span
from briefings.parsing.attribution import Speech, find_generic, find_key, find_titles, is_anonymous
from briefings.parsing.content_words import find_plain_name
from briefings.parsing.roles import Imprint
from briefings.parsing.subjects import Institution, find_institution, find_surname, join_named
from briefings.story import Story
from briefings.text import ParsedText, find_known, fold

_STATEMENT_OF = re.compile(r"^(?:ال)?بيان(?: صادر)? (?:عن |ل)")
_COMMA = re.compile(r"\s*،\s*")
KnownInstitution = tuple[Institution, Span]  # and where the article names it with its country


def find_anchor(day: date | None, story: Story) -> Anchor:
    """Find from where an article's relative dates are counted: its day, else the year of a story that has only one."""
    if day:
        return Anchor(day)
    if story.begins and story.ends and story.begins.year == story.ends.year:
        return Anchor(None, story.begins.year)
    return Anchor()


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the name for an update, the key to compare by, and where the article names them."""

    name: str
    key: str
    span: Span


@dataclass(slots=True)
class ArticleContext:
    """An article, its story, and the thread that runs through its sentences."""

    article: Article
    story: Story
    imprint: Imprint
    anchor: Anchor
    misprints: frozenset[int] = frozenset()  # where words stand that the article cannot mean
    opens: bool = False  # the sentence that is being read opens the article: it tells what is new
    speaker: Speaker | None = None  # who spoke last
    topic: str | None = None  # what the last clause was about
    institution: KnownInstitution | None = None  # the body of a country that the clause before was about
    said_on: dict[str, EventDate] = field(default_factory=dict)  # when each speaker spoke, by key
    sentence: int = 0  # how many sentences have begun
    _heard_in: int = -1  # the sentence in which the last speaker spoke
    _is_sure: bool = False  # where the name of the last speaker ends
    _heard: list[Speaker] = field(default_factory=list)
    _named: dict[str, Speaker] = field(default_factory=dict)  # the fullest phrase for each person or body
    _offices: dict[str, str] = field(default_factory=dict)  # «وزير الخارجية التركي» → the person it named

    def span(self, start: int, end: int) -> Span:
        """Return a slice of the article."""
        return Span(self.article.id, start, end, self.article.text[start:end])

    @property
    def reported_on(self) -> date | None:
        """The day on which what is being read was reported, if it is new."""
        return self.anchor.day if self.opens else None

    def forget_day(self) -> None:
        """Note that an older report begins: from here on the article's own day dates nothing."""
        self.anchor = Anchor(None, self.anchor.day.year if self.anchor.day else self.anchor.year)

    def learn_titles(self, start: int, text: ParsedText) -> None:
        """Keep the fullest phrase for each person in a sentence, and whom an office alone means from here on.

        :param start: offset of the sentence in the article.
        """
        words = text.words
        for found in find_known(text, self.story):
            if found.value in self.story.people and found.last > found.first:
                span = self.span(start + words[found.first].start, start + words[found.last].end)
                self._keep(Speaker(span.text, found.value.name, span))
        for key, first, last in find_titles(text, self.story):
            span = self.span(start + first, start + last)
            self._keep(Speaker(span.text, key, span))
            phrase = text.cut(first, last)
            person = next(found for found in find_known(phrase, self.story) if found.value.name == key)
            office = phrase.fold_before(phrase.words[person.first].start).strip()
            self._offices.setdefault(office, key)

    def find_speaker(self, speech: Speech | None, clause: Span) -> Speaker | None:
        """Find who speaks in a clause, by the fullest phrase that the article has used.

        If the clause names nobody, the last speaker goes on; if nobody speaks, there is none.
        """
        if speech is None or speech.who is None:
            return self.speaker if speech else None
        if generic := find_generic(speech.who):
            return self._recall(generic)
        offset = clause.start + clause.text.find(speech.who)
        span = self.span(offset, offset + len(speech.who))
        who = _COMMA.sub(" ", _STATEMENT_OF.sub("", speech.who)).strip()
        if speech.key is None:
            return self._name_unknown(ParsedText(who), span)
        is_body = speech.key in {body.name for body in self.story.bodies}
        return self._keep(Speaker(speech.key if is_body else who, speech.key, span))

    def _name_unknown(self, who: ParsedText, span: Span) -> Speaker:
        """Return a speaker whom the story does not name: whom the office means, else as the article writes them."""
        person = self._offices.get(who.folded)
        if person:
            return self._named[person]
        return Speaker(who.raw, find_key(who, self.story) or find_plain_name(who, self.story), span)

    def learn_institution(self, span: Span, clause: ParsedText) -> None:
        """Keep whose parliament a clause is about; «البرلمان» alone goes on about the one before."""
        found = find_institution(clause, self.story)
        if found and found.nation:
            start, end = span.start + found.start, span.start + found.end + len(f" {found.nation}")
            self.institution = found, self.span(start, end)
        elif found is None or self.institution is None or found.noun != self.institution[0].noun:
            self.institution = None

    def name_subject(
        self, text: ParsedText, clause: Span, known: KnownInstitution | None
    ) -> tuple[ParsedText, Span | None]:
        """Name the subject of a clause in which nobody speaks as the article named it before.

        :param text: the clause without the words for its day.
        :param known: the body of a country that the clause before was about.
        :return: the text, and where the article gives the name; the text as it is and None if no name is wanting.
        """
        surname = find_surname(text, self.story)
        person = self._named.get(surname[0].name) if surname else None
        if surname and person and person.span.end <= clause.start:
            named = join_named(text.raw[: surname[1]] + _COMMA.sub(" ", person.name), text.raw[surname[2] :])
            return ParsedText(named), person.span
        found = find_institution(text, self.story)
        if found and not found.nation and known and known[0].noun == found.noun:
            named = join_named(f"{text.raw[: found.end]} {known[0].nation}", text.raw[found.end :])
            return ParsedText(named), known[1]
        return text, None

    @property
    def goes_on(self) -> bool:
        """Whether the last speaker surely spoke in this sentence or in the one directly before."""
        return self._is_sure and self.sentence - self._heard_in <= 1

    def hear(self, speaker: Speaker, *, is_sure: bool) -> None:
        """Remember who speaks, for those after them who are only referred to.

        :param is_sure: the clause says where the name of the speaker ends.
        """
        self._is_sure = is_sure
        self.speaker, self._heard_in = speaker, self.sentence
        self._heard.append(speaker)

    def _recall(self, generic: str) -> Speaker | None:
        """Recall whom «الوزارة» means: the last speaker called so, else the last speaker; «المصادر» are nobody else."""
        noun = generic.removeprefix("ال")
        called = (each for each in reversed(self._heard) if noun in fold(each.name).split())
        return next(called, None if is_anonymous(generic) else self.speaker)

    def _keep(self, speaker: Speaker) -> Speaker:
        known = self._named.get(speaker.key)
        if known is None or len(speaker.name) > len(known.name):
            self._named[speaker.key] = speaker
        return self._named[speaker.key]
