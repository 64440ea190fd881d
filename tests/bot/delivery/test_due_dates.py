"""Each local date has one digest and none is missed, with any choices of readers, clock changes and outages."""

import asyncio
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.app import build_application, build_visit_tools
from bot.composing.compose import make_compose
from bot.core.container import Services
from bot.core.settings import Settings
from bot.delivery.jobs import run_tick
from bot.delivery.planner import decide_digest
from bot.domain import preferences
from bot.domain.chat import Place
from bot.domain.preferences import Choice, is_paused
from bot.domain.schedule import due_after, due_on, end_of_quiet, local_date, next_due
from bot.rendering.wording import say_date
from bot.services import subscriptions
from bot.telegram.rate_limiter import Limiter, Rates
from briefings.extraction.analyse import read_here
from briefings.story import load_story
from storage.engine.database import Database
from storage.model.values import Subscriber
from storage.news.updates import save_updates
from tests.bot.fakes import Clock, FakeTelegram
from tests.bot.news import READER
from tests.factories import make_update

ZONES = (
    "Asia/Riyadh",
    "Africa/Cairo",
    "Asia/Beirut",
    "Africa/Casablanca",
    "Europe/Istanbul",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Pacific/Honolulu",
)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
HOURS = st.builds(time, st.integers(0, 23), st.sampled_from((0, 1, 30, 59)))
# Near the days on which clocks change, and around the date that Apia skipped.
BEGINS = st.sampled_from(
    [
        datetime(2011, 12, 28, tzinfo=UTC),
        datetime(2014, 3, 30, tzinfo=UTC),
        datetime(2016, 9, 6, tzinfo=UTC),
        datetime(2026, 2, 14, tzinfo=UTC),
        datetime(2026, 3, 28, tzinfo=UTC),
        datetime(2026, 4, 4, tzinfo=UTC),
        datetime(2026, 4, 23, tzinfo=UTC),
        datetime(2026, 10, 29, tzinfo=UTC),
    ]
)
Event = tuple[str, Any]
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("run"), st.integers(1, 4000)),  # minutes
        st.tuples(st.just("outage"), st.integers(1, 6000)),
        st.tuples(st.just("hour"), HOURS),
        st.tuples(st.just("zone"), st.sampled_from(ZONES)),
        st.tuples(
            st.just("quiet"),
            st.one_of(st.just((None, None)), st.tuples(HOURS, HOURS).filter(lambda span: span[0] != span[1])),
        ),
        st.tuples(st.just("pause"), st.integers(1, 4)),
        st.tuples(st.just("resume"), st.none()),
    ),
    max_size=14,
)
CHOICES: dict[str, Any] = {
    "hour": preferences.choose_hour,
    "zone": preferences.choose_zone,
    "quiet": lambda span: preferences.choose_quiet(*span),
    "pause": preferences.pause,
    "resume": lambda _: preferences.resume,
}


def find_choice(event: Event) -> Choice:
    kind, value = event
    choice: Choice = CHOICES[kind](value)
    return choice


@dataclass
class Life:
    """A reader, with news at every moment: the minute tick as arithmetic."""

    now: datetime
    reader: Subscriber
    sent: list[tuple[date, datetime]] = field(default_factory=list)
    undisturbed: bool = True  # nothing was chosen, and no outage, since the last digest
    waiting: bool = False  # for the end of the quiet hours
    paused_until: datetime | None = None  # also when it is over

    @classmethod
    def begin(cls, now: datetime, hour: time, zone: str) -> "Life":
        """Subscribe a reader."""
        due = next_due(now, hour, zone)
        before = local_date(due, zone) - DAY
        return cls(now, replace(READER, zone=zone, digest_time=hour, next_due_at=due, digested_on=before))

    def live(self, event: Event) -> None:
        """Let something happen."""
        kind, value = event
        if kind == "run":
            self.run(self.now + value * MINUTE)
            return
        self.undisturbed = False
        if kind == "outage":
            self.now += value * MINUTE
            self.run(self.now)  # the bot is back
        else:
            changes: dict[str, Any] = {**find_choice(event)(self.reader, self.now)}
            self.waiting = self.waiting and "next_due_at" not in changes
            if kind == "resume" and is_paused(self.reader, self.now):
                self.paused_until = None
            self.reader = replace(self.reader, **changes)
            self.paused_until = self.reader.paused_until or self.paused_until

    def run(self, until: datetime) -> None:
        """Tick at every minute at which the reader is due."""
        for _ in self.ticks(until):
            reader = self.reader
            day, due = decide_digest(reader, self.now)
            assert due > self.now
            if day is None:
                quiet = end_of_quiet(self.now, reader.quiet_from, reader.quiet_to, reader.zone)
                assert quiet is not None
                assert due == min(quiet, next_due(self.now, reader.digest_time, reader.zone))
            else:
                self.check_digest(day)
                self.sent.append((day, self.now))
                self.undisturbed = True
            self.waiting = day is None
            self.reader = replace(reader, next_due_at=due, digested_on=day or reader.digested_on)

    def ticks(self, until: datetime) -> Iterator[None]:
        while (due := self.reader.next_due_at) is not None and due <= until:
            self.now = max(self.now, due)
            yield
        self.now = until

    def check_digest(self, day: date) -> None:
        """Check that the digest is of a date without one, and at the chosen hour unless something came between."""
        reader, now = self.reader, self.now
        assert all(day > earlier for earlier, _ in self.sent)
        assert day > reader.digested_on
        assert day in {local_date(now, reader.zone), local_date(now, reader.zone) - DAY}
        assert not is_paused(reader, now)
        if self.undisturbed:
            assert now == due_on(day, reader.digest_time, reader.zone)

    def check_nothing_is_missed(self) -> None:
        """Check that the next digest is that of the first date without one whose hour is still to come."""
        reader, now = self.reader, self.now
        due = reader.next_due_at
        assert due is not None
        if is_paused(reader, now):
            assert reader.paused_until is not None
            first = next_due(reader.paused_until, reader.digest_time, reader.zone)
            assert due == max(first, due_after(reader.digested_on, reader.digest_time, reader.zone))
            return
        coming = next_due(now, reader.digest_time, reader.zone)
        assert due <= max(coming, due_after(reader.digested_on, reader.digest_time, reader.zone))
        today = local_date(now, reader.zone)
        hour_today = due_on(today, reader.digest_time, reader.zone)
        was_paused = self.paused_until is not None and hour_today <= self.paused_until
        if reader.digested_on < today and hour_today <= now and not (self.waiting or was_paused):
            # Today's hour is past, and today had none: at once, or today at the hour that it had.
            assert due <= now or local_date(due, reader.zone) == today


@settings(max_examples=400, deadline=None)
@given(BEGINS, st.integers(0, 5 * 24 * 60), HOURS, st.sampled_from(ZONES), EVENTS)
def test_one_digest_per_local_date_and_none_missed(
    begin: datetime, offset: int, hour: time, zone: str, events: list[Event]
) -> None:
    life = Life.begin(begin + offset * MINUTE, hour, zone)
    for event in events:
        life.live(event)
        life.check_nothing_is_missed()


@settings(max_examples=200, deadline=None)
@given(BEGINS, st.integers(0, 5 * 24 * 60), HOURS, st.sampled_from(ZONES), st.integers(1, 20_000))
def test_after_an_outage_there_is_one_catch_up(begin: datetime, offset: int, hour: time, zone: str, out: int) -> None:
    life = Life.begin(begin + offset * MINUTE, hour, zone)
    life.live(("run", 2 * 24 * 60))
    before, due = len(life.sent), life.reader.next_due_at
    assert due is not None
    life.live(("outage", out))
    assert len(life.sent) - before == (due <= life.now)  # one, where any was due, and at once
    back = life.now
    life.live(("run", 3 * 24 * 60))
    later = [moment for _, moment in life.sent[before:] if moment > back]
    assert all(moment == due_on(day, hour, zone) for day, moment in life.sent[before:] if moment > back)
    # Within three days three hours pass, of which one may have been told in advance; or a date is skipped.
    assert 2 - (zone == "Pacific/Apia") <= len(later) <= 3


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BEGINS, st.integers(0, 5 * 24 * 60), HOURS, st.sampled_from(ZONES), EVENTS)
@example(
    datetime(2011, 12, 28, tzinfo=UTC), 0, time(8), "Pacific/Apia",
    [("run", 3000), ("pause", 1), ("zone", "Pacific/Honolulu"), ("outage", 3000), ("run", 4000)],
)  # fmt: skip
def test_the_bot_does_what_the_arithmetic_says(
    begin: datetime, offset: int, hour: time, zone: str, events: list[Event]
) -> None:
    life = Life.begin(begin + offset * MINUTE, hour, zone)
    for event in events:
        life.live(event)
    with tempfile.TemporaryDirectory() as folder:
        told = asyncio.run(live_it(f"sqlite:///{folder}/mujaz.db", begin + offset * MINUTE, hour, zone, events))
    moments = [(say_date(day, "EEEE d MMMM y"), moment) for day, moment in life.sent]
    assert told == moments


async def live_it(url: str, begin: datetime, hour: time, zone: str, events: list[Event]) -> list[tuple[str, datetime]]:
    """Run the same life with the real tick and storage; return the digests' dates and moments."""
    settings_ = Settings(
        _env_file=None,  # type: ignore[call-arg]  # of pydantic-settings
        telegram_bot_token=SecretStr("42:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"),
        timezone=zone,
        digest_time=hour,
    )
    clock, telegram, place = Clock(begin), FakeTelegram(), Place(1001)
    limiter = Limiter(Rates(0, 0, 0), clock=lambda: clock().timestamp(), sleep=clock.sleep)
    services = Services(
        settings_,
        load_story("kazakhstan-2022"),
        Database(url),
        clock,
        make_compose(read_here),
        build_visit_tools(settings_, clock),
        limiter,
    )
    told: list[tuple[str, datetime]] = []
    news = 0

    async def tick() -> None:
        nonlocal news
        news += 1  # something new at every tick
        updates = [make_update(f"u{number}", text=f"خبر {number}.") for number in range(news)]
        async with services.database.begin() as session:
            await save_updates(session, services.story.name, updates, clock())
        before = len(telegram.sent)
        await run_tick(services, app.bot)
        told.extend((call.text.partition("</b> · ")[2].partition("\n")[0], clock()) for call in telegram.sent[before:])

    async def run(until: datetime) -> None:
        while (due := (await find()).next_due_at) is not None and due <= until:
            clock.now = max(clock.now, due)
            await tick()
        clock.now = until

    async def find() -> Subscriber:
        reader = await subscriptions.find_reader(services, place)
        assert reader
        return reader

    await services.database.migrate()
    app = build_application(services, telegram)
    async with app:
        await subscriptions.start(services, place)
        for kind, value in events:
            if kind == "run":
                await run(clock.now + value * MINUTE)
            elif kind == "outage":
                clock.now += value * MINUTE
                await run(clock.now)
            else:
                await subscriptions.choose(services, place, find_choice((kind, value)))
    await services.database.close()
    return told
