"""The bot's profile: its name, descriptions and menus."""

from typing import Any

BOT_ID = 2022
BOT_NAME = "موجز"
BOT_USERNAME = "mujaz_preview_bot"

# The author that Telegram shows for administrators who write in the name of their group.
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


class Profile:
    """The bot's texts and menus, by language ("" for all other languages)."""

    def __init__(self) -> None:
        self.texts: dict[tuple[str, str], str] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}  # by scope and language

    @property
    def user(self) -> dict[str, Any]:
        """Return the bot as the Bot API's User."""
        return {"id": BOT_ID, "is_bot": True, "first_name": self._read("name") or BOT_NAME, "username": BOT_USERNAME}

    def show(self) -> dict[str, Any]:
        """Return the bot's id, names and description as an Arabic reader sees them."""
        named = {"id": BOT_ID, "username": BOT_USERNAME}
        return {**named, "name": self.user["first_name"], "description": self._read("description")}

    def list_commands(self, chat_id: int) -> list[dict[str, str]]:
        """Return the commands in this chat's menu: those of the narrowest scope and language that has any."""
        for scope in (f"chat:{chat_id}", "all_private_chats" if chat_id > 0 else "all_group_chats", "default"):
            for language in ("ar", ""):
                if commands := self.commands.get((scope, language)):
                    return commands
        return []

    def _read(self, name: str) -> str:
        return self.texts.get((name, "ar")) or self.texts.get((name, ""), "")
