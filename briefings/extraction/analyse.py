"""Article → sentences and claims. Pure, one article at a time."""

from dataclasses import dataclass, replace

from briefings.dates import Anchor, find_dates
from briefings.extraction.article_context import Page
from briefings.extraction.claims import Clause, read_clauses
from briefings.extraction.salience import mark_minor
from briefings.model import Article, Claim, EventDate, Kind, Precision, Role, Sentence, Span
from briefings.parsing.clauses import is_context, opens_earlier_report
from briefings.parsing.misprints import find_misprints
from briefings.parsing.roles import Part, split_article
from briefings.parsing.topics import find_topics
from briefings.story import Story


@dataclass(frozen=True, slots=True)
class Analysis:
    """What one article says."""

    sentences: tuple[Sentence, ...]
    claims: tuple[Claim, ...]


def analyse(article: Article, story: Story) -> Analysis:
    """Read an article. If its day can be found, :mod:`briefings.extraction.publication_date` has set it before."""
    parts, imprint = split_article(article, story)
    body = ((part.start, article.text[part.start : part.end]) for part in parts if part.role is Role.BODY)
    page = Page(article, story, imprint, find_anchor(article, story), find_misprints(body))
    sentences: list[Sentence] = []
    claims: list[Claim] = []
    position = 0
    for part in parts:
        span = page.span(part.start, part.end)
        if part.role is not Role.BODY:
            sentences.append(Sentence(span, part.role))
        elif is_context(span.text):
            page.learn_titles(part.start, part.end)
            sentences.append(_describe(page, part, ()))
            _date_statements(claims, sentences[-1], page)
        else:
            clauses = _read_sentence(page, span)
            sentences.append(_describe(page, part, clauses))
            claims += [clause.make_claim(position) for clause in clauses if clause.tells()]
            position += 1
    return Analysis(tuple(sentences), mark_minor(claims, story))


def find_anchor(article: Article, story: Story) -> Anchor:
    """From where an article's relative dates are counted; without its day, the story's year, if it has only one."""
    if article.published_on:
        return Anchor(article.published_on)
    if story.begins and story.ends and story.begins.year == story.ends.year:
        return Anchor(None, story.begins.year)
    return Anchor()


def _read_sentence(page: Page, span: Span) -> tuple[Clause, ...]:
    if opens_earlier_report(span.text):
        page.forget_day()
    page.learn_titles(span.start, span.end)
    clauses = []
    for clause in read_clauses(page, span):
        clauses.append(clause)
        clause.leave_behind()
    return tuple(clauses)


def _describe(page: Page, part: Part, clauses: tuple[Clause, ...]) -> Sentence:
    """A body sentence with what was read off it and its clauses."""
    span = page.span(part.start, part.end)
    whole = len(clauses) == 1 and clauses[0].span == span
    return Sentence(
        span,
        part.role,
        topics=find_topics(span.text, page.story),
        opinion=any(clause.opinion for clause in clauses),
        speaker=next((clause.speaker.name for clause in clauses if clause.speaker), None),
        dates=clauses[0].dates if whole else find_dates(span.text, span.article, span.start, page.anchor),
        figures=tuple(figure for clause in clauses for figure in clause.figures),
    )


def _date_statements(claims: list[Claim], context: Sentence, page: Page) -> None:
    """«جاء ذلك في كلمة ألقاها الثلاثاء» dates the statements before it, and its speaker's that follow."""
    day = next((mention.when for mention in context.dates if mention.when.precision is Precision.DAY), None)
    if day is None or not claims:
        return
    speaker = claims[-1].speaker
    if speaker:
        page.said_on.setdefault(speaker, day)
    for index in range(len(claims) - 1, -1, -1):
        claim = claims[index]
        if claim.speaker != speaker or claim.when != EventDate() or claim.kind is not Kind.STATEMENT:
            break
        claims[index] = replace(claim, when=day)
