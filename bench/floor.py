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

#: A word with x0, top, x1, bottom in points; and left, top, right, bottom of a character in the PDF's own.
Placed = tuple[str, float, float, float, float]
Edges = tuple[float, float, float, float]
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


def words(page: pdfium.PdfPage) -> list[Placed]:
    """(text, x0, top, x1, bottom) of each word, in points from the top left of an upright page."""
    text_page = page.get_textpage()
    handle = text_page.raw
    text = _text(handle)
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


def _text(handle: object) -> str:
    count = native.FPDFText_CountChars(handle)
    buffer = (ctypes.c_ushort * (count + 1))()
    native.FPDFText_GetText(handle, 0, count, buffer)
    return bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")


def rows(page: pdfium.PdfPage) -> list[list[Placed]]:
    """The words in rows, top to bottom, each left to right; places on the page as it is shown, its rotation applied.

    The least that reading fields can begin with: a word's place is what both its ends cover, words that PDFium ran
    together out of two rows come apart, and a word belongs to a row where its middle lies in the row's band.
    """
    text_page = page.get_textpage()
    handle = text_page.raw
    text = _text(handle)
    turn, (left, bottom, right, top) = native.FPDFPage_GetRotation(page.raw) % 4, page.get_cropbox()
    found: list[Placed] = []
    spans = [match.span() for match in _WORD.finditer(text)][::-1]
    while spans:
        start, end = spans.pop()
        a, b = _box(handle, start), _box(handle, end - 1)
        if end - start > 1 and turn in (0, 2) and _is_odd(a, b, end - start) and (cut := _joint(handle, start, end)):
            spans += [(cut, end), (start, cut)]
            continue
        x0, x1, y0, y1 = min(a[0], b[0]), max(a[2], b[2]), min(a[3], b[3]), max(a[1], b[1])
        place = (
            (x0 - left, top - y1, x1 - left, top - y0),
            (y0 - bottom, x0 - left, y1 - bottom, x1 - left),
            (right - x1, y0 - bottom, right - x0, y1 - bottom),
            (top - y1, right - x1, top - y0, right - x0),
        )[turn]
        found.append((text[start:end], *place))
    text_page.close()
    return _in_rows(found)


def _in_rows(found: list[Placed]) -> list[list[Placed]]:
    out: list[tuple[float, float, list[Placed]]] = []
    for word in sorted(found, key=lambda word: word[2] + word[4]):
        middle, height = (word[2] + word[4]) / 2, word[4] - word[2]
        if out and abs(middle - out[-1][0]) <= 0.5 * min(out[-1][1], height):
            out[-1][2].append(word)
        else:
            out.append((middle, max(1.0, height), [word]))
    return [sorted(row, key=lambda word: word[1]) for _, _, row in out]


def _box(handle: object, index: int) -> Edges:
    box = native.FS_RECTF()
    native.FPDFText_GetLooseCharBox(handle, index, ctypes.byref(box))
    return box.left, box.top, box.right, box.bottom


def _is_odd(a: Edges, b: Edges, letters: int) -> bool:
    """Whether the last letter stands before the first, on another row, or too far away."""
    height = a[1] - a[3]
    return b[0] < a[0] or min(a[1], b[1]) - max(a[3], b[3]) < 0.3 * height or b[2] - a[0] > 1.1 * height * letters


def _joint(handle: object, start: int, end: int) -> int:
    """Where two strings were run together; 0 where none were."""
    before = _box(handle, start)
    for index in range(start + 1, end):
        here = _box(handle, index)
        height = max(1.0, min(before[1] - before[3], here[1] - here[3]))
        apart = min(before[1], here[1]) - max(before[3], here[3]) < 0.3 * height
        if apart or here[0] < before[0] - 0.5 * height or here[0] - before[2] > 0.3 * height:
            return index
        before = here
    return 0
