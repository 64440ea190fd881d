"""Messages that the bot sends, and its answers to a pressed button."""

from typing import Any

from bot.preview.methods.table import Table
from bot.preview.protocol.contents import Content
from bot.preview.protocol.faults import bad_request
from bot.preview.protocol.parameters import MAX_CAPTION, Parameters
from bot.preview.protocol.rich import read_rich
from bot.preview.state.files import describe_file, take_document, take_photo
from bot.preview.state.sending import answer_press, send, show_action
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
    return send(world, given.place(), content, given.markup())


@METHODS.add("sendPhoto")
async def _send_photo(world: World, given: Parameters) -> Any:
    photo = take_photo(world, given, "photo")
    caption = given.formatted("caption", limit=MAX_CAPTION, may_be_empty=True)
    return send(world, given.place(), Content(caption, photo=photo), given.markup())


@METHODS.add("sendDocument")
async def _send_document(world: World, given: Parameters) -> Any:
    document = take_document(world, given, "document")
    caption = given.formatted("caption", limit=MAX_CAPTION, may_be_empty=True)
    return send(world, given.place(), Content(caption, document=document), given.markup())


@METHODS.add("sendRichMessage")
async def _send_rich_message(world: World, given: Parameters) -> Any:
    content = read_rich(given.json("rich_message", "rich message"))
    return send(world, given.place(), content, given.markup())


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
