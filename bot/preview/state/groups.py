"""Groups, forums and channels: adding the bot, members and roles, upgrading a group, samples to try."""

from typing import Any

from bot.preview.protocol import BOT_ID, Chat, Content, Kind, MemberStatus, Message, Role, bad_request
from bot.preview.state.permissions import check_member, show_bot, show_member
from bot.preview.state.world import World

SAMPLE_GROUP = "نقاش الأخبار"
SAMPLE_CHANNEL = "قناة الأخبار"
SAMPLE_TOPICS = ("كازاخستان", "أحاديث عامة")
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
    """Add a group or channel with the bot as a member; in a channel the bot is an administrator.

    :param by: the person who adds the bot, and is the creator. Without it the chat has no creator.
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
    """Open a topic of a forum; return its thread id."""
    chat = world.find_chat(chat_id)
    if chat.topics is None:
        raise bad_request("the chat is not a forum")
    thread = world.new_id()
    chat.topics[thread] = name
    world.tell("chat", chat=world.show_chat(chat))
    return thread


def migrate(world: World, chat_id: int) -> Chat:
    """Upgrade a group to a supergroup with another id and the same people; tell the bot in both."""
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


def set_role(world: World, chat_id: int, person: int, role: Role) -> None:
    """Set a person's role in a group or channel; a former creator becomes a member."""
    chat = world.find_chat(chat_id)
    if chat.kind is Kind.PRIVATE or person not in world.chats:
        raise bad_request("people have roles in groups and channels")
    if role is Role.CREATOR:
        for other, held in chat.members.items():
            if held is Role.CREATOR:
                chat.members[other] = Role.MEMBER
    chat.members[person] = role
    world.tell("chat", chat=world.show_chat(chat))


def find_member(world: World, chat_id: int | str, user_id: int) -> dict[str, Any]:
    """Return the Bot API's ChatMember. Raises ``ApiError`` for an unknown person, or if the bot is no member."""
    chat = world.find_chat(chat_id)
    check_member(chat)
    if user_id <= 0:
        raise bad_request("invalid user_id specified")
    if user_id == BOT_ID:
        return show_bot(world.bot, chat.status)
    person = world.chats.get(user_id)
    if person is None or (chat.kind is Kind.PRIVATE and person is not chat):
        raise bad_request("member not found")
    return show_member(person.person, _find_role(chat, user_id))


def list_administrators(world: World, chat_id: int | str) -> list[dict[str, Any]]:
    """Return the ChatMembers who run a group or channel, with the bot if it is an administrator."""
    chat = world.find_chat(chat_id)
    check_member(chat)
    if chat.kind is Kind.PRIVATE:
        raise bad_request("there are no administrators in the private chat")
    running = [each for each in chat.members.items() if each[1] in {Role.CREATOR, Role.ADMINISTRATOR}]
    shown = [show_member(world.find_person(person), role) for person, role in running]
    return shown + ([show_bot(world.bot, chat.status)] if chat.status is MemberStatus.ADMINISTRATOR else [])


def _find_role(chat: Chat, person: int) -> Role:
    return Role.MEMBER if chat.kind is Kind.PRIVATE else chat.members.get(person, Role.LEFT)


def add_sample_group(world: World) -> Chat:
    """Add a forum with two topics and two people, of whom one is the creator."""
    first, second = _people(world)[:2]
    group = add_group(world, _title(world, SAMPLE_GROUP), Kind.SUPERGROUP, forum=True, by=first)
    set_role(world, group.id, second, Role.MEMBER)
    for name in SAMPLE_TOPICS:
        open_topic(world, group.id, name)
    return group


def add_sample_channel(world: World) -> Chat:
    """Add a channel with a creator and a reader."""
    first, second = _people(world)[:2]
    channel = add_group(world, _title(world, SAMPLE_CHANNEL), Kind.CHANNEL, by=first)
    set_role(world, channel.id, second, Role.MEMBER)
    return channel


def _people(world: World) -> list[int]:
    return [chat.id for chat in world.chats.values() if chat.kind is Kind.PRIVATE]


def _title(world: World, title: str) -> str:
    count = sum(chat.name.startswith(title) for chat in world.chats.values())
    return f"{title} {count + 1}" if count else title
