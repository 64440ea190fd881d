"""The ledger against what the server accepted: every reader accounted for, nothing twice, lost or invented."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from bot.preview.state.world import World
from storage.engine.database import Database, Session
from storage.model.values import DeliveryKind, DeliveryState, Subscriber
from storage.schema.news import UpdateRow
from storage.schema.outbox import DeliveryRow
from storage.schema.readers import SubscriberRow
from storage.subscribers.accounts import load_subscribers
from storage.subscribers.seen import load_seen
from tests.factories import STORY

_TITLE = "موجز كازاخستان"  # only digests begin with it
_MAY_HAVE_ARRIVED = {DeliveryState.SENT, DeliveryState.UNCERTAIN, DeliveryState.SENDING}


@dataclass(frozen=True, slots=True)
class Account:
    """How many readers there are, and how many digests have which state."""

    readers: int
    states: Counter[DeliveryState]
    accepted: int  # digests that the server accepted
    uncertain: tuple[int, ...]  # chats whose digest may have arrived
    uncertain_accepted: int  # how many of these digests arrived

    @property
    def at_rest(self) -> bool:
        """Return whether every digest is planned, and none is pending or being sent."""
        waiting = self.states[DeliveryState.PENDING] + self.states[DeliveryState.SENDING]
        return self.states.total() == self.readers and not waiting


async def count_states(database: Database) -> Counter[DeliveryState]:
    """Count the digests by state."""
    async with database.begin() as session:
        states = await session.scalars(select(DeliveryRow.state).where(DeliveryRow.kind == DeliveryKind.DIGEST))
        return Counter(states)


async def check_ledger(database: Database, world: World, chats: Collection[int]) -> Account:
    """Compare the two; an ``AssertionError`` says what does not hold, and for which chat."""
    async with database.begin() as session:
        readers = await load_subscribers(session, SubscriberRow.story == STORY, SubscriberRow.chat_id.in_(chats))
        seen = await load_seen(session, {reader.seen_set_id for reader in readers})
        texts = {row.sequence: row.text for row in await session.scalars(select(UpdateRow))}
        digests = await _load_digests(session, {reader.id: reader.chat_id for reader in readers})
    accepted = _list_accepted(world)
    assert {reader.chat_id for reader in readers} == set(chats)
    twice = [chat_id for chat_id, messages in accepted.items() if _count_digests(messages) > 1]
    assert not twice, f"a digest came twice to {twice}"
    for reader in readers:
        messages = accepted.get(reader.chat_id, {})
        shown = {sequence for sequence, text in texts.items() if any(text in message for message in messages.values())}
        _check_reader(reader, seen[reader.seen_set_id], messages, shown, digests.get(reader.chat_id))
    states = Counter(digest.state for digest in digests.values())
    came = {chat_id for chat_id in chats if _count_digests(accepted.get(chat_id, {}))}
    uncertain = sorted(chat_id for chat_id in digests if digests[chat_id].state is DeliveryState.UNCERTAIN)
    return Account(len(chats), states, len(came), tuple(uncertain), len(came.intersection(uncertain)))


def _check_reader(
    reader: Subscriber,
    seen: Collection[int],
    messages: Mapping[int, str],
    shown: set[int],
    digest: DeliveryRow | None,
) -> None:
    who = f"chat {reader.chat_id}"
    made_up = set(seen) - shown
    assert not made_up, f"{who}: the ledger says that {made_up} are seen, and the server never accepted them"
    if digest is None:
        assert not messages, f"{who}: a message came, and no digest is planned"
        return
    if digest.state is DeliveryState.SENT:
        assert digest.message_id in messages, f"{who}: the ledger knows a message that the server never accepted"
        assert set(seen) == shown, f"{who}: {shown} were delivered for sure, and {seen} are seen"
    else:
        assert not reader.offered_up_to, f"{who}: what was not surely told counts as offered"
    if _count_digests(messages):
        assert digest.state in _MAY_HAVE_ARRIVED, f"{who}: a digest came, and the ledger says {digest.state}"


async def _load_digests(session: Session, chat_of: Mapping[int, int]) -> dict[int, DeliveryRow]:
    rows = (await session.scalars(select(DeliveryRow).where(DeliveryRow.kind == DeliveryKind.DIGEST))).all()
    digests = {chat_of[row.subscriber_id]: row for row in rows}
    assert len(digests) == len(rows), "somebody has two digests in the ledger"
    return digests


def _list_accepted(world: World) -> dict[int, dict[int, str]]:
    """Return the accepted messages by chat and id."""
    accepted: dict[int, dict[int, str]] = {}
    for message in world.accepted:
        accepted.setdefault(message.chat_id, {})[message.message_id] = message.text
    return accepted


def _count_digests(messages: Mapping[int, str]) -> int:
    return sum(_TITLE in text for text in messages.values())
