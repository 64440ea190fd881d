"""What was read of a story's articles, so that none is read twice."""

from collections.abc import Iterable, Iterator, Sequence

from briefings.extraction.extract import DatedLine, Engine, Extract
from briefings.extraction.packing import make_key, pack, pack_lines, unpack, unpack_lines
from briefings.model import Article, Kept, Reading
from briefings.story import Story


class Extracts:
    """Reads the articles of a story; what is kept of an earlier reading by the same rules is not read again."""

    def __init__(self, story: Story, engine: Engine, kept: Iterable[Kept] = (), *, keeps: bool = False) -> None:
        """:param kept: of earlier readings; what is damaged, or was read by other rules, counts for nothing.

        :param keeps: what is read is to be kept: :meth:`take_new` will be called.
        """
        self._story = story
        self._engine = engine
        self._keeps = keeps
        self._kept = {(each.article, each.reading): each for each in kept}
        self._new: dict[tuple[str, Reading], tuple[Article, Extract | tuple[DatedLine, ...]]] = {}

    def read(self, articles: Sequence[Article]) -> Iterator[Extract]:
        """Yield what each of the articles says, in their order; those that are not kept go through the engine."""
        known = {article.id: extract for article in articles if (extract := self.find(article))}
        rest = [article for article in articles if article.id not in known]
        fresh = self._engine(self._story, rest)
        for article in articles:
            yield known.pop(article.id) if article.id in known else self.note(article, next(fresh))

    def find(self, article: Article) -> Extract | None:
        """Find what was read of an article before; None if it must be read."""
        body = self._find_body(article, Reading.CLAIMS)
        return unpack(body) if body else None

    def note(self, article: Article, extract: Extract) -> Extract:
        """Note what was read of an article, and return it."""
        if extract.holds and self._keeps:
            self._new[article.id, Reading.CLAIMS] = article, extract
        return extract

    def find_lines(self, article: Article) -> tuple[DatedLine, ...] | None:
        """Find the dated lines that were read of an article before; None if it must be read."""
        body = self._find_body(article, Reading.DAYS)
        return unpack_lines(body) if body else None

    def note_lines(self, article: Article, lines: tuple[DatedLine, ...]) -> None:
        """Note the dated lines of an article."""
        if self._keeps:
            self._new[article.id, Reading.DAYS] = article, lines

    def take_new(self) -> tuple[Kept, ...]:
        """Return what was read since the last call, to be kept."""
        new, self._new = self._new, {}
        return tuple(
            Kept(
                article.id,
                reading,
                make_key(article, self._story),
                pack(value) if isinstance(value, Extract) else pack_lines(value),
            )
            for (_, reading), (article, value) in new.items()
        )

    def let_go(self) -> None:
        """Let go what was kept: from here on articles are new."""
        self._kept = {}

    def _find_body(self, article: Article, reading: Reading) -> bytes | None:
        kept = self._kept.get((article.id, reading))
        return kept.body if kept and kept.key == make_key(article, self._story) else None
