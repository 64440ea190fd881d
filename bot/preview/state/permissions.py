"""What the bot may do in a chat, with Telegram's words of refusal, and members as the Bot API shows them."""

from typing import Any

from bot.preview.protocol import ApiError, Chat, Kind, MemberStatus, Role, bad_request, forbidden

# The rights of an administrator; the bot has only the right to post.
_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_post_messages",
)


def check_writable(chat: Chat) -> None:
    """Raise ``ApiError`` if Telegram would not let the bot write to a chat."""
    if (error := _find_refusal(chat)) is not None:
        raise error


def check_member(chat: Chat) -> None:
    """Raise ``ApiError`` if Telegram would not show the bot the members of a chat."""
    if chat.kind is not Kind.PRIVATE:
        refusal = _find_refusal(chat)
        if refusal is not None and refusal.code == 400 and refusal.parameters is None:
            raise bad_request("member list is inaccessible")
        if refusal is not None:
            raise refusal


def _find_refusal(chat: Chat) -> ApiError | None:
    if chat.migrated_to is not None:
        words = "Bad Request: group chat was upgraded to a supergroup chat"
        return ApiError(400, words, {"migrate_to_chat_id": chat.migrated_to})
    private = chat.kind is Kind.PRIVATE
    shut_out = {
        MemberStatus.DEACTIVATED: "user is deactivated",
        MemberStatus.KICKED: "bot was blocked by the user" if private else f"bot was kicked from the {chat.kind} chat",
        MemberStatus.LEFT: f"bot is not a member of the {chat.kind} chat",
    }
    if chat.status in shut_out:
        return forbidden(shut_out[chat.status])
    if private and not chat.opened:
        return forbidden("bot can't initiate conversation with a user")
    if chat.kind is Kind.CHANNEL and chat.status is not MemberStatus.ADMINISTRATOR:
        return bad_request("need administrator rights in the channel chat")
    return None


def show_bot(bot: dict[str, Any], status: MemberStatus) -> dict[str, Any]:
    """Return the bot as the Bot API's ChatMember."""
    member: dict[str, Any] = {"user": bot, "status": status.value}
    if status is MemberStatus.KICKED:
        member["until_date"] = 0
    if status is MemberStatus.ADMINISTRATOR:
        member |= dict.fromkeys(_RIGHTS, False) | {"can_post_messages": True}
    return member


def show_member(person: dict[str, Any], role: Role) -> dict[str, Any]:
    """Return a person as the Bot API's ChatMember; an administrator has all rights but anonymity."""
    member: dict[str, Any] = {"user": person, "status": role.value}
    if role is Role.CREATOR:
        member["is_anonymous"] = False
    if role is Role.ADMINISTRATOR:
        member |= dict.fromkeys(_RIGHTS, True) | {"can_be_edited": False, "is_anonymous": False}
    return member
