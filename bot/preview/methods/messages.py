"""The methods for messages: send, edit and delete them, and answer queries."""

from dataclasses import replace
from typing import Any

from bot.preview.methods.table import Table
from bot.preview.protocol import MAX_CAPTION, Content, Parameters, bad_request, read_rich
from bot.preview.state.files import describe_file, take_document, take_photo
from bot.preview.state.inline import answer_inline, read_answer
from bot.preview.state.sending import answer_press, delete, edit, send, show_action
from bot.preview.state.world import World

MAX_CALLBACK_TEXT = 200
_ACTIONS = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker "
    "find_location record_video_note upload_video_note".split()
)

METHODS = Table()


@METHODS.add("sendMessage")
async def _send_message(world: World, given: Parameters) -> Any:
    content = Content(given.formatted("text"))
    return send(world, given.target(), content, given.markup())


@METHODS.add("sendPhoto")
async def _send_photo(world: World, given: Parameters) -> Any:
    photo = take_photo(world, given, "photo")
    caption = given.formatted("caption", limit=MAX_CAPTION, may_be_empty=True)
    return send(world, given.target(), Content(caption, photo=photo), given.markup())


@METHODS.add("sendDocument")
async def _send_document(world: World, given: Parameters) -> Any:
    document = take_document(world, given, "document")
    caption = given.formatted("caption", limit=MAX_CAPTION, may_be_empty=True)
    return send(world, given.target(), Content(caption, document=document), given.markup())


@METHODS.add("sendRichMessage")
async def _send_rich_message(world: World, given: Parameters) -> Any:
    content = read_rich(given.json("rich_message", "rich message"))
    return send(world, given.target(), content, given.markup())


@METHODS.add("answerCallbackQuery")
async def _answer_callback_query(world: World, given: Parameters) -> Any:
    text = given.text("text")
    if len(text) > MAX_CALLBACK_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    answer_press(world, given.text("callback_query_id"), text, alert=given.flag("show_alert"), url=given.text("url"))
    return True


@METHODS.add("sendChatAction")
async def _send_chat_action(world: World, given: Parameters) -> Any:
    if given.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    show_action(world, given.chat_id(), given.text("action"))
    return True


@METHODS.add("getFile")
async def _get_file(world: World, given: Parameters) -> Any:
    return describe_file(world, given.text("file_id"))


@METHODS.add("editMessageText")
async def _edit_message_text(world: World, given: Parameters) -> Any:
    # A server without rich messages ignores this parameter.
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


@METHODS.add("answerInlineQuery")
async def _answer_inline_query(world: World, given: Parameters) -> Any:
    answer_inline(world, given.text("inline_query_id"), read_answer(given))
    return True


def _read_media(world: World, media: Parameters) -> Content:
    caption = media.formatted("caption", limit=MAX_CAPTION, may_be_empty=True)
    match media.text("type"):
        case "photo":
            return Content(caption, photo=take_photo(world, media, "media"))
        case "document":
            return Content(caption, document=take_document(world, media, "media"))
    raise bad_request("can't parse InputMedia: type must be photo or document in the preview")
