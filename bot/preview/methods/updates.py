"""How the bot gets its updates."""

from typing import Any

from bot.preview.methods.table import Table
from bot.preview.protocol.faults import bad_request
from bot.preview.protocol.parameters import Parameters
from bot.preview.state.updates import MAX_LIMIT
from bot.preview.state.world import World

METHODS = Table()


@METHODS.add("getUpdates")
async def _get_updates(world: World, given: Parameters) -> Any:
    allowed = given.json("allowed_updates", "allowed updates")
    return await world.updates.poll(
        given.integer("offset"),
        given.integer("limit", MAX_LIMIT),
        given.integer("timeout"),
        [str(kind) for kind in allowed] if isinstance(allowed, list) else None,
    )


@METHODS.add("setWebhook")
async def _set_webhook(world: World, given: Parameters) -> Any:
    if given.text("url"):
        raise bad_request("bad webhook: the preview only knows polling")
    return await _delete_webhook(world, given)


@METHODS.add("deleteWebhook")
async def _delete_webhook(world: World, given: Parameters) -> Any:
    if given.flag("drop_pending_updates"):
        world.updates.drop_all()
    return True


@METHODS.add("getWebhookInfo")
async def _get_webhook_info(world: World, _: Parameters) -> Any:
    return {"url": "", "has_custom_certificate": False, "pending_update_count": len(world.updates)}
