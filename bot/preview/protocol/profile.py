"""What the bot says of itself: its name, its description, its menus."""

from typing import Any

BOT_ID = 2022
BOT_NAME = "موجز"
BOT_USERNAME = "mujaz_preview_bot"

# As whom Telegram shows administrators who write in the name of their group.
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


class Profile:
    """The bot's own texts and menus, by language ("": all others)."""

    def __init__(self) -> None:
        self.texts: dict[tuple[str, str], str] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}  # by scope and language

    @property
    def user(self) -> dict[str, Any]:
        """The bot as the Bot API's User."""
        return {"id": BOT_ID, "is_bot": True, "first_name": self._read("name") or BOT_NAME, "username": BOT_USERNAME}

    def show(self) -> dict[str, Any]:
        """Who the bot is, and its name and description as an Arabic reader sees them."""
        named = {"id": BOT_ID, "username": BOT_USERNAME}
        return {**named, "name": self.user["first_name"], "description": self._read("description")}

    def list_commands(self, chat_id: int) -> list[dict[str, str]]:
        """The commands that this chat's menu shows: the narrowest scope and language that has any."""
        for scope in (f"chat:{chat_id}", "all_private_chats" if chat_id > 0 else "all_group_chats", "default"):
            for language in ("ar", ""):
                if commands := self.commands.get((scope, language)):
                    return commands
        return []

    def _read(self, name: str) -> str:
        return self.texts.get((name, "ar")) or self.texts.get((name, ""), "")
