"""Compose a story from its articles and from what is kept of earlier readings."""

from collections.abc import Iterable
from threading import Lock

from bot.core.container import Compose, Composed
from briefings.composition.composer import Composer
from briefings.extraction.extract import Engine
from briefings.extraction.extracts import Extracts
from briefings.model import Article, Kept
from briefings.story import Story

MOST_HELD = 3_000  # articles of a story that is held between two compositions: more take too much memory


def make_compose(engine: Engine) -> Compose:
    """Return a function that composes a story, with articles read by this engine; see :class:`Composing`."""
    return Composing(engine)


def make_further_compose(story: Story) -> Compose:
    """Return a function that composes one story, and each time goes on from the articles that it has."""
    composer = Composer(story)

    def compose(_story: Story, articles: Iterable[Article], _kept: Iterable[Kept] = ()) -> Composed:
        composer.add(articles)
        return Composed(composer.make_briefing())

    return compose


class Composing:
    """Composes stories, and holds the last one, so that a few more articles cost what they bring.

    Adding articles gives what composing all of them at once gives (:class:`Composer`). If an article is gone, if one is
    set aside by a mistake of ours, or if another story is asked for, it is composed anew. May be called in several
    threads; one waits for the other.
    """

    def __init__(self, engine: Engine, most_held: int = MOST_HELD) -> None:
        """:param most_held: articles; a story that has more is not held."""
        self._engine = engine
        self._most_held = most_held
        self._lock = Lock()
        self._held: _Held | None = None

    def __call__(self, story: Story, articles: Iterable[Article], kept: Iterable[Kept] = ()) -> Composed:
        """Compose a story of these articles.

        :param kept: what was read of them before.
        """
        articles = list(articles)
        with self._lock:
            held, self._held = self._held, None  # if composing fails, the next call begins anew
            if held is None or held.story != story or not held.is_part_of(articles):
                held = _Held(story, self._engine, kept)
            composed = held.compose(articles)
            if len(articles) <= self._most_held and not held.has_mistakes:
                self._held = held
            return composed


class _Held:
    """A story that is composed, and the articles of which it is made."""

    def __init__(self, story: Story, engine: Engine, kept: Iterable[Kept]) -> None:
        self.story = story
        self._extracts = Extracts(story, engine, kept, keeps=True)
        self._composer = Composer(story, self._extracts)
        self._articles: dict[str, Article] = {}

    @property
    def has_mistakes(self) -> bool:
        """Return whether an article is set aside by a mistake of ours."""
        return self._composer.has_mistakes

    def is_part_of(self, articles: Iterable[Article]) -> bool:
        """Return whether articles are those of which it is made, as they were, and maybe more."""
        given = {article.id: article for article in articles}
        return all(given.get(article_id) == article for article_id, article in self._articles.items())

    def compose(self, articles: Iterable[Article]) -> Composed:
        """Add the articles that are new; return the briefing of all, and what was read for it."""
        new = [article for article in articles if article.id not in self._articles]
        self._composer.add(new)
        self._articles |= {article.id: article for article in new}
        composed = Composed(self._composer.make_briefing(), self._extracts.take_new())
        self._extracts.let_go()
        return composed
