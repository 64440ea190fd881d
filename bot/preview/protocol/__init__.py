"""The Bot API's values and rules: what a request may hold, and the words of a refusal. Imports nothing of ours.

This is the front door: the rest of the preview imports from here.
"""

from bot.preview.protocol.chats import ANYBODY, Accepted, Chat, Kind, MemberStatus, Message, Role, Sender
from bot.preview.protocol.contents import Content, Document, Location, Photo
from bot.preview.protocol.entities import FormattedText, finish
from bot.preview.protocol.faults import (
    Accidents,
    ApiError,
    Fate,
    Faults,
    PreviewError,
    bad_request,
    conflict,
    forbidden,
    not_found,
    unauthorized,
)
from bot.preview.protocol.keyboards import read_inline_keyboard
from bot.preview.protocol.parameters import MAX_CAPTION, MAX_TEXT, Parameters, Target, Upload, as_texts
from bot.preview.protocol.profile import ANONYMOUS, BOT_ID, BOT_USERNAME, Profile
from bot.preview.protocol.rich import read_rich

__all__ = [
    "ANONYMOUS",
    "ANYBODY",
    "BOT_ID",
    "BOT_USERNAME",
    "MAX_CAPTION",
    "MAX_TEXT",
    "Accepted",
    "Accidents",
    "ApiError",
    "Chat",
    "Content",
    "Document",
    "Fate",
    "Faults",
    "FormattedText",
    "Kind",
    "Location",
    "MemberStatus",
    "Message",
    "Parameters",
    "Photo",
    "PreviewError",
    "Profile",
    "Role",
    "Sender",
    "Target",
    "Upload",
    "as_texts",
    "bad_request",
    "conflict",
    "finish",
    "forbidden",
    "not_found",
    "read_inline_keyboard",
    "read_rich",
    "unauthorized",
]
