"""Make claims out of clauses: who says what, when, with which figures, on which topic."""

from collections.abc import Iterator

from briefings.clustering.claim import Claim, Traits, Wording
from briefings.compression.cuts import end_before
from briefings.compression.day_words import leave_out_days
from briefings.compression.shorten import shorten
from briefings.dates import find_dates, find_unplaced
from briefings.extraction.article_context import ArticleContext
from briefings.extraction.event_date import find_own_dates, find_shown, looks_back, pick_date, recalls
from briefings.extraction.figure_dates import date_figures
from briefings.model import EventDate, Kind, Precision, Qualifier, Span
from briefings.parsing import clauses
from briefings.parsing.attribution import Speech, find_generic, find_speech, leaves_out_speaker
from briefings.parsing.carried_speakers import agrees, ends_surely, is_whole_name, may_carry
from briefings.parsing.content_words import find_content
from briefings.parsing.figures import find_figures
from briefings.parsing.quantities import find_numbers
from briefings.parsing.topics import count_vocabulary, find_names, find_topics
from briefings.story import OTHER, Story
from briefings.text import ParsedText, Word, fold, is_future_verb

_MIN_WORDS = 4  # a clause with fewer content words says too little to be news
_SUBJECT = 3  # words of background among which its subject stands
_WILL_NOT = frozenset({"لن", "ولن"})


def read_clauses(context: ArticleContext, start: int, sentence: ParsedText) -> Iterator["Clause"]:
    """Read the clauses of a sentence; behind one, what its «، مشيرًا إلى أن …» adds if that is news of its own.

    :param start: offset of the sentence in the article.
    """
    for begin, end in clauses.split_clauses(sentence, context.story):
        text = sentence.cut(begin, end)
        participle = clauses.find_participle(text)
        if participle and _is_news(text.cut(participle.said), text.cut(0, participle.start), context.story):
            yield Clause(context, start + begin, text.cut(0, participle.start))
            rest = text.cut(participle.start, len(text.raw.rstrip()))
            yield Clause(context, start + begin + participle.start, rest, participle)
        else:
            yield Clause(context, start + begin, text)


def _is_news(said: ParsedText, main: ParsedText, story: Story) -> bool:
    """Return whether what a participle adds is quoted, of another topic, counted, or still to come."""
    topics = find_topics(said, story)
    other_topic = bool(topics) and topics[0] not in find_topics(main, story)[:1]
    will_be = any(is_future_verb(word.folded) for word in said.words)
    return said.raw[:1] in '«“"' or other_topic or will_be or bool(find_numbers(said))


class Clause:
    """A clause while it is being read: each step uses the ones before it."""

    def __init__(
        self, context: ArticleContext, start: int, text: ParsedText, participle: clauses.Participle | None = None
    ) -> None:
        self.context, self.text, self.participle = context, text, participle
        self.span = context.span(start, start + len(text.raw))
        story, article = context.story, self.span.article
        self.speech = _speech_of(participle) if participle else find_speech(text, story)
        self.speaker = context.find_speaker(self.speech, self.span)
        self.goes_on = context.goes_on
        self.institution = context.institution  # before what comes after this clause is read
        self.dates = find_dates(text, article, start, context.anchor)
        date_spans = [mention.span for mention in self.dates]
        figures = find_figures(text, article, start, story, date_spans)
        self.figures = date_figures(figures, self.dates, text, start, context.article.published_on)
        self.opinion = self.speech is None and clauses.is_opinion(text)
        announces = self.speech is not None and self.speech.act
        own_dates = find_own_dates(text, start, self.dates, announces=announces)
        self.mention = pick_date(own_dates)
        self.recalls = recalls(own_dates, context.reported_on)
        self.when = self.mention.when if self.mention else EventDate()
        spoken = self.speech is not None and not self.speech.act
        self.kind = clauses.find_kind(text, self.when, story, spoken=spoken)
        self._date_otherwise()
        self.shown = find_shown(self.when, context.reported_on, awaited=clauses.is_awaited(text))
        self.topic = self._find_topic()
        dated = [(span.start - start, span.end - start) for span in date_spans]
        self.content = find_content(text, story, tuple(dated))
        self.numbers = find_numbers(text, dated)

    def _date_otherwise(self) -> None:
        """Date background by any date in it, a statement by the day on which its speaker spoke."""
        if self.mention is None and self.kind is Kind.BACKGROUND and self.dates:
            self.mention, self.when = self.dates[0], self.dates[0].when
        if self.mention is None and self.kind is Kind.STATEMENT and self.speaker:
            self.when = self.context.said_on.get(self.speaker.key, EventDate())

    def _find_topic(self) -> str:
        """Find the topic: the clause's own; if its speaker goes on speaking, the one before."""
        topics = find_topics(self.text, self.context.story)
        goes_on = self.speech is not None and (self.speech.who is None or find_generic(self.speech.who) is not None)
        return topics[0] if topics else (self.context.topic if goes_on else None) or OTHER

    def tells(self) -> bool:
        """Return whether the clause can stand as news: reported, with enough in it, and understood alone."""
        if self.opinion or len(set(self.content)) < _MIN_WORDS or clauses.says_of_what_is_before(self.text):
            return False
        if self.speech and self.speaker is None and leaves_out_speaker(self.text, self.speech):
            return False
        return not clauses.is_hanging(self.text) or bool(self.speaker or self.figures or self.mention)

    def make_claim(self, position: int) -> Claim:
        """Make the claim.

        :param position: of the sentence in the article.
        """
        text, named_in = self._shorten()
        if named_in and self.span.start <= named_in.start < self.span.end:
            named_in = None
        return Claim(
            span=self.span,
            wording=Wording(self.span.text),
            said_by=self.speaker.name if self.speaker else None,
            speaker=self.speaker.key if self.speaker else None,
            named_in=named_in,
            outlet=self.context.imprint.outlet,
            agency=self.context.imprint.agency,
            published_on=self.context.article.published_on,
            topic=self.topic,
            kind=self.kind,
            when=self.when,
            shown=self.shown,
            explicit_date=self.mention is not None and self.mention.explicit,
            lemmas=frozenset(self.content),
            head=next(iter(self.content), None),
            names=find_names(self.text, self.context.story),
            numbers=self.numbers,
            negated=clauses.is_negated(self.text),
            polarities=clauses.find_polarities(self.text),
            position=position,
            figures=self.figures,
            text=text,
            traits=self._find_traits(),
        )

    def _find_traits(self) -> Traits:
        text = self.text
        return Traits(
            recalls=self.recalls,
            looks_back=looks_back(self.dates, self.context.article.published_on),
            courtesy=clauses.is_courtesy(text),
            wish=clauses.is_wish(text),
            scene=clauses.is_scene(text),
            leaning=self._leans(),
            looks_ahead=self.kind is Kind.PLAN or any(word.folded in _WILL_NOT for word in text.words),
            vocabulary=count_vocabulary(text, self.context.story),
        )

    def _leans(self) -> bool:
        """Return whether only the sentence before says whom the clause is about."""
        if self.kind is Kind.BACKGROUND and any(find_generic(word.text) for word in self.text.words[:_SUBJECT]):
            return True
        exact = any(figure.qualifier is not Qualifier.VAGUE for figure in self.figures)
        return clauses.is_leaning(self.text) and not exact

    def _shorten(self) -> tuple[str | None, Span | None]:
        """Make what a reader would see, and find where whoever it names is named."""
        text, start, story = self.text, self.span.start, self.context.story
        doubtful = [offset - start for offset in self.context.misprints if start <= offset < self.span.end]
        if doubtful:
            end = end_before(text, min(doubtful))
            if end is None:
                return None, None
            text = text.cut(0, end)
        if self.participle:
            cut = self.participle.said - self.participle.start
            text = ParsedText(f"{self.participle.verb} {text.raw[cut:]}")
            start += cut - len(self.participle.verb) - 1
        unplaced = () if self.context.anchor.day else find_unplaced(text, self.span.article, start)
        told = leave_out_days(text, start, self.dates, self.shown, unplaced)
        if told is None:
            return None, None
        if self.speaker and self.speech and self.speech.who is None and not self._may_carry(told):
            return None, None
        if self.speaker:
            return shorten(told, self.speech, self.speaker.name, story), self.speaker.span
        named, span = (told, None) if self.speech else self.context.name_subject(told, self.span, self.institution)
        return shorten(named, self.speech, None, story), span

    def _may_carry(self, told: ParsedText) -> bool:
        """Return whether the name of the speaker before may surely be put into the text."""
        speech, speaker = self.speech, self.speaker
        if speech is None or speech.verb is None or speaker is None:
            return speech is not None and speech.verb is None
        return (
            self.goes_on
            and may_carry(told, speech)
            and agrees(speech.verb, speaker.name)
            and is_whole_name(speaker.name)
        )

    def leave_behind(self) -> None:
        """Tell the context what the next sentence may lean on."""
        if self.speaker:
            self.context.hear(
                self.speaker,
                is_sure=self.goes_on
                if self.speech is None or self.speech.carried
                else ends_surely(self.text, self.speech),
            )
            if self.mention and self.mention.when.precision is Precision.DAY and self.kind is Kind.STATEMENT:
                self.context.said_on[self.speaker.key] = self.when
        self.context.learn_institution(self.span, self.text)
        if self.topic != OTHER:
            self.context.topic = self.topic


def _speech_of(participle: clauses.Participle) -> Speech:
    """Make the attribution of a participle: it speaks for whoever its main clause names."""
    return Speech(None, None, Word(0, len(participle.verb), participle.verb, fold(participle.verb)))
