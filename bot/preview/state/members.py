"""Who is in a group or channel, and as what; a member who only reads is none until somebody says so."""

from typing import Any

from bot.preview.protocol.chats import Chat, Kind, MemberStatus, Role
from bot.preview.protocol.faults import bad_request
from bot.preview.protocol.profile import BOT_ID
from bot.preview.state.permissions import check_member, show_bot, show_member
from bot.preview.state.world import World


def set_role(world: World, chat_id: int, person: int, role: Role) -> None:
    """From now on the person is that in a group or channel; whoever was its creator stays a member."""
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
    """The Bot API's ChatMember; ``ApiError`` for somebody whom nobody knows, and where the bot is not in."""
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
    """The ChatMembers who run a group or channel, and the bot where it is one of them."""
    chat = world.find_chat(chat_id)
    check_member(chat)
    if chat.kind is Kind.PRIVATE:
        raise bad_request("there are no administrators in the private chat")
    running = [each for each in chat.members.items() if each[1] in {Role.CREATOR, Role.ADMINISTRATOR}]
    shown = [show_member(world.find_person(person), role) for person, role in running]
    return shown + ([show_bot(world.bot, chat.status)] if chat.status is MemberStatus.ADMINISTRATOR else [])


def _find_role(chat: Chat, person: int) -> Role:
    return Role.MEMBER if chat.kind is Kind.PRIVATE else chat.members.get(person, Role.LEFT)
