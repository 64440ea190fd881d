"""Clause → claim: who says what, when, with which figures, on which topic."""

import re
from collections.abc import Iterator, Sequence

from briefings.compression.cuts import end_before
from briefings.compression.day_words import leave_out_days
from briefings.compression.shorten import shorten
from briefings.dates import find_dates, find_unplaced
from briefings.extraction.article_context import Page
from briefings.model import Claim, DateMention, EventDate, Kind, Precision, Span
from briefings.parsing.attribution import Speech, find_generic, find_speech, leaves_out_speaker
from briefings.parsing.clauses import (
    Participle,
    find_kind,
    find_participle,
    find_sides,
    is_hanging,
    is_negated,
    is_opinion,
    is_quoted,
    split_clauses,
)
from briefings.parsing.content_words import find_content
from briefings.parsing.quantities import find_figures, find_numbers
from briefings.parsing.topics import find_names, find_topics
from briefings.story import OTHER, Story
from briefings.text.arabic import Word, fold, is_future_verb, split_words

_NOT_THE_EVENT = re.compile(r"(?:منذ|حتي|قبل|بعد|بيان|بتاريخ|ليوم|موعد|مقرر) (?:يوم )?(?:في )?$")
_MIN_WORDS = 4  # a clause with fewer content words says too little to be news


def read_clauses(page: Page, sentence: Span) -> Iterator["Clause"]:
    """The clauses of a sentence; behind one, the news in its «، مشيرًا إلى أن …» where that is news of its own."""
    for begin, end in split_clauses(sentence.text, page.story):
        start, text = sentence.start + begin, sentence.text[begin:end]
        participle = find_participle(text)
        if participle and _is_news(text[participle.said :], text[: participle.start], page.story):
            yield Clause(page, page.span(start, start + participle.start))
            yield Clause(page, page.span(start + participle.start, start + len(text.rstrip())), participle)
        else:
            yield Clause(page, page.span(start, start + len(text)))


def _is_news(said: str, main: str, story: Story) -> bool:
    """Whether what a participle adds is quoted, of another topic, counted, or still to come."""
    topics = find_topics(said, story)
    other_topic = bool(topics) and topics[0] not in find_topics(main, story)[:1]
    will_be = any(is_future_verb(word.folded) for word in split_words(said))
    return said[:1] in '«“"' or other_topic or will_be or bool(find_numbers(said))


class Clause:
    """A clause while it is being read: each step uses the ones before it."""

    def __init__(self, page: Page, span: Span, participle: Participle | None = None) -> None:
        self.page, self.span, self.participle = page, span, participle
        text, story = span.text, page.story
        self.speech = _speech_of(participle) if participle else find_speech(text, story)
        self.speaker = page.find_speaker(self.speech, span)
        self.institution = page.institution  # before what comes after this clause is read
        self.dates = find_dates(text, span.article, span.start, page.anchor)
        date_spans = [mention.span for mention in self.dates]
        self.figures = find_figures(text, span.article, span.start, story, date_spans)
        self.opinion = self.speech is None and is_opinion(text)
        self.mention = _pick_date(text, span.start, self.dates)
        self.when = self.mention.when if self.mention else EventDate()
        self.kind = find_kind(text, self.when, story, spoken=self.speech is not None and not self.speech.act)
        self._date_otherwise()
        self.topic = self._find_topic()
        dated = [(span.start - self.span.start, span.end - self.span.start) for span in date_spans]
        self.content = find_content(text, story, dated)
        self.numbers = find_numbers(text, dated)

    def _date_otherwise(self) -> None:
        """Background is dated by any date in it, a statement by the day on which its speaker spoke."""
        if self.mention is None and self.kind is Kind.BACKGROUND and self.dates:
            self.mention, self.when = self.dates[0], self.dates[0].when
        if self.mention is None and self.kind is Kind.STATEMENT and self.speaker:
            self.when = self.page.said_on.get(self.speaker.key, EventDate())

    def _find_topic(self) -> str:
        """Its own, or, where its speaker goes on speaking, the one before."""
        topics = find_topics(self.span.text, self.page.story)
        goes_on = self.speech is not None and (self.speech.who is None or find_generic(self.speech.who) is not None)
        return topics[0] if topics else (self.page.topic if goes_on else None) or OTHER

    def tells(self) -> bool:
        """Whether the clause can stand as news: reported, with enough in it, and understood alone."""
        if self.opinion or len(set(self.content)) < _MIN_WORDS:
            return False
        if self.speech and self.speaker is None and leaves_out_speaker(self.span.text, self.speech):
            return False
        return not is_hanging(self.span.text) or bool(self.speaker or self.figures or self.mention)

    def make_claim(self, position: int) -> Claim:
        """The claim; ``position`` is its sentence's place in the article."""
        text, named_in = self._shorten()
        if named_in and self.span.start <= named_in.start < self.span.end:
            named_in = None
        return Claim(
            span=self.span,
            said_by=self.speaker.name if self.speaker else None,
            speaker=self.speaker.key if self.speaker else None,
            named_in=named_in,
            outlet=self.page.imprint.outlet,
            agency=self.page.imprint.agency,
            published_on=self.page.article.published_on,
            topic=self.topic,
            kind=self.kind,
            when=self.when,
            explicit_date=self.mention is not None and self.mention.explicit,
            lemmas=frozenset(self.content),
            head=next(iter(self.content), None),
            names=find_names(self.span.text, self.page.story),
            numbers=self.numbers,
            negated=is_negated(self.span.text),
            sides=find_sides(self.span.text),
            position=position,
            figures=self.figures,
            text=text,
        )

    def _shorten(self) -> tuple[str | None, Span | None]:
        """What a reader would see, and where whoever it names is named."""
        text, start = self.span.text, self.span.start
        doubtful = [offset - start for offset in self.page.misprints if start <= offset < self.span.end]
        if doubtful:
            end = end_before(text, min(doubtful))
            if end is None:
                return None, None
            text = text[:end]
        if self.participle:
            cut = self.participle.said - self.participle.start
            text = f"{self.participle.verb} {text[cut:]}"
            start += cut - len(self.participle.verb) - 1
        unplaced = () if self.page.anchor.day else find_unplaced(text, self.span.article, start)
        told = leave_out_days(text, start, self.dates, self.when, unplaced)
        if told is None:
            return None, None
        if self.speaker:
            return shorten(told, self.speech, self.speaker.name, self.page.story), self.speaker.span
        named, span = (told, None) if self.speech else self.page.name_subject(told, self.span, self.institution)
        return shorten(named, self.speech, None, self.page.story), span

    def leave_behind(self) -> None:
        """Tell the page what the next sentence may lean on."""
        if self.speaker:
            self.page.hear(self.speaker)
            if self.mention and self.mention.when.precision is Precision.DAY and self.kind is Kind.STATEMENT:
                self.page.said_on[self.speaker.key] = self.when
        self.page.learn_institution(self.span)
        if self.topic != OTHER:
            self.page.topic = self.topic


def _speech_of(participle: Participle) -> Speech:
    """A participle speaks for whoever its main clause names."""
    return Speech(None, None, Word(0, len(participle.verb), participle.verb, fold(participle.verb)))


def _pick_date(text: str, start: int, dates: Sequence[DateMention]) -> DateMention | None:
    """The date of what the clause tells: its first day outside quotations and brackets, else its first range."""
    free = [
        mention
        for mention in dates
        if not is_quoted(text, mention.span.start - start)
        and not _NOT_THE_EVENT.search(fold(text[: mention.span.start - start]))
    ]
    for precision in (Precision.DAY, Precision.RANGE):
        for mention in free:
            if mention.when.precision is precision:
                return mention
    return None
