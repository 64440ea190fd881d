"""Messages to the operators about the installation. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.trouble import Notice
from bot.rendering import Template, render, say_moment
from storage.model.sources import NewsSource, SourceState

_NAMED = 10  # sources of one message


class TroubleNotice(Template):
    notice: Notice


class SourcesNotice(Template):
    failing: Sequence[tuple[NewsSource, str]]  # each with the moment since when
    gone: Sequence[NewsSource]
    works: Sequence[NewsSource]
    rest: int


def report_trouble(notice: Notice) -> str:
    """Tell the operators that a trouble lasts, or that it is over."""
    return render(TroubleNotice(notice))


def report_sources(fails: Sequence[NewsSource], works: Sequence[NewsSource], now: datetime, zone: str) -> str:
    """Tell the operators which sources fail for long, which are gone, and which work again."""
    gone = [source for source in fails if source.state is SourceState.GONE]
    failing = [source for source in fails if source.state is not SourceState.GONE]
    since = [(each, say_moment(each.failing_since or now, now, zone)) for each in failing[:_NAMED]]
    rest = sum(max(0, len(each) - _NAMED) for each in (failing, gone, works))
    return render(SourcesNotice(since, gone[:_NAMED], works[:_NAMED], rest))
