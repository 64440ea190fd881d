"""Which new updates are backlog: old already when they are stored, beside later news. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from briefings.model import TopicUpdate
from storage.model.values import Source

_FRESH_FOR = timedelta(days=2)


def find_backlog(added: Sequence[TopicUpdate], sources: Iterable[Source]) -> set[str]:
    """Return the ids of the updates that are backlog.

    The day of an update is the day on which an article first told it. An update is backlog if its day lies more than
    two days before that of the newest article, and if later news is stored with it. So old articles make nothing
    unread when they come with newer ones. One old article that comes late, by itself, is news.

    :param sources: all articles of the story.
    """
    published = {source.article: source.published_on for source in sources if source.published_on}
    days = {update.id: day for update in added if (day := _find_day(update, published))}
    if not days:
        return set()
    latest = max(days.values())
    fresh_from = max(published.values()) - _FRESH_FOR
    return {uid for uid, day in days.items() if day < fresh_from and day < latest}


def _find_day(update: TopicUpdate, published: Mapping[str, date]) -> date | None:
    return min((published[span.article] for span in update.sources if span.article in published), default=None)
