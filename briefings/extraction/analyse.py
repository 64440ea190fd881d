"""Analyse an article: find its sentences and claims. Pure, one article at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefings.clustering.claim import Claim
from briefings.dates import find_dates
from briefings.extraction.article_context import ArticleContext, find_anchor
from briefings.extraction.claims import Clause, read_clauses
from briefings.extraction.extract import Analysis, Extract
from briefings.extraction.leads import LEADS, find_leads
from briefings.extraction.salience import mark_secondary
from briefings.extraction.set_aside import explain
from briefings.model import Article, EventDate, Kind, Precision, Role, Sentence
from briefings.parsing.clauses import is_context, opens_earlier_report
from briefings.parsing.content_words import find_content
from briefings.parsing.limits import UnreadableError
from briefings.parsing.misprints import find_misprints
from briefings.parsing.roles import Document, Imprint, Part, split_article
from briefings.parsing.topics import find_topics
from briefings.routing.about_story import check_is_about
from briefings.story import Story
from briefings.text import ParsedText


def read_here(story: Story, articles: Sequence[Article]) -> Iterator[Extract]:
    """Read articles one after another, in this thread: the plain engine."""
    return (read_article(article, story) for article in articles)


def read_article(article: Article, story: Story, document: Document | None = None) -> Extract:
    """Read what an article says, or why it is set aside; an error in one article must not take the others along."""
    try:
        return Extract(article.id, analyse(article, story, document))
    except UnreadableError as error:
        return Extract(article.id, None, explain(error))
    except Exception as error:  # noqa: BLE001 - a mistake of ours
        return Extract(article.id, None, explain(error), holds=False)


def analyse(article: Article, story: Story, document: Document | None = None) -> Analysis:
    """Read an article. If its day can be inferred, :mod:`briefings.extraction.publication_date` has set it before.

    :param document: the article, split, if the caller has it; it may have been split before its day was inferred.
    :raises UnreadableError: if the article is not about the story, or is none of ours.
    """
    document = document or split_article(article, story)
    check_is_about(article, document, story)
    imprint = Imprint(article.outlet or document.imprint.outlet, document.imprint.agency)
    misprints = find_misprints((part.start, part.text) for part in document.body())
    context = ArticleContext(article, story, imprint, find_anchor(article.published_on, story), misprints)
    sentences: list[Sentence] = []
    claims: list[Claim] = []
    position = 0
    texts: list[ParsedText] = []
    for part in document.parts:
        if part.role is not Role.BODY:
            sentences.append(Sentence(context.span(part.start, part.end), part.role))
        elif is_context(part.text):
            context.learn_titles(part.start, part.text)
            sentences.append(_describe(context, part, ()))
            _date_statements(claims, sentences[-1], context)
        else:
            context.opens = position < LEADS
            clauses = _read_sentence(context, part)
            sentences.append(_describe(context, part, clauses))
            claims += [clause.make_claim(position) for clause in clauses if clause.tells()]
            texts.append(part.text)
            position += 1
    told, title = mark_secondary(claims, story), frozenset(find_content(ParsedText(article.title or ""), story))
    words = title.union(*[find_content(part.text, story) for part in document.body()])
    return Analysis(imprint.outlet, tuple(sentences), told, words, find_leads(told, texts, title, story))


def _read_sentence(context: ArticleContext, part: Part) -> tuple[Clause, ...]:
    if opens_earlier_report(part.text):
        context.forget_day()
    context.sentence += 1
    context.learn_titles(part.start, part.text)
    clauses = []
    for clause in read_clauses(context, part.start, part.text):
        clauses.append(clause)
        clause.leave_behind()
    return tuple(clauses)


def _describe(context: ArticleContext, part: Part, clauses: tuple[Clause, ...]) -> Sentence:
    """Return a body sentence with what was read off it and its clauses."""
    span = context.span(part.start, part.end)
    whole = len(clauses) == 1 and clauses[0].span == span
    return Sentence(
        span,
        part.role,
        topics=find_topics(part.text, context.story),
        opinion=any(clause.opinion for clause in clauses),
        speaker=next((clause.speaker.name for clause in clauses if clause.speaker), None),
        dates=clauses[0].dates if whole else find_dates(part.text, span.article, span.start, context.anchor),
        figures=tuple(figure for clause in clauses for figure in clause.figures),
    )


def _date_statements(claims: list[Claim], sentence: Sentence, context: ArticleContext) -> None:
    """Date the statements before «جاء ذلك في كلمة ألقاها الثلاثاء» by its day, and its speaker's that follow."""
    day = next((mention.when for mention in sentence.dates if mention.when.precision is Precision.DAY), None)
    if day is None or not claims:
        return
    speaker = claims[-1].speaker
    if speaker:
        context.said_on.setdefault(speaker, day)
    for index in range(len(claims) - 1, -1, -1):
        claim = claims[index]
        if claim.speaker != speaker or claim.when != EventDate() or claim.kind is not Kind.STATEMENT:
            break
        claims[index] = replace(claim, when=day)
