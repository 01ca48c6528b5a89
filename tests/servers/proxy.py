"""A TCP proxy on loopback that misbehaves after so many bytes, in either direction.

with Proxy(server.port) as proxy:
    proxy.fault = Fault("down", after=120, how="cut")      # for connections from now on
    ... connect to proxy.port ...
"""

import socket
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, Self

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens once ``after`` bytes went ``up`` (to the server) or ``down`` (to the client).

    ``cut``: both ends get a reset; ``close``: both see an orderly end; ``stall``: silence, the connection stays;
    ``drip``: from there on a byte each ``seconds``; ``delay``: ``seconds`` of silence once.
    """

    direction: Literal["up", "down"]
    after: int
    how: Literal["cut", "close", "stall", "drip", "delay"]
    seconds: float = 0.2


class Proxy:
    """Forwards ``port`` to ``target``; counts the bytes of all connections in ``up`` and ``down``."""

    def __init__(self, target: int, *, fault: Fault | None = None) -> None:
        self._target = target
        self.fault = fault
        self.up = 0
        self.down = 0
        self.connections = 0
        self._open: set[socket.socket] = set()
        self._closing = threading.Event()
        self._listener = socket.create_server((HOST, 0))
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._closing.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def cut(self) -> None:
        """Reset every connection there is."""
        for one in list(self._open):
            _reset(one)
        self._open.clear()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection((HOST, self._target), 5)
            except OSError:
                _reset(client)
                continue
            server.settimeout(None)
            self.connections += 1
            for one in (client, server):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._open.add(one)
            fault = self.fault
            for direction, source, sink in (("up", client, server), ("down", server, client)):
                mine = fault if fault and fault.direction == direction else None
                threading.Thread(target=self._pump, args=(direction, source, sink, mine), daemon=True).start()

    def _pump(self, direction: str, source: socket.socket, sink: socket.socket, fault: Fault | None) -> None:
        left = fault.after if fault else -1
        with suppress(OSError):
            while True:
                if fault and left == 0:
                    if not self._misbehave(fault, direction, source, sink):
                        return
                    fault = None
                    continue
                data = source.recv(min(left, 65536) if fault else 65536)
                if not data:
                    break
                left -= len(data)
                self._pass(direction, sink, data)
        for one in (source, sink):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _pass(self, direction: str, sink: socket.socket, data: bytes) -> None:
        # Counted before it is sent: who has it may ask at once.
        if direction == "up":
            self.up += len(data)
        else:
            self.down += len(data)
        sink.sendall(data)

    def _misbehave(self, fault: Fault, direction: str, source: socket.socket, sink: socket.socket) -> bool:
        """Whether the connection goes on after it."""
        match fault.how:
            case "cut":
                _reset(source)
                _reset(sink)
                return False
            case "close":
                for one in (source, sink):
                    with suppress(OSError):
                        one.shutdown(socket.SHUT_RDWR)
                return False
            case "stall":
                self._closing.wait()
                return False
            case "delay":
                self._closing.wait(fault.seconds)
                return True
            case "drip":
                while not self._closing.is_set() and (data := source.recv(4096)):
                    for byte in data:
                        self._pass(direction, sink, bytes([byte]))
                        if self._closing.wait(fault.seconds):
                            break
                return False


def _reset(one: socket.socket) -> None:
    """RST in place of FIN, and whoever waits on it wakes."""
    with suppress(OSError):
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with suppress(OSError):
        one.shutdown(socket.SHUT_RD)
    with suppress(OSError):
        one.close()
