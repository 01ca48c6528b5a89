"""The least that one text-PDF mail costs in Python on this machine: what ``bench.whole`` is measured against.

The same bytes fetched in batches, MIME taken apart with the standard library's plain policy, words with boxes from
PDFium with two native calls a word, and one durable transaction with the raw message and a row of each kind. Nothing is
understood. Written apart from the program on purpose: its tricks must not make the floor sink with it.
"""

import ctypes
import email
import re
import socket
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as native
from imapclient import IMAPClient

_BATCH = 50
_WORD = re.compile(r"[^\s\x00\ufffe]+")
_SCHEMA = """
create table raw (id integer primary key, octets blob) strict;
create table message (id integer primary key, message_id text, subject text, received text) strict;
create table document (id integer primary key, message integer references message, name text, words integer) strict;
create table outgoing (id integer primary key, message integer references message, recipient text, state text) strict;
"""


def run(port: int, user: str, password: str, database: Path) -> tuple[float, float]:
    """Every mail of the inbox, fetched and filed. Returns the milliseconds it took, from after the login: by the clock,
    and of processor time.
    """
    client = IMAPClient("127.0.0.1", port, ssl=False, timeout=60)
    client.login(user, password)
    client._imap.debug = 0  # else imaplib takes the repr of every literal
    client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    db = sqlite3.connect(database, isolation_level=None)
    db.execute("pragma journal_mode=wal")
    db.execute("pragma synchronous=full")
    db.executescript(_SCHEMA)
    began, used = time.perf_counter(), time.process_time()
    client.select_folder("INBOX", readonly=True)
    for raw in _fetched(client):
        _file(db, raw)
    spent = 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - used)
    db.close()
    client.logout()
    return spent


def _fetched(client: IMAPClient) -> Iterator[bytes]:
    uids = client.search("ALL")
    for start in range(0, len(uids), _BATCH):
        for item in client.fetch(uids[start : start + _BATCH], ["BODY.PEEK[]"]).values():
            yield item[b"BODY[]"]


def _file(db: sqlite3.Connection, raw: bytes) -> None:
    message = email.message_from_bytes(raw)
    documents = []
    for part in message.walk():
        if part.get_content_type() == "application/pdf":
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            documents.append((part.get_filename(), sum(len(words(page)) for page in _pages(content))))
    db.execute("begin immediate")
    key = db.execute("insert into raw (octets) values (?)", (raw,)).lastrowid
    row = (key, message["Message-ID"], message["Subject"], message["Date"])
    db.execute("insert into message values (?, ?, ?, ?)", row)
    for name, count in documents:
        db.execute("insert into document (message, name, words) values (?, ?, ?)", (key, name, count))
    db.execute("insert into outgoing (message, recipient, state) values (?, ?, 'queued')", (key, message["From"]))
    db.execute("commit")


def _pages(content: bytes) -> Iterator[pdfium.PdfPage]:
    pdf = pdfium.PdfDocument(content)
    try:
        for page in pdf:
            yield page
            page.close()
    finally:
        pdf.close()


def words(page: pdfium.PdfPage) -> list[tuple[str, float, float, float, float]]:
    """(text, x0, top, x1, bottom) of each word, in points from the top left of an upright page."""
    text_page = page.get_textpage()
    handle = text_page.raw
    count = native.FPDFText_CountChars(handle)
    buffer = (ctypes.c_ushort * (count + 1))()
    native.FPDFText_GetText(handle, 0, count, buffer)
    text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
    height = page.get_height()
    first, last = native.FS_RECTF(), native.FS_RECTF()
    at_first, at_last = ctypes.byref(first), ctypes.byref(last)
    box = native.FPDFText_GetLooseCharBox
    found = []
    for match in _WORD.finditer(text):
        box(handle, match.start(), at_first)
        box(handle, match.end() - 1, at_last)
        top, bottom = max(first.top, last.top), min(first.bottom, last.bottom)
        found.append((match.group(), first.left, height - top, last.right, height - bottom))
    text_page.close()
    return found
