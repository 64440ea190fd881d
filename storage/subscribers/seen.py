"""Sets of seen sequences, each written once for all subscribers who have seen exactly these.

A set never changes. A subscriber who sees more moves on to another set, together with all who see the same. So the
memory of a million readers is a number in each row, and what is new is found once per set instead of once per reader.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256

from sqlalchemy import BindParameter, ColumnElement, bindparam, case, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.model.interval_set import IntervalSet
from storage.model.values import Edition
from storage.schema.readers import SeenSetRow, SubscriberRow
from storage.schema.statements import upsert

NOTHING = IntervalSet()

_AT_ONCE = 500


async def load_seen(session: AsyncSession, set_ids: Iterable[int | None]) -> dict[int | None, IntervalSet]:
    """Return the sequences in each of these sets."""
    seen: dict[int | None, IntervalSet] = {None: NOTHING}
    wanted = sorted({set_id for set_id in set_ids if set_id is not None})
    for start in range(0, len(wanted), _AT_ONCE):
        some = SeenSetRow.id.in_(wanted[start : start + _AT_ONCE])
        rows = await session.execute(select(SeenSetRow.id, SeenSetRow.ranges).where(some))
        seen |= {set_id: IntervalSet.read(ranges) for set_id, ranges in rows}
    return seen


async def find_sets_with(session: AsyncSession, story: str, sequence: int) -> list[int]:
    """Return the sets that hold this sequence."""
    rows = await session.execute(select(SeenSetRow.id, SeenSetRow.ranges).where(SeenSetRow.story == story))
    return [set_id for set_id, ranges in rows if sequence in IntervalSet.read(ranges)]


async def add_seen(session: AsyncSession, story: str, shown: Mapping[int, Edition], now: datetime) -> list[int]:
    """Record the edition that each subscriber (by id) got: what it shows is seen, what it offers is offered.

    Return the subscribers who still exist: one may have been erased while the message was on its way.
    """
    if not shown:
        return []
    # In order, so that two transactions never wait for each other in a circle. With key_share, because a new delivery
    # refers to these subscribers.
    held = select(SubscriberRow.id, SubscriberRow.seen_set_id).where(SubscriberRow.id.in_(shown))
    rows = (await session.execute(held.order_by(SubscriberRow.id).with_for_update(key_share=True))).all()
    seen = await load_seen(session, {set_id for _, set_id in rows})
    after = {reader: seen[set_id] | shown[reader].shows for reader, set_id in rows}
    set_ids = await save_sets(session, story, after.values(), now)
    moved = [
        {"key": reader, "set_id": set_ids[has], "offered": shown[reader].offers_up_to or 0}
        for reader, has in after.items()
    ]
    if moved:
        values = {"seen_set_id": bindparam("set_id"), "offered_up_to": raised_offer(bindparam("offered"))}
        move = update(SubscriberRow.__table__).where(SubscriberRow.id == bindparam("key"))  # type: ignore[arg-type]
        await (await session.connection()).execute(move.values(values), moved)
    return list(after)


async def save_sets(
    session: AsyncSession, story: str, sets: Iterable[IntervalSet], now: datetime
) -> dict[IntervalSet, int | None]:
    """Return the ids of these sets; sets that do not exist are added."""
    wanted = {str(each): each for each in {*sets} - {NOTHING}}
    rows = [
        {
            "story": story,
            "fingerprint": sha256(ranges.encode()).hexdigest(),
            "ranges": ranges,
            "touched_at": now,
        }
        for ranges in sorted(wanted)  # in order, as in add_seen
    ]
    ids: dict[IntervalSet, int | None] = {NOTHING: None}
    if rows:
        # A touched set is not deleted before a subscriber holds it.
        saved = upsert(session, SeenSetRow, keys=("story", "fingerprint"), changes=("touched_at",))
        returned = await session.execute(saved.returning(SeenSetRow.ranges, SeenSetRow.id), rows)
        ids |= {wanted[ranges]: set_id for ranges, set_id in returned}
    return ids


def raised_offer(sequence: int | BindParameter[int]) -> ColumnElement[int]:
    """Return ``offered_up_to`` raised to this sequence; the column is never lowered."""
    return case((SubscriberRow.offered_up_to < sequence, sequence), else_=SubscriberRow.offered_up_to)
