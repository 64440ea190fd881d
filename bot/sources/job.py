"""The rounds of the running bot: the leading process visits the sources that are due, each minute."""

from datetime import timedelta

from bot.core.container import Services
from bot.delivery.jobs import Job
from bot.sources.health import tell_health
from bot.sources.rounds.lease import BusyError
from bot.sources.rounds.run import run_round
from bot.telegram.rate_limiter import Bot


async def run_visits(services: Services, bot: Bot) -> None:
    """Visit the sources that are due, if this process leads, and tell the operators which fail or work again."""
    state = services.sender_state
    if not state.leads or state.closing:
        return
    try:
        reports = await run_round(services)
    except BusyError:  # «mujaz fetch»
        return
    if any(report.on_story for report in reports):
        state.due.set()
    await tell_health(services, bot)


VISITS = Job("visits to sources", timedelta(minutes=1), run_visits, first_wait=30.0)
