"""Tell operators which sources fail for long, once, and which work again, once."""

from datetime import timedelta

from bot.core.container import Services
from bot.delivery.operator_alerts import tell_operators
from bot.telegram.rate_limiter import Bot
from bot.views.operators import report_sources
from storage.sources.registry import list_to_tell, mark_told


async def tell_health(services: Services, bot: Bot) -> None:
    """Tell the operators in one message what changed. If nobody is reached, they are told later."""
    now = services.clock()
    async with services.database.read() as session:
        changed = await list_to_tell(session, now - timedelta(hours=services.settings.source_alert_hours))
    works = [source for source in changed if source.told_at]
    fails = [source for source in changed if not source.told_at]
    text = report_sources(fails, works, now, services.settings.timezone)
    if not changed or not await tell_operators(services, bot, text):
        return
    async with services.database.begin() as session:
        await mark_told(session, [source.id for source in fails], now)
        await mark_told(session, [source.id for source in works], None)
