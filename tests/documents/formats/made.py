"""Small files for the tests of formats, made on the spot: PDFs by hand, where the test is about what stands
in them.
"""

import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from reportlab.pdfgen.canvas import Canvas

HELVETICA = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
WORDS = b"BT /F1 10 Tf 50 700 Td (Faktura 1042) Tj ET\n"


def raw_pdf(
    *contents: bytes,
    page: str = "/MediaBox[0 0 595 842]",
    resources: str = "",
    objects: Mapping[int, str | tuple[str, bytes]] | None = None,
    catalog: str = "",
    filters: str = "",
    font: str = HELVETICA,
) -> bytes:
    """A PDF with a page for each content stream. ``objects`` from number 100 on: a dictionary, or one with
    its stream.

    ``filters`` tells how the contents are encoded already ("/FlateDecode"); else they stand as they are.
    """
    kids = " ".join(f"{10 + 2 * index} 0 R" for index in range(len(contents)))
    written: dict[int, bytes] = {
        1: f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(),
        2: f"<</Type/Pages/Count {len(contents)}/Kids[{kids}]>>".encode(),
        3: font.encode(),
    }
    for index, content in enumerate(contents):
        number = 10 + 2 * index
        written[number] = (
            f"<</Type/Page/Parent 2 0 R{page}/Resources<</Font<</F1 3 0 R>>{resources}>>/Contents {number + 1} 0 R>>"
        ).encode()
        written[number + 1] = _stream(f"/Filter[{filters}]" if filters else "", content)
    for number, made in (objects or {}).items():
        written[number] = made.encode() if isinstance(made, str) else _stream(*made)
    return _file(written)


def _stream(dictionary: str, content: bytes) -> bytes:
    return f"<</Length {len(content)}{dictionary}>>stream\n".encode() + content + b"\nendstream"


def _file(objects: Mapping[int, bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj" % number + content + b"\nendobj\n"
    table = len(out)
    rows = [
        f"{places[number]:010d} 00000 n \n" if number in places else "0000000000 65535 f \n"
        for number in range(max(objects) + 1)
    ]
    out += f"xref\n0 {len(rows)}\n".encode() + "".join(rows).encode()
    out += f"trailer<</Size {len(rows)}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF".encode()
    return bytes(out)


def drawn(*lines: tuple[float, float, str], pages: int = 1, **options: object) -> bytes:
    """A PDF by reportlab: each line (x, y from the bottom, text), the same on every page."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=(595, 842), **options)
    for _ in range(pages):
        for x, y, text in lines:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def bomb(megabytes: int, piece: bytes) -> bytes:
    """That much of a repeated piece, Flate-encoded: a thousandth of it."""
    block = piece * (1_000_000 // len(piece))
    # Packed once: after a full flush nothing refers to what came before, so the same bytes may follow themselves.
    encoder = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    once = encoder.compress(block) + encoder.flush(zlib.Z_FULL_FLUSH)
    check = 1
    for _ in range(megabytes):
        check = zlib.adler32(block, check)
    return b"\x78\xda" + once * megabytes + b"\x03\x00" + check.to_bytes(4)


def docx(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A .docx with that body (WordprocessingML without the namespace declaration)."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", wordml("document", f"<w:body>{body}</w:body>"))
        for name, content in (parts or {}).items():
            package.writestr(name, content)
    return file.getvalue()


def wordml(root: str, content: str) -> str:
    spaces = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    return f"<w:{root} {spaces}>{content}</w:{root}>"


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def table(rows: Sequence[Sequence[str]]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"
