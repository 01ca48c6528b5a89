"""The wire under imaplib: one deadline over each command, whatever the pieces its answer comes in.

imaplib waits for each piece, so a server that sends a byte now and then holds it for ever.
"""

import contextlib
import imaplib
import select
import socket
import ssl
import time
from typing import Any

#: Bytes a second of the slowest line worth waiting for (128 kbit/s): each byte buys its command so much more time.
SLOWEST_LINE = 16_000
#: No answer of an honest server is longer; a line is imaplib's own limit.
LONGEST_LITERAL = 1 << 30
LONGEST_LINE = 1_000_000
_PIECE = 1 << 18


class Imap4(imaplib.IMAP4):
    """imaplib's client with a deadline over each command, and a buffer whose state can be asked.

    The buffer matters in IDLE: a notification that came in the same packet as the answer to IDLE is in the
    buffer, and the socket stays silent.
    """

    def __init__(self, host: str, port: int, context: ssl.SSLContext | None, timeout: float) -> None:
        self._context = context
        self._timeout = timeout
        self._buffer = bytearray()
        self._buffered_from: socket.socket | None = None
        self.allow()
        super().__init__(host, port, timeout)

    def allow(self, seconds: float | None = None) -> None:
        """Start the clock of a command: so many seconds, or the account's timeout."""
        self._deadline = time.monotonic() + (self._timeout if seconds is None else seconds)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        sock = socket.create_connection((self.host, self.port), timeout or self._timeout)
        # Without it an APPEND waits 40 ms for a delayed ACK.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        if self._context is None:
            return sock
        try:
            return self._context.wrap_socket(sock, server_hostname=self.host)
        except BaseException:
            sock.close()
            raise

    def _wait(self) -> None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("deadline of the command")
        self.sock.settimeout(left)

    def _mine(self) -> bytearray:
        """The buffer; empty when the socket has changed: what came before STARTTLS is not to be believed."""
        if self._buffered_from is not self.sock:
            self._buffer.clear()
            self._buffered_from = self.sock
        return self._buffer

    def _receive(self, at_most: int) -> bytes:
        self._wait()
        piece = self.sock.recv(at_most)
        self._deadline += len(piece) / SLOWEST_LINE
        return piece

    def read(self, size: int) -> bytes:
        """Exactly ``size`` bytes; ``abort`` where the connection ends before."""
        if size > LONGEST_LITERAL:
            raise self.abort(f"literal of {size} bytes")
        buffer = self._mine()
        out = bytes(buffer[:size])
        del buffer[:size]
        if len(out) == size:
            return out
        pieces, missing = [out], size - len(out)
        while missing:
            piece = self._receive(min(missing, _PIECE))
            if not piece:
                raise self.abort("EOF in a literal")
            pieces.append(piece)
            missing -= len(piece)
        return b"".join(pieces)

    def readline(self) -> bytes:
        """One line with its CR LF, or what there was when the connection ended."""
        buffer = self._mine()
        searched = 0
        while (end := buffer.find(b"\n", searched)) < 0:
            searched = len(buffer)
            if searched > LONGEST_LINE:
                raise self.abort("endless line")
            piece = self._receive(1 << 16)
            if not piece:
                end = searched - 1
                break
            buffer += piece
        line = bytes(buffer[: end + 1])
        del buffer[: end + 1]
        return line

    def send(self, data: Any) -> None:
        self._deadline += len(data) / SLOWEST_LINE
        self._wait()
        self.sock.sendall(data)

    def readable(self, seconds: float) -> bool:
        """Whether something can be read within so many seconds; nothing is read."""
        if self._mine() or (isinstance(self.sock, ssl.SSLSocket) and self.sock.pending()):
            return True
        poller = select.poll()
        poller.register(self.sock.fileno(), select.POLLIN)
        return bool(poller.poll(seconds * 1000))

    def interrupt(self) -> None:
        """From another thread: end whatever this one waits for. TLS's own shutdown is not thread-safe."""
        with contextlib.suppress(OSError):
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)
