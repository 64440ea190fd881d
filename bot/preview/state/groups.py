"""Groups, forums and channels: the bot is added, and a group may move to another id."""

from bot.preview.protocol.chats import Chat, Kind, MemberStatus, Message, Role
from bot.preview.protocol.contents import Content
from bot.preview.protocol.faults import bad_request
from bot.preview.state.world import World

_FIRST_GROUP = -5000
_FIRST_SUPERGROUP = -1_001_000_000_000  # and channels


def add_group(
    world: World,
    title: str,
    kind: Kind = Kind.GROUP,
    *,
    username: str | None = None,
    forum: bool = False,
    by: int | None = None,
) -> Chat:
    """A group or channel, to which one of the people adds the bot: as administrator, where it is a channel.

    :param by: who adds it, and is the creator; where nobody in particular does, it has none.
    """
    if kind is Kind.PRIVATE or (forum and kind is not Kind.SUPERGROUP):
        raise bad_request("only a supergroup has topics, and nobody adds a bot to a private chat")
    first = _FIRST_GROUP if kind is Kind.GROUP else _FIRST_SUPERGROUP
    chat = Chat(
        first - len(world.chats), title, kind, MemberStatus.LEFT, username=username, topics={} if forum else None
    )
    if by is not None:
        chat.members[by] = Role.CREATOR
    world.chats[chat.id] = chat
    world.tell("chat", chat=world.show_chat(chat))
    world.set_status(chat.id, MemberStatus.ADMINISTRATOR if kind is Kind.CHANNEL else MemberStatus.MEMBER, by=by)
    return chat


def open_topic(world: World, chat_id: int, name: str) -> int:
    """A new topic of a forum; gives its thread id."""
    chat = world.find_chat(chat_id)
    if chat.topics is None:
        raise bad_request("the chat is not a forum")
    thread = world.new_id()
    chat.topics[thread] = name
    world.tell("chat", chat=world.show_chat(chat))
    return thread


def migrate(world: World, chat_id: int) -> Chat:
    """A group becomes a supergroup: another id, the same people; the bot is told in both."""
    old = world.find_chat(chat_id)
    if old.kind is not Kind.GROUP or old.migrated_to is not None:
        raise bad_request("only a group can be upgraded, and once")
    new = Chat(_FIRST_SUPERGROUP - len(world.chats), old.name, Kind.SUPERGROUP, old.status, members=dict(old.members))
    world.chats[new.id] = new
    old.migrated_to = new.id
    world.tell("chat", chat=world.show_chat(new))
    for chat, words in ((old, {"migrate_to_chat_id": new.id}), (new, {"migrate_from_chat_id": old.id})):
        notice = Message(world.new_id(), from_bot=False, date=world.now(), content=Content())
        shown = world.show(chat, notice)
        del shown["text"]
        world.updates.put("message", shown | words)
    return new
