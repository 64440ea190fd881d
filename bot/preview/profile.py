"""What the bot says of itself: its name, its description, its menus."""

from typing import Any

BOT_ID = 2022
BOT_NAME = "موجز"
BOT_USERNAME = "mujaz_preview_bot"


class Profile:
    """The bot's own texts and menus, by language ("": all others)."""

    def __init__(self) -> None:
        self.texts: dict[tuple[str, str], str] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}  # by scope and language

    @property
    def user(self) -> dict[str, Any]:
        """The bot as the Bot API's User."""
        return {"id": BOT_ID, "is_bot": True, "first_name": self._read("name") or BOT_NAME, "username": BOT_USERNAME}

    def show(self) -> dict[str, str]:
        """The bot's name and description as an Arabic reader sees them."""
        return {"name": self.user["first_name"], "description": self._read("description")}

    def list_commands(self, chat_id: int) -> list[dict[str, str]]:
        """The commands that this person's menu shows: the narrowest scope and language that has any."""
        for scope in (f"chat:{chat_id}", "all_private_chats", "default"):
            for language in ("ar", ""):
                if commands := self.commands.get((scope, language)):
                    return commands
        return []

    def _read(self, name: str) -> str:
        return self.texts.get((name, "ar")) or self.texts.get((name, ""), "")
