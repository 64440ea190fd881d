"""A server that accepts every message and stores none: ``python -m benchmarks.sink`` prints its port.

It costs as little as Python allows, so that the sender is measured. ``GET /count`` returns how many messages it got
since the last such request; ``GET /last`` returns the body of the last one.
"""

import asyncio
import json
import re
from typing import cast

_LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
_BOT = {"id": 42, "is_bot": True, "first_name": "موجز", "username": "mujaz_bot"}
_SENT = (
    b'{"ok":true,"result":{"message_id":%d,"date":1641546000,'
    b'"chat":{"id":1001,"type":"private","first_name":"x"},"text":"x"}}'
)


class Sink:
    """The messages that the server got."""

    def __init__(self) -> None:
        self.total = 0
        self.counted = 0
        self.last = b""

    def answer(self, line: bytes, body: bytes) -> bytes:
        """Return the body of the answer to a request."""
        if b"/sendMessage" in line:
            self.total += 1
            self.last = body
            return _SENT % self.total
        if b"/getMe" in line:
            return json.dumps({"ok": True, "result": _BOT}).encode()
        if b"/last" in line:
            return self.last
        if b"/count" in line:
            since, self.counted = self.counted, self.total
            return str(self.total - since).encode()
        return b'{"ok":true,"result":true}'


class Connection(asyncio.Protocol):
    """A connection: requests in, answers out, in order."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end]
            length = _LENGTH.search(head)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._buffer) < whole:
                return
            body, self._buffer = self._buffer[end + 4 : whole], self._buffer[whole:]
            answer = self._sink.answer(head.partition(b"\r\n")[0], body)
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
                % (len(answer), answer)
            )


async def main() -> None:
    """Serve on any free port of the loopback until killed."""
    sink = Sink()
    server = await asyncio.get_running_loop().create_server(lambda: Connection(sink), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
