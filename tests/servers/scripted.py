"""A server that says what a test wrote down, for answers that no real one gives.

    with Scripted(script) as server: ... connect to server.port ...

``script`` is called with each connection's reader and writer (files of bytes).
"""

import re
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from io import BufferedIOBase
from typing import Self

HOST = "127.0.0.1"
Script = Callable[[BufferedIOBase, BufferedIOBase], None]


class Scripted:
    """On a free loopback port until the ``with`` ends."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._listener = socket.create_server((HOST, 0))
        self._open: list[socket.socket] = []
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_exc: object) -> None:
        for one in (self._listener, *self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _address = self._listener.accept()
                self._open.append(connection)
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with suppress(OSError, ValueError), connection, connection.makefile("rwb", buffering=0) as raw:
            self._script(raw, raw)  # type: ignore[arg-type]


def imap_script(
    answers: dict[str, str],
    *,
    greeting: str = "* OK ready",
    fetch: Callable[[str], str] | None = None,
    heard: list[str] | None = None,
) -> Script:
    """IMAP by a table: a command (``FETCH`` also for ``UID FETCH``) and all that is answered to it.

    ``{tag}`` is the command's tag, at ``DONE`` that of the IDLE. Lines end in CR LF by themselves. Without an entry
    the answer is a plain OK. An empty answer is silence; after ``{open}`` the last line is left without its end,
    after ``{cut}`` the connection is ended. ``fetch`` gives the answer to each line that asks for a FETCH.
    Lines that came are put in ``heard``.
    """
    usual = {
        "CAPABILITY": "* CAPABILITY IMAP4rev1 IDLE MOVE UIDPLUS\n{tag} OK",
        "LIST": '* LIST (\\Noselect) "/" ""\n{tag} OK',
        "SELECT": "* 1 EXISTS\n* OK [UIDVALIDITY 7]\n* OK [UIDNEXT 6]\n{tag} OK [READ-WRITE]",
        "SEARCH": "* SEARCH 5\n{tag} OK",
        "LOGOUT": "* BYE\n{tag} OK\n{cut}",
        "IDLE": "+ idling",
        "DONE": "{tag} OK",
    }
    table = usual | answers

    def talk(reader: BufferedIOBase, writer: BufferedIOBase) -> None:
        def say(text: str) -> bool:
            words = text.replace("{cut}", "").replace("{open}", "")
            ended = "" if words != text or not words else "\n"
            writer.write((words + ended).replace("\n", "\r\n").encode("latin-1"))
            return "{cut}" in text

        over = say(greeting)
        idle_tag = ""
        while not over and (line := reader.readline()):
            tag, command, *rest = [*line.decode("latin-1").upper().split(), ""]
            if heard is not None:
                heard.append(line.decode("latin-1"))
            if tag == "DONE":
                tag, command = idle_tag, tag
            elif command == "IDLE":
                idle_tag = tag
            elif command == "UID":
                command = rest[0]
            answer = fetch(line.decode()) if fetch and command == "FETCH" else table.get(command, "{tag} OK")
            answer = re.sub(r"^\{tag\} OK$", "{tag} OK done", answer, flags=re.MULTILINE)
            over = say(answer.replace("{tag}", tag))

    return talk
