"""An article while it is being read: its text, and what a reader has in mind when the next sentence begins."""

import re
from dataclasses import dataclass, field

from briefings.dates import Anchor
from briefings.model import Article, EventDate, Span
from briefings.parsing.attribution import Speech, find_generic, find_key, find_titles, is_anonymous
from briefings.parsing.content_words import find_plain_name
from briefings.parsing.roles import Imprint
from briefings.parsing.subjects import Institution, find_institution, find_surname, join_named
from briefings.story import Story
from briefings.text.arabic import fold, split_words
from briefings.text.gazetteer import find_known

_STATEMENT_OF = re.compile(r"^(?:ال)?بيان(?: صادر)? (?:عن |ل)")
_COMMA = re.compile(r"\s*،\s*")
KnownInstitution = tuple[Institution, Span]  # and where the article names it with its country


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: as an update would name him, by which key he is compared, and where the article names him."""

    name: str
    key: str
    span: Span


@dataclass(slots=True)
class Page:
    """An article, its story, and the thread that runs through its sentences."""

    article: Article
    story: Story
    imprint: Imprint
    anchor: Anchor
    misprints: frozenset[int] = frozenset()  # where words stand that it cannot mean
    speaker: Speaker | None = None  # who spoke last
    topic: str | None = None  # what it was about
    institution: KnownInstitution | None = None  # the body of a country that the clause before was about
    said_on: dict[str, EventDate] = field(default_factory=dict)  # when each speaker spoke, by key
    _heard: list[Speaker] = field(default_factory=list)
    _named: dict[str, Speaker] = field(default_factory=dict)  # the fullest phrase for each person or body
    _offices: dict[str, str] = field(default_factory=dict)  # «وزير الخارجية التركي» → the person it named

    def span(self, start: int, end: int) -> Span:
        """A slice of the article."""
        return Span(self.article.id, start, end, self.article.text[start:end])

    def forget_day(self) -> None:
        """From here on an older report is told: the article's own day does not date it."""
        self.anchor = Anchor(None, self.anchor.day.year if self.anchor.day else self.anchor.year)

    def learn_titles(self, start: int, end: int) -> None:
        """Keep the fullest phrase for each person in a sentence, and whom an office alone means from here on."""
        text = self.article.text[start:end]
        words = split_words(text)
        for found in find_known(text, self.story):
            if found.value in self.story.people and found.last > found.first:
                span = self.span(start + words[found.first].start, start + words[found.last].end)
                self._keep(Speaker(span.text, found.value.name, span))
        for key, first, last in find_titles(text, self.story):
            span = self.span(start + first, start + last)
            self._keep(Speaker(span.text, key, span))
            words = split_words(span.text)
            person = next(found for found in find_known(span.text, self.story) if found.value.name == key)
            self._offices.setdefault(fold(span.text[: words[person.first].start]).strip(), key)

    def find_speaker(self, speech: Speech | None, clause: Span) -> Speaker | None:
        """Who speaks in a clause, by the fullest phrase that the article has used; the last one where none is named."""
        if speech is None or speech.who is None:
            return self.speaker if speech else None
        if generic := find_generic(speech.who):
            return self._recall(generic)
        offset = clause.start + clause.text.find(speech.who)
        span = self.span(offset, offset + len(speech.who))
        who = _COMMA.sub(" ", _STATEMENT_OF.sub("", speech.who)).strip()
        person = self._offices.get(fold(who))
        if speech.key is None and person:
            return self._named[person]
        if speech.key is None:
            return Speaker(who, find_key(who, self.story) or find_plain_name(who, self.story), span)
        is_body = speech.key in {body.name for body in self.story.bodies}
        return self._keep(Speaker(speech.key if is_body else who, speech.key, span))

    def learn_institution(self, clause: Span) -> None:
        """Keep whose parliament a clause is about; «البرلمان» alone goes on about the one before."""
        found = find_institution(clause.text, self.story)
        if found and found.nation:
            start, end = clause.start + found.start, clause.start + found.end + len(f" {found.nation}")
            self.institution = found, self.span(start, end)
        elif found is None or self.institution is None or found.noun != self.institution[0].noun:
            self.institution = None

    def name_subject(self, text: str, clause: Span, known: KnownInstitution | None) -> tuple[str, Span | None]:
        """The text of a clause in which nobody speaks, its subject named as the article named it before, and where.

        :param known: the body of a country that the clause before was about.
        """
        surname = find_surname(text, self.story)
        person = self._named.get(surname[0].name) if surname else None
        if surname and person and person.span.end <= clause.start:
            return join_named(text[: surname[1]] + _COMMA.sub(" ", person.name), text[surname[2] :]), person.span
        found = find_institution(text, self.story)
        if found and not found.nation and known and known[0].noun == found.noun:
            return join_named(f"{text[: found.end]} {known[0].nation}", text[found.end :]), known[1]
        return text, None

    def hear(self, speaker: Speaker) -> None:
        """Remember who speaks, for those after him who are only referred to."""
        self.speaker = speaker
        self._heard.append(speaker)

    def _recall(self, generic: str) -> Speaker | None:
        """Whom «الوزارة» means: the last speaker called so, else whoever spoke last; «المصادر» are nobody else."""
        noun = generic.removeprefix("ال")
        called = (each for each in reversed(self._heard) if noun in fold(each.name).split())
        return next(called, None if is_anonymous(generic) else self.speaker)

    def _keep(self, speaker: Speaker) -> Speaker:
        known = self._named.get(speaker.key)
        if known is None or len(speaker.name) > len(known.name):
            self._named[speaker.key] = speaker
        return self._named[speaker.key]
