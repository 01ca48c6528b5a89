"""Containers for the tests, made on the spot: archives, Outlook's files, mails, PDFs with files in them, sheets."""

import base64
import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

import pypdfium2 as pdfium

Members = Sequence[tuple[str, bytes]]


def zipped(*members: tuple[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def locked_zip(password: bytes, *members: tuple[str, bytes]) -> bytes:
    """Encrypted as APPNOTE.TXT 6.1 has it, stored: Python's ``zipfile`` reads that and does not write it."""
    out, directory = bytearray(), bytearray()
    for name, content in members:
        check = zipfile.crc32(content)  # type: ignore[attr-defined]
        locked = _zip_crypto(password, bytes(11) + bytes([check >> 24]) + content)
        fields = struct.pack("<HHHHHIII", 20, 1, 0, 0, 0x21, check, len(locked), len(content))
        place = len(out)
        raw = name.encode()
        out += b"PK\x03\x04" + fields + struct.pack("<HH", len(raw), 0) + raw + locked
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + fields
        directory += struct.pack("<HHHHHII", len(raw), 0, 0, 0, 0, 0, place) + raw
    end = struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), len(out), 0)
    return bytes(out) + bytes(directory) + b"PK\x05\x06" + end


def _zip_crypto(password: bytes, content: bytes) -> bytes:
    table = []
    for number in range(256):
        value = number
        for _ in range(8):
            value = (value >> 1) ^ (0xEDB88320 if value & 1 else 0)
        table.append(value)
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte: int) -> None:
        keys[0] = (keys[0] >> 8) ^ table[(keys[0] ^ byte) & 0xFF]
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = (keys[2] >> 8) ^ table[(keys[2] ^ (keys[1] >> 24)) & 0xFF]

    for byte in password:
        update(byte)
    out = bytearray()
    for byte in content:
        temp = (keys[2] | 2) & 0xFFFF
        out.append(byte ^ ((temp * (temp ^ 1)) >> 8 & 0xFF))
        update(byte)
    return bytes(out)


def eml(text: str, *files: tuple[str, bytes], html: str = "") -> bytes:
    body = f"Content-Type: text/plain; charset=utf-8\n\n{text}\n"
    if html:
        alternatives = f"--a\n{body}\n--a\nContent-Type: text/html; charset=utf-8\n\n{html}\n--a--\n"
        body = f"Content-Type: multipart/alternative; boundary=a\n\n{alternatives}"
    attached = "".join(
        f'--b\nContent-Type: application/octet-stream; name="{name}"\nContent-Transfer-Encoding: base64\n\n'
        f"{base64.encodebytes(content).decode()}"
        for name, content in files
    )
    head = "From: Lone <lone@firma.example>\nSubject: Faktura\nMessage-ID: <1@firma.example>\nMIME-Version: 1.0\n"
    return f"{head}Content-Type: multipart/mixed; boundary=b\n\n--b\n{body}{attached}--b--\n".encode()


def tnef(*files: tuple[bytes, bytes]) -> bytes:
    def attribute(identifier: int, data: bytes) -> bytes:
        return struct.pack("<BII", 2, identifier, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

    out = b"\x78\x9f\x3e\x22\x01\x00" + attribute(0x00089006, b"\0\0\1\0")
    for name, data in files:
        out += attribute(0x00069002, b"\0" * 14) + attribute(0x00018010, name + b"\0") + attribute(0x0006800F, data)
    return out


def tnef_long_name(name: str) -> bytes:
    data = name.encode("utf-16-le") + b"\0\0"
    properties = struct.pack("<I", 1) + struct.pack("<III", 0x3707001F, 1, len(data)) + data
    return struct.pack("<BII", 2, 0x00069005, len(properties)) + properties + b"\0\0"


def pdf_with(pages: bytes, *files: tuple[str, bytes]) -> bytes:
    """``pages`` with files embedded in it."""
    document = pdfium.PdfDocument(pages)
    for name, content in files:
        document.new_attachment(name).set_data(content)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def msg(text: str = "", *files: tuple[str, bytes | Mapping[str, bytes]], html: bytes = b"") -> bytes:
    """An Outlook .msg; a file that is a mapping is a mail inside it, as ``msg_streams`` gives it."""
    return compound(msg_streams(text, *files, html=html))


def msg_streams(text: str = "", *files: tuple[str, bytes | Mapping[str, bytes]], html: bytes = b"") -> dict[str, bytes]:
    streams = {"__properties_version1.0": b"\0" * 32}
    if text:
        streams["__substg1.0_1000001F"] = text.encode("utf-16-le")
    if html:
        streams["__substg1.0_10130102"] = html
    for number, (name, content) in enumerate(files):
        folder = f"__attach_version1.0_#{number:08X}"
        streams[f"{folder}/__properties_version1.0"] = b"\0" * 8
        streams[f"{folder}/__substg1.0_3707001F"] = name.encode("utf-16-le")
        if isinstance(content, bytes):
            streams[f"{folder}/__substg1.0_37010102"] = content
        else:
            streams |= {f"{folder}/__substg1.0_3701000D/{path}": data for path, data in content.items()}
    return streams


_SECTOR, _MINI, _SMALL = 512, 64, 4096
_END, _FREE, _FAT_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


class _Chains:
    """Sectors of one size, and which follows which."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.content = bytearray()
        self.table: list[int] = []

    def add(self, content: bytes) -> int:
        """The first sector of it."""
        first, count = len(self.table), -(-len(content) // self.size)
        self.content += content.ljust(count * self.size, b"\0")
        self.table += [*range(first + 1, first + count), _END] if count else []
        return first if count else _END


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file (MS-CFB) with those streams by path."""
    folders = {""} | {path.rpartition("/")[0] for path in streams}
    folders |= {folder[:at] for folder in folders for at, letter in enumerate(folder) if letter == "/"}
    entries = sorted(folders | set(streams), key=lambda path: (path.count("/") if path else -1, path))
    big, mini = _Chains(_SECTOR), _Chains(_MINI)
    starts = {path: (mini if len(data) < _SMALL else big).add(data) for path, data in streams.items()}
    starts[""] = big.add(bytes(mini.content))
    sizes = {path: len(data) for path, data in streams.items()} | {"": len(mini.content)}
    directory = big.add(b"".join(_entry(path, entries, starts, sizes) for path in entries))
    mini_table = big.add(struct.pack(f"<{len(mini.table)}I", *mini.table).ljust(_SECTOR, b"\xff"))
    count = -(-(len(big.table) + 1) // 127)
    first = len(big.table)
    table = [*big.table, *[_FAT_SECTOR] * count]
    table += [_FREE] * (count * 128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9I", 0, count, directory, 0, _SMALL, mini_table, 1, _END, 0)
    header += struct.pack("<109I", *([*range(first, first + count), *[_FREE] * 109])[:109])
    return header + bytes(big.content) + struct.pack(f"<{len(table)}I", *table)


def _entry(path: str, entries: list[str], starts: Mapping[str, int], sizes: Mapping[str, int]) -> bytes:
    """One of the directory; brothers hang to the right of each other, which is a tree too (MS-CFB 2.6.4)."""
    name = ("Root Entry" if not path else path.rpartition("/")[2]).encode("utf-16-le") + b"\0\0"
    folder = path.rpartition("/")[0]
    brothers = [p for p in entries if p and p.rpartition("/")[0] == folder] if path else []
    is_stream = path in sizes and path != ""
    children = [p for p in entries if p and p.rpartition("/")[0] == path] if not is_stream else []
    after = brothers.index(path) + 1 if path else 0
    right = entries.index(brothers[after]) if path and after < len(brothers) else _FREE
    child = entries.index(children[0]) if children else _FREE
    kind = 5 if not path else 2 if is_stream else 1
    return (
        name.ljust(64, b"\0") + struct.pack("<HBBIII", len(name), kind, 1, _FREE, right, child) + bytes(36)
        + struct.pack("<IQ", starts.get(path, 0), sizes.get(path, 0))
    )  # fmt: skip


def odt(body: str, styles: str = "", kind: str = "text") -> bytes:
    """OpenDocument with that body (namespaces office, text, table, style, fo); ``styles`` are its automatic styles."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in {
            "office": "office", "text": "text", "table": "table", "style": "style", "fo": "xsl-fo-compatible",
        }.items()
    )  # fmt: skip
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        package.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def xlsx(sheet: str, *, strings: Sequence[str] = (), styles: str = "", book: str = "") -> bytes:
    """A workbook of one sheet: ``sheet`` is what stands in <worksheet>, ``styles`` in <styleSheet>."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return zipped(
        ("[Content_Types].xml", b"<Types/>"),
        (
            "xl/workbook.xml",
            f'<workbook {space} xmlns:r="{relations}">{book}<sheets><sheet name="Ark1" sheetId="1" r:id="r1"/></sheets>'
            "</workbook>".encode(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            b'<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
        ),
        ("xl/worksheets/sheet1.xml", f"<worksheet {space}>{sheet}</worksheet>".encode()),
        ("xl/sharedStrings.xml", f"<sst {space}>{''.join(f'<si><t>{s}</t></si>' for s in strings)}</sst>".encode()),
        ("xl/styles.xml", f"<styleSheet {space}>{styles}</styleSheet>".encode()),
    )
