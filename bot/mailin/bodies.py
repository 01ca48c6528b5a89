"""The text of a mail: from its plain parts, else from its HTML; parts that lie beside each other in their order."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from bot.mailin.attachments import is_body
from bot.mailin.charsets import decode_text
from bot.mailin.html_tables import spread_rows
from bot.mailin.mime import Part

#: Bytes of one part, and characters of HTML turned to text for one mail, that are looked at. A letter has a hundredth.
MAX_BODY = 1_000_000
MAX_HTML = 200_000
#: A plain part that says this little beside an HTML part that says three times as much is a stub («see the HTML
#: version»).
_STUB = 200

#: Rows of a table that stand apart in the plain part: not the one of a signature beside its logo.
_LEAST_ROWS = 2
_ROW = re.compile(r"<tr\b", re.IGNORECASE)
_CELL = re.compile(r"<t[dh]\b[^<>]*>", re.IGNORECASE)

_TAG = re.compile(r"(<!--)|(-->)|<(/?)(style|script|title)?\b[^<>]*>", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|opacity\s*:\s*0(?:\.0*)?\s*(?:;|$)"
    r"|font-size\s*:\s*[01](?:px|pt)?\s*(?:;|$)",
    re.IGNORECASE,
)
#: «Mødet er <s>den 12.</s> den 19. maj»: the plain part has both days, and nothing between them.
_STRUCK = re.compile(r"<(?:s|strike|del)\b[^<>]*>[^<]*\w|\btext-decoration[^;\"'<>]*line-through", re.IGNORECASE)
_STRUCK_STYLE = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)


@dataclass(slots=True)
class Bodies:
    """Pieces in the order of the mail: (plain, html), each None where the piece does not have it."""

    pieces: list[tuple[str | None, str | None]] = field(default_factory=list)

    @property
    def html(self) -> str | None:
        found = [html for _, html in self.pieces if html]
        return "\n".join(found) if found else None

    def text(self) -> str:
        """The mail as text, lines ended by LF."""
        out: list[str] = []
        left = MAX_HTML
        for plain, html in self.pieces:
            out.append(_piece_text(plain, html[:left] if html else None))
            left -= len(html or "")
            if left <= 0 or sum(map(len, out)) > MAX_BODY:
                break
        return "\n\n".join(filter(None, out))


def read_bodies(part: Part, defects: dict[str, None]) -> Bodies:
    """The bodies of one message; those of messages forwarded inside it are theirs."""
    if part.content_type == "multipart/alternative" and part.children:
        inner = [read_bodies(child, defects) for child in part.children]
        plain = next((text for one in inner if (text := _joined(one, 0))), None)
        html = next((text for one in reversed(inner) if (text := _joined(one, 1))), None)
        return Bodies([(plain, html)] if plain or html else [])
    if part.content_type.startswith("message/"):
        return Bodies()
    if part.children:
        return Bodies([piece for child in part.children for piece in read_bodies(child, defects).pieces])
    if not is_body(part):
        return Bodies()
    return _leaf(part, defects)


def _joined(bodies: Bodies, which: int) -> str:
    return "\n".join(filter(None, (piece[which] for piece in bodies.pieces)))


def _leaf(part: Part, defects: dict[str, None]) -> Bodies:
    content = part.content()
    if b"%PDF-" in content[:64]:
        return Bodies()
    if len(content) > MAX_BODY:
        defects["body_cut"] = None
    text, right = decode_text(content[:MAX_BODY], part.parameters.get("charset"))
    if not right:
        defects["charset"] = None
    if part.content_type == "text/html":
        if len(text) > MAX_HTML:
            defects["body_cut"] = None
        return Bodies([(None, text)])
    if part.parameters.get("format", "").lower() == "flowed":
        text = unflow(text, part.parameters.get("delsp", "").lower() == "yes")
    return Bodies([(plain_lines(text), None)])


def plain_lines(text: str) -> str:
    """LF line ends, no NUL, byte order mark or hard spaces, nothing blank at either end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "").replace("\ufeff", "").replace("\xa0", " ").strip("\n\t ")


def unflow(text: str, delete_space: bool) -> str:
    """RFC 3676 §4: lines that end in a space go on in the next one of the same quote depth."""
    out: list[str] = []
    open_depth = -1
    for line in text.splitlines():
        depth = len(line) - len(line.lstrip(">"))
        rest = line[depth:].removeprefix(" ")
        if depth == open_depth and rest != "-- ":
            out[-1] += rest
        else:
            out.append(">" * depth + (" " if depth else "") + rest)
        soft = rest.endswith(" ") and rest != "-- "
        open_depth = depth if soft else -1
        if soft and delete_space:
            out[-1] = out[-1][:-1]
    return "\n".join(line.rstrip() for line in out)


def _piece_text(plain: str | None, html: str | None) -> str:
    if not html:
        return plain or ""
    if plain and not (_is_stub(plain, html) or _STRUCK.search(html[:MAX_HTML]) or _lost_rows(plain, html)):
        return plain
    return html_text(html) or plain or ""


def _is_stub(plain: str, html: str) -> bool:
    if len(plain) > _STUB:
        return False
    shown = len("".join(bare_text(html).split()))
    return shown > 3 * len("".join(plain.split())) + 100


def _lost_rows(plain: str, html: str) -> bool:
    """Whether rows of a table stand in the plain part a cell to a line, as Outlook writes them: whose hour it is, and
    whose place, only the table tells.
    """
    rows = _ROW.split(html[:MAX_HTML])[1:]
    if len(rows) < _LEAST_ROWS:
        return False
    lines = {" ".join(line.split()) for line in plain.split("\n")}
    cells = ([" ".join(unescape(bare_text(cell)).split()) for cell in _CELL.split(row)[1:]] for row in rows)
    told = ([cell for cell in row if cell] for row in cells)
    return sum(len(row) > 1 and lines.issuperset(row) for row in told) >= _LEAST_ROWS


def bare_text(html: str) -> str:
    """Tags, comments, scripts and styles taken away: quick, linear, and enough for HTML that is too odd to parse."""
    out: list[str] = []
    done, unseen = 0, ""
    for tag in _TAG.finditer(html[:MAX_HTML]):
        comment, comment_end, closing, name = tag.groups()
        if not unseen:
            out.append(html[done : tag.start()])
            unseen = "-->" if comment else "" if closing or not name else name.lower()
        elif (comment_end and unseen == "-->") or (closing and (name or "").lower() == unseen):
            unseen = ""
        done = tag.end()
    return " ".join(out) if unseen else " ".join([*out, html[done:MAX_HTML]])


def html_text(html: str) -> str:
    """HTML laid out as text (tables keep their columns), what is hidden or struck out left out. Never raises."""
    # The parser takes 50 ms to import and most mails have a plain part.
    from inscriptis import Inscriptis  # noqa: PLC0415
    from inscriptis.model.config import ParserConfig  # noqa: PLC0415
    from lxml import etree  # noqa: PLC0415
    from lxml.html import document_fromstring  # noqa: PLC0415

    source = re.sub(r"^\s*<\?xml[^<>]*\?>", "", html[:MAX_HTML].replace("\0", ""))
    try:
        tree = document_fromstring(source)
        for element in tree.xpath("//*[@style or @hidden]"):
            style = element.get("style") or ""
            if element.get("hidden") is not None or _HIDDEN_STYLE.search(style):
                element.drop_tree()
        _drop_struck(tree)
        spread_rows(tree)
        text = Inscriptis(tree, ParserConfig()).get_text()
    except (etree.LxmlError, ValueError, AssertionError, RecursionError, IndexError, AttributeError, TypeError):
        text = bare_text(html)  # what a parser makes of hostile HTML is not worth more
    lines = (line.rstrip() for line in plain_lines(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _drop_struck(tree: Any) -> None:
    """What is struck out; the whole row of a table where little of it is not («<s>12. maj 17-20</s> Annulleret»), and
    nothing stands in its place («<s>8. oktober</s> 6. oktober»).
    """
    struck = tree.xpath("//s | //strike | //del")
    struck += [e for e in tree.xpath("//*[@style]") if _STRUCK_STYLE.search(e.get("style"))]
    rows: dict[Any, str] = {}
    for element in struck:
        for row in element.iterancestors("tr"):
            rows[row] = rows.get(row, "") + "".join(element.text_content().split())
            break
    emptied = [row for row, gone in rows.items() if _is_all_gone("".join(row.text_content().split()), gone)]
    for element in (*struck, *emptied):
        if element.getparent() is not None:
            element.drop_tree()


def _is_all_gone(whole: str, gone: str) -> bool:
    """Both without blanks."""
    left = sum(c.isdigit() for c in whole) - sum(c.isdigit() for c in gone)
    return 2 * len(gone) > len(whole) and left < max(sum(c.isdigit() for c in gone), 1)
