"""Plan the corrections of an update: for all who saw it, each as a reply to the message that showed it."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.model.values import DeliveryKind, DeliveryState
from storage.schema.news import CorrectionRow
from storage.schema.outbox import DeliveryRow, EditionRow
from storage.schema.readers import SubscriberRow
from storage.schema.statements import as_literals, insert_new, lock_corrections, new_delivery
from storage.subscribers.seen import find_sets_with

_AT_ONCE = 500


async def correct(session: AsyncSession, story: str, wrong: int, right: int | None, now: datetime) -> int:
    """Record that an update was wrong, plan corrections for all who saw it, and return how many they are.

    :param wrong: a sequence; ``right`` is the sequence of the update in its place, if there is one.
    """
    row = CorrectionRow(story=story, wrong=wrong, right=right, created_at=now)
    session.add(row)
    await session.flush()
    await lock_corrections(session, story, planning=True)
    told = await _list_editions_with(session, story, wrong)
    latest = (
        select(DeliveryRow.subscriber_id, func.max(DeliveryRow.id).label("id"))
        .where(DeliveryRow.edition_id.in_(told), DeliveryRow.state == DeliveryState.SENT)
        .group_by(DeliveryRow.subscriber_id)
        .subquery()
    )
    columns = as_literals(DeliveryRow, new_delivery(story, DeliveryKind.CORRECTION, now, correction_id=row.id))
    planned = 0
    holders = await find_sets_with(session, story, wrong)
    for start in range(0, len(holders), _AT_ONCE):
        readers = (
            select(SubscriberRow.id, DeliveryRow.message_id, *columns.values())
            .outerjoin(latest, latest.c.subscriber_id == SubscriberRow.id)
            .outerjoin(DeliveryRow, DeliveryRow.id == latest.c.id)
            .where(SubscriberRow.seen_set_id.in_(holders[start : start + _AT_ONCE]))
        )
        new = insert_new(session, DeliveryRow).from_select(["subscriber_id", "reply_to", *columns], readers)
        planned += len((await session.scalars(new.returning(DeliveryRow.id))).all())
    return planned


async def _list_editions_with(session: AsyncSession, story: str, sequence: int) -> list[int]:
    rows = await session.execute(select(EditionRow.id, EditionRow.shows).where(EditionRow.story == story))
    return [edition_id for edition_id, shows in rows if sequence in shows]
