"""Compose a story from its articles and from what is kept of earlier readings."""

from collections.abc import Iterable

from bot.core.container import Compose, Composed
from briefings.composition.composer import Composer
from briefings.extraction.extract import Engine
from briefings.extraction.extracts import Extracts
from briefings.model import Article, Kept
from briefings.story import Story


def make_compose(engine: Engine) -> Compose:
    """Return a function that composes a story, with articles read by this engine."""

    def compose(story: Story, articles: Iterable[Article], kept: Iterable[Kept] = ()) -> Composed:
        extracts = Extracts(story, engine, kept, keeps=True)
        composer = Composer(story, extracts)
        composer.add(articles)
        return Composed(composer.make_briefing(), extracts.take_new())

    return compose


def make_further_compose(story: Story) -> Compose:
    """Return a function that composes one story, and each time goes on from the articles that it has."""
    composer = Composer(story)

    def compose(_story: Story, articles: Iterable[Article], _kept: Iterable[Kept] = ()) -> Composed:
        composer.add(articles)
        return Composed(composer.make_briefing())

    return compose
