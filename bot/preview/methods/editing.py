"""Messages that the bot changes and takes away."""

from dataclasses import replace
from typing import Any

from bot.preview.methods.table import Table
from bot.preview.protocol.contents import Content
from bot.preview.protocol.faults import bad_request
from bot.preview.protocol.parameters import MAX_CAPTION, Parameters
from bot.preview.protocol.rich import read_rich
from bot.preview.state.files import take_document, take_photo
from bot.preview.state.sending import delete, edit
from bot.preview.state.world import World

METHODS = Table()


@METHODS.add("editMessageText")
async def _edit_message_text(world: World, given: Parameters) -> Any:
    # A server that has no rich messages does not look for this parameter.
    rich = None if "sendrichmessage" in world.missing else given.json("rich_message", "rich message")
    content = Content(given.formatted("text")) if rich is None else read_rich(rich)

    def change(old: Content) -> Content:
        if old.is_file or old.location is not None:
            raise bad_request("there is no text in the message to edit")
        return content

    return edit(world, given.chat_id(), given.integer("message_id"), change, given.inline_keyboard())


@METHODS.add("editMessageCaption")
async def _edit_message_caption(world: World, given: Parameters) -> Any:
    caption = given.formatted("caption", limit=MAX_CAPTION, may_be_empty=True)

    def change(old: Content) -> Content:
        if not old.is_file:
            raise bad_request("there is no caption in the message to edit")
        return replace(old, text=caption)

    return edit(world, given.chat_id(), given.integer("message_id"), change, given.inline_keyboard())


@METHODS.add("editMessageMedia")
async def _edit_message_media(world: World, given: Parameters) -> Any:
    media = given.json("media", "input media")
    if not isinstance(media, dict):
        raise bad_request("can't parse input media: expected an Object")
    content = _read_media(world, given.nested(media))
    return edit(world, given.chat_id(), given.integer("message_id"), lambda _: content, given.inline_keyboard())


@METHODS.add("editMessageReplyMarkup")
async def _edit_message_reply_markup(world: World, given: Parameters) -> Any:
    return edit(world, given.chat_id(), given.integer("message_id"), lambda old: old, given.inline_keyboard())


@METHODS.add("deleteMessage")
async def _delete_message(world: World, given: Parameters) -> Any:
    delete(world, given.chat_id(), given.integer("message_id"))
    return True


def _read_media(world: World, media: Parameters) -> Content:
    caption = media.formatted("caption", limit=MAX_CAPTION, may_be_empty=True)
    match media.text("type"):
        case "photo":
            return Content(caption, photo=take_photo(world, media, "media"))
        case "document":
            return Content(caption, document=take_document(world, media, "media"))
    raise bad_request("can't parse InputMedia: type must be photo or document in the preview")
