"""Updates that a person retracts or amends: their readers get a correction, as a reply to the message they got."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.model.values import Correction, DeliveryKind, Edition
from storage.news.correcting import correct
from storage.news.rows import to_stored
from storage.schema.news import CorrectionRow, UpdateRow
from storage.schema.outbox import DeliveryRow
from storage.schema.statements import insert_new, lock_corrections, lock_story, new_delivery


class NoSuchUpdateError(Exception):
    """There is no such update, or it was retracted already."""


async def retract(session: AsyncSession, story: str, sequence: int, now: datetime) -> int:
    """Retract an update, plan corrections for all who saw it, and return how many they are.

    :raises NoSuchUpdateError: if there is no such current update.
    """
    story_row = await lock_story(session, story)
    row = await _find_current(session, story, sequence)
    story_row.version += 1
    row.retracted_at, row.version = now, story_row.version
    return await correct(session, story, sequence, None, now)


async def amend(session: AsyncSession, story: str, sequence: int, text: str, now: datetime) -> int:
    """Replace the text of an update, plan corrections for all who saw the old text, and return how many they are.

    The new text is news to everybody else.

    :raises NoSuchUpdateError: if there is no such current update.
    """
    story_row = await lock_story(session, story)
    row = await _find_current(session, story, sequence)
    story_row.last_sequence += 1
    story_row.version += 1
    right = story_row.last_sequence
    row.version = story_row.version
    columns = {column.key: getattr(row, column.key) for column in UpdateRow.__table__.c}
    columns |= {"sequence": right, "uid": f"{row.uid}@{right}", "text": text, "fixed": True, "recorded_at": now}
    session.add(UpdateRow(**columns))
    row.retracted_at = now
    return await correct(session, story, sequence, right, now)


async def load_corrections(session: AsyncSession, ids: Collection[int]) -> dict[int, Correction]:
    """Load corrections by id. If the right text was corrected, too, the correction has the current text."""
    rows = (await session.scalars(select(CorrectionRow).where(CorrectionRow.id.in_(ids)))).all()
    corrections = {}
    for row in rows:
        wrong = await session.get_one(UpdateRow, (row.story, row.wrong))
        right = await _find_right(session, row)
        corrections[row.id] = Correction(row.id, to_stored(wrong), to_stored(right) if right else None)
    return corrections


async def load_told_at(
    session: AsyncSession, messages: Collection[tuple[int, int | None]]
) -> dict[tuple[int, int], datetime]:
    """Return when messages, given as (subscriber, message), were sent; deleted records are left out."""
    readers = {reader for reader, message in messages if message is not None}
    sent = select(DeliveryRow.subscriber_id, DeliveryRow.message_id, func.max(DeliveryRow.settled_at)).where(
        DeliveryRow.subscriber_id.in_(readers),
        DeliveryRow.message_id.in_({message for _, message in messages if message is not None}),
    )
    rows = await session.execute(sent.group_by(DeliveryRow.subscriber_id, DeliveryRow.message_id))
    return {(reader, message): moment for reader, message, moment in rows if message and moment}


async def plan_for_late_readers(
    session: AsyncSession,
    story: str,
    shown: Mapping[int, Edition],
    messages: Mapping[int, int | None],
    now: datetime,
) -> None:
    """Plan corrections for subscribers who were told an update that was corrected while the message was on its way.

    :param shown: by subscriber.
    :param messages: by subscriber: the id of the message.
    """
    sequences = {sequence for edition in {*shown.values()} for sequence in edition.shows}
    if not sequences:
        return
    await lock_corrections(session, story, planning=False)
    wrong = select(CorrectionRow.id, CorrectionRow.wrong).where(
        CorrectionRow.story == story, CorrectionRow.wrong.in_(sequences)
    )
    for correction_id, sequence in (await session.execute(wrong)).all():
        delivery = new_delivery(story, DeliveryKind.CORRECTION, now, correction_id=correction_id)
        rows = [
            {**delivery, "subscriber_id": reader, "reply_to": messages[reader]}
            for reader, edition in shown.items()
            if sequence in edition.shows
        ]
        await session.execute(insert_new(session, DeliveryRow), rows)


async def _find_right(session: AsyncSession, correction: CorrectionRow) -> UpdateRow | None:
    last: CorrectionRow | None = correction
    while last and last.right is not None:
        update = await session.get_one(UpdateRow, (last.story, last.right))
        if update.retracted_at is None:
            return update
        later = select(CorrectionRow).where(CorrectionRow.story == last.story, CorrectionRow.wrong == last.right)
        last = await session.scalar(later)
    return None


async def _find_current(session: AsyncSession, story: str, sequence: int) -> UpdateRow:
    row = await session.get(UpdateRow, (story, sequence))
    if row is None or row.withdrawn_at or row.retracted_at:
        raise NoSuchUpdateError(str(sequence))
    return row
