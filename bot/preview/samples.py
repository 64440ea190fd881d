"""A group and a channel to try the bot in, as the page adds them."""

from bot.preview.protocol.chats import Chat, Kind, Role
from bot.preview.state.groups import add_group, open_topic
from bot.preview.state.members import set_role
from bot.preview.state.world import World

GROUP = "نقاش الأخبار"
CHANNEL = "قناة الأخبار"
TOPICS = ("كازاخستان", "أحاديث عامة")


def add_sample_group(world: World) -> Chat:
    """A forum with two topics and two people, of whom one is its creator."""
    first, second = _people(world)[:2]
    group = add_group(world, _title(world, GROUP), Kind.SUPERGROUP, forum=True, by=first)
    set_role(world, group.id, second, Role.MEMBER)
    for name in TOPICS:
        open_topic(world, group.id, name)
    return group


def add_sample_channel(world: World) -> Chat:
    """A channel whose creator is one of the people; another one reads it."""
    first, second = _people(world)[:2]
    channel = add_group(world, _title(world, CHANNEL), Kind.CHANNEL, by=first)
    set_role(world, channel.id, second, Role.MEMBER)
    return channel


def _people(world: World) -> list[int]:
    return [chat.id for chat in world.chats.values() if chat.kind is Kind.PRIVATE]


def _title(world: World, title: str) -> str:
    count = sum(chat.name.startswith(title) for chat in world.chats.values())
    return f"{title} {count + 1}" if count else title
