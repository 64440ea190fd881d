"""Article → sentences and claims. Pure, one article at a time."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from briefings.arabic import STOP_WORDS, Word, find_lemma, fold, is_future_verb, split_words
from briefings.clauses import (
    Participle,
    find_kind,
    find_participle,
    is_context,
    is_hanging,
    is_negated,
    is_opinion,
    is_quoted,
    opens_earlier_report,
    split_clauses,
)
from briefings.dates import Anchor, find_dates
from briefings.figures import find_figures, find_numbers
from briefings.model import (
    Article,
    Claim,
    DateMention,
    EventDate,
    FigureMention,
    Kind,
    Precision,
    Role,
    Sentence,
    Span,
)
from briefings.phrases import name_index
from briefings.roles import Imprint, Part, split_article
from briefings.shorten import shorten
from briefings.speakers import Speech, find_key, find_speech, find_titles, is_generic, is_reporting
from briefings.story import OTHER, Story
from briefings.topics import find_names, find_topics

_NOT_THE_EVENT = re.compile(r"(?:منذ|حتي|قبل|بعد|بيان|بتاريخ|ليوم|موعد|مقرر) (?:يوم )?(?:في )?$")
_MIN_LEMMAS = 4  # a clause with fewer content words says too little to be news


@dataclass(frozen=True, slots=True)
class Analysis:
    """What one article says."""

    sentences: tuple[Sentence, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class _Speaker:
    """A speaker as an update would name him, and where the article does."""

    name: str
    span: Span


@dataclass(slots=True)
class _Thread:
    """What a reader of the article has in mind when a sentence begins."""

    speaker: _Speaker | None = None
    topic: str | None = None
    said_on: dict[str, EventDate] = field(default_factory=dict)  # when each speaker spoke
    names: dict[str, _Speaker] = field(default_factory=dict)  # the fullest phrase for each person or body
    offices: dict[str, str] = field(default_factory=dict)  # «وزير الخارجية التركي» → whom it named


def analyse(article: Article, story: Story) -> Analysis:
    """Read an article whose day, if it can be had, is already set (see :mod:`briefings.placing`)."""
    parts, imprint = split_article(article, story)
    thread = _Thread()
    anchor = find_anchor(article, story)
    sentences: list[Sentence] = []
    claims: list[Claim] = []
    for part in parts:
        text = article.text[part.start : part.end]
        if part.role is not Role.BODY:
            sentences.append(Sentence(Span(article.id, part.start, part.end, text), part.role))
            continue
        if opens_earlier_report(text):
            anchor = Anchor(None, anchor.day.year if anchor.day else anchor.year)
        sentence, found = _read_sentence(article, part, anchor, story, thread, imprint, len(sentences))
        sentences.append(sentence)
        if is_context(text):
            _date_statements(claims, sentence, thread)
        claims.extend(found)
    return Analysis(tuple(sentences), tuple(claims))


def find_anchor(article: Article, story: Story) -> Anchor:
    """From where an article's relative dates are counted; without its day, the story's year, if it has only one."""
    if article.published_on:
        return Anchor(article.published_on)
    if story.begins and story.ends and story.begins.year == story.ends.year:
        return Anchor(None, story.begins.year)
    return Anchor()


def _read_sentence(
    article: Article,
    part: Part,
    anchor: Anchor,
    story: Story,
    thread: _Thread,
    imprint: Imprint,
    position: int,
) -> tuple[Sentence, list[Claim]]:
    text = article.text[part.start : part.end]
    context = is_context(text)
    _learn_titles(article, part, story, thread)
    claims: list[Claim] = []
    figures: list[FigureMention] = []
    speaker: str | None = None
    opinion = False
    for begin, end in [(0, len(text))] if context else split_clauses(text, story):
        for clause in _read_clause(article, part.start + begin, text[begin:end], anchor, story, thread):
            figures += clause.figures
            opinion = opinion or clause.opinion
            speaker = speaker or (clause.speaker.name if clause.speaker else None)
            if not context and clause.tells():
                claims.append(clause.claim(imprint, position))
            if not context:
                clause.continue_thread()
    span = Span(article.id, part.start, part.end, text)
    sentence = Sentence(
        span,
        Role.BODY,
        topics=find_topics(text, story),
        opinion=opinion,
        speaker=speaker,
        quoted=bool(re.search(r"[«“\"]", text)),
        dates=find_dates(text, article.id, part.start, anchor),
        figures=tuple(figures),
    )
    return sentence, [replace(claim, sentence=sentence) for claim in claims]


def _read_clause(
    article: Article, start: int, text: str, anchor: Anchor, story: Story, thread: _Thread
) -> Iterator["_Clause"]:
    """A clause, and behind it the news in its «، مشيرًا إلى أن …», where that part is news of its own."""
    participle = find_participle(text)
    if participle and (participle.quoted or _is_news(text[participle.said :], text[: participle.start], story)):
        yield _Clause(article, start, text[: participle.start], anchor, story, thread)
        yield _Clause(
            article,
            start + participle.start,
            text[participle.start :].rstrip(),
            anchor,
            story,
            thread,
            participle,
        )
    else:
        yield _Clause(article, start, text, anchor, story, thread)


def _is_news(said: str, main: str, story: Story) -> bool:
    topics = find_topics(said, story)
    other_topic = bool(topics) and topics[0] not in find_topics(main, story)[:1]
    return other_topic or bool(find_numbers(said)) or any(is_future_verb(word.folded) for word in split_words(said))


class _Clause:
    """A clause while it is being read: each step uses the ones before it."""

    def __init__(
        self, article: Article, start: int, text: str, anchor: Anchor, story: Story, thread: _Thread,
        participle: Participle | None = None,
    ) -> None:  # fmt: skip
        self.article, self.start, self.text, self.story, self.thread = article, start, text, story, thread
        self.participle = participle
        self.speech = _speech_of(participle) if participle else find_speech(text, story)
        self.speaker = self._find_speaker()
        self.dates = find_dates(text, article.id, start, anchor)
        self.figures = find_figures(text, article.id, start, story, [mention.span for mention in self.dates])
        self.opinion = self.speech is None and is_opinion(text)
        self.mention = _pick_date(text, start, self.dates)
        self.when = self.mention.when if self.mention else EventDate()
        self.kind = find_kind(text, self.when, story, spoken=self.speech is not None and not self.speech.act)
        if self.mention is None and self.kind is Kind.BACKGROUND and self.dates:
            self.mention, self.when = self.dates[0], self.dates[0].when
        if (
            self.mention is None
            and self.kind is Kind.STATEMENT
            and self.speaker
            and self.speaker.name in thread.said_on
        ):
            self.when = thread.said_on[self.speaker.name]
        topics = find_topics(text, story)
        carried = thread.topic if self.speech and (self.speech.who is None or is_generic(self.speech.who)) else None
        self.topic = topics[0] if topics else carried or OTHER
        self.content = tuple(_content(_without(text, start, [mention.span for mention in self.dates]), story))

    def _find_speaker(self) -> _Speaker | None:
        """The speaker by the fullest phrase that the article has used for the same person or body."""
        speech, thread = self.speech, self.thread
        if speech is None or speech.who is None or is_generic(speech.who):
            return thread.speaker if speech else None
        offset = self.start + self.text.find(speech.who)
        who = re.sub(r"^(?:ال)?بيان(?: صادر)? (?:عن |ل)", "", speech.who)
        span = Span(self.article.id, offset, offset + len(speech.who), speech.who)
        named = _Speaker(re.sub(r"\s*،\s*", " ", who).strip(), span)
        if speech.key is None:
            person = thread.offices.get(fold(who))
            return thread.names[person] if person else named
        if speech.key in {body.name for body in self.story.bodies}:
            named = _Speaker(speech.key, span)
        known = thread.names.get(speech.key)
        if known is None or len(named.name) > len(known.name):
            thread.names[speech.key] = named
        return thread.names[speech.key]

    def tells(self) -> bool:
        """Whether the clause can stand as news: reported, with enough in it, and understood alone."""
        if self.opinion or len(set(self.content)) < _MIN_LEMMAS:
            return False
        return not is_hanging(self.text) or bool(self.speaker or self.figures or self.mention)

    def claim(self, imprint: Imprint, position: int) -> Claim:
        span = Span(self.article.id, self.start, self.start + len(self.text), self.text)
        said_in = self.speaker.span if self.speaker else None
        return Claim(
            sentence=Sentence(span, Role.BODY),
            span=span,
            said_by=self.speaker.name if self.speaker else None,
            speaker=self._speaker_key(),
            said_in=said_in if said_in and not span.start <= said_in.start < span.end else None,
            outlet=imprint.outlet,
            agency=imprint.agency,
            published_on=self.article.published_on,
            topic=self.topic,
            kind=self.kind,
            when=self.when,
            explicit_date=self.mention is not None and self.mention.explicit,
            lemmas=frozenset(self.content),
            head=next(iter(self.content), None),
            names=find_names(self.text, self.story),
            numbers=find_numbers(_without(self.text, self.start, [mention.span for mention in self.dates])),
            negated=is_negated(self.text),
            position=position,
            figures=self.figures,
            text=self._shorten(),
        )

    def _speaker_key(self) -> str | None:
        if self.speaker is None:
            return None
        return find_key(self.speaker.name, self.story) or _plain_name(self.speaker.name, self.story)

    def _shorten(self) -> str | None:
        text, start = self.text, self.start
        if self.participle:
            cut = self.participle.said - self.participle.start
            text = f"{self.participle.verb} {text[cut:]}"
            start += cut - len(self.participle.verb) - 1
        day = self.mention.when if self.mention and self.when.precision is Precision.DAY else None
        shown = [mention for mention in self.dates if mention.when == day]
        return shorten(text, start, self.speech, self.speaker.name if self.speaker else None, shown)

    def continue_thread(self) -> None:
        """Leave behind what the next sentence may lean on."""
        thread = self.thread
        if self.speaker:
            thread.speaker = self.speaker
            if self.mention and self.mention.when.precision is Precision.DAY and self.kind is Kind.STATEMENT:
                thread.said_on[self.speaker.name] = self.when
        if self.topic != OTHER:
            thread.topic = self.topic


def _plain_name(who: str, story: Story) -> str:
    """A speaker without the story's own country: «الحكومة الكازاخية» is «الحكومة» to those who write from there."""
    words = split_words(who)
    home = [found for found in name_index(story).find(words) if found.value.name == story.title]
    hidden = {index for found in home for index in range(found.first, found.last + 1)}
    return " ".join(word.folded for index, word in enumerate(words) if index not in hidden) or fold(who)


def _speech_of(participle: Participle) -> Speech:
    """A participle speaks for whoever its main clause names."""
    return Speech(None, None, Word(0, len(participle.verb), participle.verb, fold(participle.verb)))


def _learn_titles(article: Article, part: Part, story: Story, thread: _Thread) -> None:
    """Keep the fullest phrase for each person, and whom an office alone («وزير الخارجية التركي») means from here on."""
    text = article.text[part.start : part.end]
    for key, start, end in find_titles(text, story):
        phrase = text[start:end]
        known = thread.names.get(key)
        if known is None or len(phrase) > len(known.name):
            thread.names[key] = _Speaker(phrase, Span(article.id, part.start + start, part.start + end, phrase))
        words = split_words(phrase)
        person = next(found for found in name_index(story).find(words) if found.value.name == key)
        thread.offices.setdefault(fold(phrase[: words[person.first].start]).strip(), key)


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


def _date_statements(claims: list[Claim], context: Sentence, thread: _Thread) -> None:
    """«جاء ذلك في كلمة ألقاها الثلاثاء» dates the statements before it, and its speaker's that follow."""
    day = next((mention.when for mention in context.dates if mention.when.precision is Precision.DAY), None)
    if day is None or not claims:
        return
    speaker = claims[-1].said_by
    if speaker:
        thread.said_on.setdefault(speaker, day)
    for index in range(len(claims) - 1, -1, -1):
        claim = claims[index]
        if claim.said_by != speaker or claim.when != EventDate() or claim.kind is not Kind.STATEMENT:
            break
        claims[index] = replace(claim, when=day)


def find_content(text: str, story: Story) -> frozenset[str]:
    """Lemmas of the words that carry the news; a known name is one lemma in whatever spelling."""
    return frozenset(_content(text, story))


def _content(text: str, story: Story) -> Iterator[str]:
    words = split_words(text)
    named: dict[int, str] = {}
    for found in name_index(story).find(words):
        named |= dict.fromkeys(range(found.first, found.last + 1), found.value.name)
    for index, word in enumerate(words):
        if index in named:
            yield named[index]
            continue
        bare = word.folded.removeprefix("و") if len(word.folded) > 3 else word.folded
        if bare in STOP_WORDS or word.folded in STOP_WORDS or is_reporting(bare) or len(bare) < 2 or bare.isdigit():
            continue
        yield find_lemma(word.text)


def _without(text: str, start: int, spans: Sequence[Span]) -> str:
    """The text with those spans blanked."""
    for span in spans:
        text = text[: span.start - start] + " " * (span.end - span.start) + text[span.end - start :]
    return text
