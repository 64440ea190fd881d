"""What could not be recorded at once: outcomes that the database refused, or that came while it was away."""

import logging
from collections.abc import Sequence

from bot.core.container import Services
from storage.engine.database import DatabaseError
from storage.model.values import DeliveryState, Outcome
from storage.outbox import claims, deliveries

_LOGGER = logging.getLogger(__name__)


async def catch_up(services: Services) -> None:
    """Record what was sent, and release what was claimed and not sent, before the database failed.

    :raises DatabaseError: if the database is still in trouble; other errors of its driver are raised as they are.
    """
    sender_state, story = services.sender_state, services.story.name
    try:
        await _record(services, sender_state.unrecorded)
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001 - one outcome must not keep the others back
        _LOGGER.warning("Outcomes cannot be recorded together (%s); recording each by itself", type(error).__name__)
        while sender_state.unrecorded:
            await _record_alone(services, sender_state.unrecorded[0])
            del sender_state.unrecorded[0]
    sender_state.unrecorded.clear()
    async with services.database.begin() as session:
        await claims.release_claims(session, story, sender_state.holder, services.clock())


async def _record_alone(services: Services, outcome: Outcome) -> None:
    """Record one outcome; if the database refuses it, the delivery is uncertain, and is never repeated."""
    try:
        await _record(services, [outcome])
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever the driver says of the values
        _LOGGER.warning("The outcome of delivery %d cannot be recorded: %s", outcome.delivery.id, type(error).__name__)
        reason = "its outcome could not be recorded"
        unsure = Outcome(outcome.delivery, DeliveryState.UNCERTAIN, error=reason)
        await _record(services, [unsure])


async def _record(services: Services, outcomes: Sequence[Outcome]) -> None:
    async with services.database.begin() as session:
        await deliveries.record(session, services.story.name, outcomes, services.clock())
