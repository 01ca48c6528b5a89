"""Accounts that a person would not see are doubted; designs that a person reads without trouble are not."""

import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from bot.documents.formats import pdf
from bot.documents.formats.second import second_opinion
from bot.documents.limits import Limits
from bot.model.document import Word
from tests.documents.formats.made import raw_pdf

#: What stands openly on every page of the attacks, and what only a program would find.
OPEN, SECRET = "12345678", "87654321"
SHOWN = b"BT /F1 10 Tf 50 700 Td (Konto 12345678) Tj ET\n"


def doubts(content: bytes, text: str) -> list[str]:
    """The doubts about each printing of that text (or of parts of it, where it was read in parts)."""
    found = [word for page in pdf.read(content, "x.pdf").pages for word in page.words]
    whole = [word.doubt for word in found if text in word.text]
    return whole or [word.doubt for word in found if word.text.isdigit() and word.text in text]


def raw(attack: bytes, **options: object) -> bytes:
    return raw_pdf(SHOWN + attack, **options)  # type: ignore[arg-type]


def secret(before: bytes = b"", after: bytes = b"", at: str = "50 650", mode: str = "") -> bytes:
    return before + f"BT {mode} /F1 10 Tf {at} Td ({SECRET}) Tj ET\n".encode() + after


def form(content: bytes, extra: str = "") -> dict[int, str | tuple[str, bytes]]:
    dictionary = f"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>{extra}"
    return {100: (dictionary, content)}


def grey_image(value: int) -> tuple[str, bytes]:
    return ("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", bytes([value]))


def layered() -> bytes:
    """Optional content that is off (ISO 32000-1 §8.11)."""
    return raw(
        secret(b"/OC /L BDC\n", b"EMC\n"),
        resources="/Properties<</L 100 0 R>>",
        objects={100: "<</Type/OCG/Name(L)>>"},
        catalog="/OCProperties<</OCGs[100 0 R]/D<</OFF[100 0 R]>>>>",
    )


def masked() -> bytes:
    """A soft mask of nothing (§11.6.5.3)."""
    mask = (
        "/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Group<</S/Transparency/CS/DeviceGray>>",
        b"0 g 0 0 595 842 re f",
    )
    return raw(
        secret(b"q /G gs ", b"Q\n"),
        resources="/ExtGState<</G <</SMask<</S/Luminosity/G 100 0 R>>>>>>",
        objects={100: mask},
    )


def empty_glyphs() -> bytes:
    """A Type 3 font that draws nothing for any digit, and says which digits they are."""
    names = "/".join(("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"))
    procedures = "".join(f"/{name} 101 0 R" for name in names.split("/"))
    font = (
        f"<</Type/Font/Subtype/Type3/FontBBox[0 0 600 700]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 48/LastChar 57"
        f"/Widths[{'556 ' * 10}]/CharProcs<<{procedures}>>/Encoding<</Differences[48/{names}]>>/Resources<<>>>>"
    )
    attack = f"BT /F2 10 Tf 50 650 Td ({SECRET}) Tj ET".encode()
    return raw_with_font(attack, font, {101: ("", b"556 0 0 0 556 700 d1")})


def raw_with_font(attack: bytes, font: str, objects: dict[int, str | tuple[str, bytes]]) -> bytes:
    made = raw_pdf(SHOWN + attack, objects={100: font, **objects})
    return made.replace(b"/Font<</F1 3 0 R>>", b"/Font<</F1 3 0 R/F2 100 0 R>>")


def annotated(kind: str) -> bytes:
    """A white square from a comment over the number (§12.5.6.8), with or without its own appearance."""
    look = "/AP<</N 101 0 R>>" if kind == "drawn" else ""
    return raw(
        secret(),
        page="/MediaBox[0 0 595 842]/Annots[100 0 R]",
        objects={
            100: f"<</Type/Annot/Subtype/Square/Rect[40 640 200 665]/F 4/C[1 1 1]/IC[1 1 1]{look}>>",
            101: ("/Type/XObject/Subtype/Form/BBox[0 0 160 25]", b"1 g 0 0 160 25 re f"),
        },
    )


def hidden_field() -> bytes:
    """A form field whose flag says that it is not shown (§12.5.3)."""
    return raw(
        b"",
        page="/MediaBox[0 0 595 842]/Annots[100 0 R]",
        objects={
            100: f"<</Type/Annot/Subtype/Widget/FT/Tx/T(x)/V({SECRET})/Rect[40 640 200 665]/F 2/AP<</N 101 0 R>>>>",
            101: (
                "/Type/XObject/Subtype/Form/BBox[0 0 160 25]/Resources<</Font<</F1 3 0 R>>>>",
                f"BT /F1 10 Tf 5 5 Td ({SECRET}) Tj ET".encode(),
            ),
        },
    )


def scanned() -> bytes:
    """A picture of a page with another account, and the text of this one laid over it unseen."""
    picture = Image.new("L", (595, 842), 255)
    ImageDraw.Draw(picture).text((50, 185), "99999999", fill=0)
    file = BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    canvas.drawString(50, 700, f"Konto {OPEN}")
    canvas.drawImage(ImageReader(picture), 0, 0, 595, 690)
    text = canvas.beginText(50, 505)
    text.setTextRenderMode(3)
    text.textOut(SECRET)
    canvas.drawText(text)
    canvas.save()
    return file.getvalue()


XOBJECT = "/XObject<</X 100 0 R>>"
OVER = b"q 140 0 0 14 45 646 cm /X Do Q\n"

ATTACKS: dict[str, Callable[[], bytes]] = {
    "white on white": lambda: raw(secret(b"1 g ", b"0 g ")),
    "nearly white": lambda: raw(secret(b".96 g ", b"0 g ")),
    "pale yellow": lambda: raw(secret(b"1 1 .6 rg ", b"0 g ")),
    "black on a black fill": lambda: raw(secret(b"0 g 40 640 200 25 re f ")),
    "dark on dark": lambda: raw(secret(b".1 .1 .3 rg 40 640 200 25 re f .1 .1 .25 rg ", b"0 g ")),
    "render mode 3": lambda: raw(secret(mode="3 Tr")),
    "render mode 7, a clip only": lambda: raw(secret(b"q ", b"Q ", mode="7 Tr")),
    "left of the page": lambda: raw(secret(at="-200 650")),
    "below the page": lambda: raw(secret(at="50 -30")),
    "half off the page": lambda: raw(secret(at="570 650")),
    "outside the crop box": lambda: raw(secret(at="50 20"), page="/MediaBox[0 0 595 842]/CropBox[0 50 595 842]"),
    "one point": lambda: raw(f"BT /F1 1 Tf 50 650 Td ({SECRET}) Tj ET".encode()),
    "a tenth of a point by its matrix": lambda: raw(f"BT /F1 10 Tf .01 0 0 .01 50 650 Tm ({SECRET}) Tj ET".encode()),
    "squeezed to nothing": lambda: raw(f"BT /F1 10 Tf 2 Tz 50 650 Td ({SECRET}) Tj ET".encode()),
    "a layer that is off": layered,
    "wholly transparent": lambda: raw(secret(b"q /G gs ", b"Q "), resources="/ExtGState<</G<</ca 0/CA 0>>>>"),
    "nearly transparent": lambda: raw(secret(b"q /G gs ", b"Q "), resources="/ExtGState<</G<</ca .05/CA .05>>>>"),
    "masked": masked,
    "clipped away": lambda: raw(secret(b"q 300 300 10 10 re W n ", b"Q ")),
    "painted over in white": lambda: raw(secret(after=b"1 g 45 645 150 15 re f 0 g ")),
    "painted over in black": lambda: raw(secret(after=b"0 g 45 645 150 15 re f ")),
    "painted over, with another number on top": lambda: raw(
        secret(after=b"1 g 45 645 150 15 re f 0 g BT /F1 10 Tf 50 650 Td (11112222) Tj ET ")
    ),
    "one digit painted over": lambda: raw(secret(after=b"1 g 66.7 645 5.5 15 re f 0 g ")),
    "lower half painted over": lambda: raw(secret(after=b"1 g 45 645 150 8.5 re f 0 g ")),
    "one digit replaced by another": lambda: raw(
        secret(after=b"1 g 66.7 645 5.5 15 re f 0 g BT /F1 10 Tf 66.7 650 Td (1) Tj ET ")
    ),
    "a white picture over it": lambda: raw(secret(after=OVER), resources=XOBJECT, objects={100: grey_image(255)}),
    "painted over by a form": lambda: raw(
        secret(after=b"/X Do "), resources=XOBJECT, objects=form(b"1 g 45 645 150 15 re f")
    ),
    "white inside a form": lambda: raw(
        b"/X Do ", resources=XOBJECT, objects=form(f"1 g BT /F1 10 Tf 50 650 Td ({SECRET}) Tj ET".encode())
    ),
    "struck out": lambda: raw(secret(after=b"1 w 48 653.5 m 100 653.5 l S ")),
    "under other text": lambda: raw(secret(after=b"BT /F1 10 Tf 51 650 Td (WWWWWWWW) Tj ET ")),
    "under another number": lambda: raw(secret(after=b"BT /F1 10 Tf 51.5 650 Td (44445555) Tj ET ")),
    "over a picture of another number": scanned,
    "empty glyphs": empty_glyphs,
    "under a comment with a look of its own": lambda: annotated("drawn"),
    "under a comment that viewers draw": lambda: annotated("plain"),
    "white, in white space made black by a blend": lambda: raw(
        secret(b"q /G gs 1 g ", b"Q "), resources="/ExtGState<</G<</BM/Multiply>>>>"
    ),
    "white drawn over black, the same text twice": lambda: raw(
        secret(after=f"1 g BT /F1 10 Tf 50 650 Td ({SECRET}) Tj ET 0 g ".encode())
    ),
    "white inside an otherwise black row": lambda: raw(
        f"BT /F1 10 Tf 50 650 Td (Reg. 1111 konto ) Tj 1 g ({SECRET}) Tj 0 g ( tak) Tj ET ".encode()
    ),
    "another text given for what is drawn": lambda: raw(
        f"/Span <</ActualText ({SECRET})>> BDC BT /F1 10 Tf 50 650 Td (11112222) Tj ET EMC".encode()
    ),
    "on its head": lambda: raw(secret(b"q -1 0 0 -1 300 1300 cm ", b" Q ")),
    "mirrored": lambda: raw(secret(b"q 1 0 0 -1 0 1300 cm ", b" Q ")),
    "on a turned page": lambda: raw(secret(b"1 g ", b"0 g "), page="/MediaBox[0 0 595 842]/Rotate 90"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_not_seen_is_doubted(attack: str) -> None:
    content = ATTACKS[attack]()
    found = doubts(content, SECRET)
    assert found, "the attack is no attack: its number is not read"
    assert all(found)
    assert doubts(content, OPEN) == [""]


@pytest.mark.parametrize(
    ("matrix", "word"), [("1 0 0 -1 66.68 655", "8765"), ("-1 0 0 1 72.24 650", "54321")], ids=["down", "aside"]
)
def test_one_mirrored_digit_hides_the_word_it_stands_in(matrix: str, word: str) -> None:
    """The others are as usual: each character must be asked."""
    mirrored = f"{matrix} Tm ({SECRET[3]}) Tj 1 0 0 1 72.24 650 Tm ({SECRET[4:]}) Tj"
    content = raw(f"BT /F1 10 Tf 50 650 Td ({SECRET[:3]}) Tj {mirrored} ET ".encode())
    assert doubts(content, word) == ["hidden"]


def test_a_field_that_is_not_shown_is_not_read() -> None:
    assert doubts(hidden_field(), SECRET) == []


def test_words_without_digits_that_pay() -> None:
    assert doubts(raw(b"1 g BT /F1 10 Tf 50 650 Td (NemKonto) Tj ET"), "NemKonto") == ["hidden"]


def test_what_is_looked_at_is_a_setting() -> None:
    content = raw(b"1 g BT /F1 10 Tf 50 650 Td (Netto) Tj ET")
    assert [w.doubt for w in words(content, Limits(inspected="netto|\\d")) if w.text == "Netto"] == ["hidden"]
    assert [w.doubt for w in words(content, Limits()) if w.text == "Netto"] == [""]


def words(content: bytes, limits: Limits) -> tuple[Word, ...]:
    return pdf.read(content, "x.pdf", limits).pages[0].words


NUMBERS = ("Faktura 2026-1042", "12.03.2026", "Reg. 1234 konto 0012345678", "4.272,00", "+71<000000001234562+12345674<")


def design(draw: Callable[[Canvas, float, str], None], before: Callable[[Canvas], None] | None = None) -> bytes:
    file = BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    if before is not None:
        before(canvas)
    for index, text in enumerate(NUMBERS):
        draw(canvas, 700 - 24.0 * index, text)
    canvas.save()
    return file.getvalue()


def plain(canvas: Canvas, y: float, text: str) -> None:
    canvas.drawString(60, y, text)


def coloured(*rgb: float) -> Callable[[Canvas, float, str], None]:
    def draw(canvas: Canvas, y: float, text: str) -> None:
        canvas.setFillColorRGB(*rgb)
        canvas.drawString(60, y, text)

    return draw


def on_ground(
    ground: tuple[float, float, float], ink: tuple[float, float, float]
) -> Callable[[Canvas, float, str], None]:
    def draw(canvas: Canvas, y: float, text: str) -> None:
        canvas.setFillColorRGB(*ground)
        canvas.rect(50, y - 6, 480, 20, stroke=0, fill=1)
        canvas.setFillColorRGB(*ink)
        canvas.drawString(60, y, text)

    return draw


def ruled(canvas: Canvas, y: float, text: str) -> None:
    canvas.setLineWidth(0.5)
    canvas.rect(55, y - 5, 400, 18)
    canvas.line(58, y - 2, 300, y - 2)
    canvas.drawString(60, y, text)


def small(canvas: Canvas, y: float, text: str) -> None:
    canvas.setFont("Helvetica", 6)
    canvas.drawString(60, y, text)


def small_shaded(canvas: Canvas, y: float, text: str) -> None:
    canvas.setFillGray(0.88)
    canvas.rect(50, y - 4, 480, 12, stroke=0, fill=1)
    canvas.setFillGray(0)
    small(canvas, y, text)


def typewriter(canvas: Canvas, y: float, text: str) -> None:
    canvas.setFont("Courier", 9)
    canvas.drawString(60, y, text)


def spaced(canvas: Canvas, y: float, text: str) -> None:
    canvas.drawString(60, y, text, charSpace=1.5)


def one_by_one(canvas: Canvas, y: float, text: str) -> None:
    x = 60.0
    for letter in text:
        canvas.drawString(x, y, letter)
        x += canvas.stringWidth(letter)


def made_bold(canvas: Canvas, y: float, text: str) -> None:
    """Bold for want of a bold font: drawn twice, a little to the right."""
    canvas.drawString(60, y, text)
    canvas.drawString(60.3, y, text)


def outlined(canvas: Canvas, y: float, text: str) -> None:
    """Fill and stroke, the other way to make bold."""
    drawn = canvas.beginText(60, y)
    drawn.setTextRenderMode(2)
    drawn.textOut(text)
    canvas.setLineWidth(0.3)
    canvas.drawText(drawn)


def marked(canvas: Canvas, y: float, text: str) -> None:
    """A highlighter drawn after the text, as an overlay that multiplies."""
    canvas.drawString(60, y, text)
    canvas.saveState()
    canvas.setFillColorRGB(1, 1, 0.3, alpha=0.4)
    canvas.rect(56, y - 4, 300, 16, stroke=0, fill=1)
    canvas.restoreState()


def upward(canvas: Canvas, y: float, text: str) -> None:
    canvas.saveState()
    canvas.translate(700 - y + 60, 200)
    canvas.rotate(90)
    canvas.drawString(0, 0, text)
    canvas.restoreState()


def tight(canvas: Canvas, y: float, text: str) -> None:
    """Lines set solid: each one's box reaches into its neighbours'."""
    canvas.setFont("Helvetica", 10)
    canvas.drawString(60, 700 - (700 - y) * 10 / 24, text)


def watermark(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.setFillGray(0.9)
    canvas.setFont("Helvetica-Bold", 90)
    canvas.translate(60, 520)
    canvas.rotate(30)
    canvas.drawString(0, 0, "KOPI")
    canvas.restoreState()


def letterhead(canvas: Canvas) -> None:
    """A background picture over the whole page: paper grain and a pale pattern."""
    picture = Image.radial_gradient("L").resize((595, 842)).point(lambda value: 255 - value // 8)
    canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)


def gradient(canvas: Canvas) -> None:
    canvas.linearGradient(50, 500, 550, 500, ((0.8, 0.9, 1), (1, 1, 1)))


def logo(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.1, 0.2, 0.5)
    canvas.rect(0, 760, 595, 82, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.drawString(60, 800, "Restaurant CVR 12345674 tlf. 70203040")
    canvas.setFillGray(0)


DESIGNS: dict[str, Callable[[], bytes]] = {
    "black on white": lambda: design(plain),
    "a logo band with white text": lambda: design(plain, logo),
    "white on navy": lambda: design(on_ground((0.05, 0.1, 0.35), (1, 1, 1))),
    "white on orange": lambda: design(on_ground((0.85, 0.45, 0), (1, 1, 1))),
    "shaded rows": lambda: design(on_ground((0.9, 0.9, 0.9), (0, 0, 0))),
    "pale blue rows": lambda: design(on_ground((0.85, 0.92, 1), (0.1, 0.1, 0.1))),
    "a highlighted total": lambda: design(on_ground((1, 1, 0.2), (0, 0, 0))),
    "highlighted afterwards": lambda: design(marked),
    "a watermark under the text": lambda: design(plain, watermark),
    "a picture as letterhead": lambda: design(plain, letterhead),
    "a gradient": lambda: design(plain, gradient),
    "boxes and lines under the text": lambda: design(ruled),
    "red": lambda: design(coloured(0.8, 0, 0)),
    "company blue": lambda: design(coloured(0.2, 0.5, 0.9)),
    "grey": lambda: design(coloured(0.5, 0.5, 0.5)),
    "six points": lambda: design(small),
    "six points on a shade": lambda: design(small_shaded),
    "typewriter": lambda: design(typewriter),
    "letters spaced": lambda: design(spaced),
    "letters one by one": lambda: design(one_by_one),
    "drawn twice to make it bold": lambda: design(made_bold),
    "drawn twice on a shade": lambda: design(made_bold, letterhead),
    "outlined to make it bold": lambda: design(outlined),
    "in the margin, upwards": lambda: design(upward),
    "lines set solid": lambda: design(tight),
}


@pytest.mark.parametrize("name", DESIGNS)
def test_designs_are_not_doubted(name: str) -> None:
    found = [word for page in pdf.read(DESIGNS[name](), "x.pdf").pages for word in page.words]
    assert sum(any(letter.isdigit() for letter in word.text) for word in found) >= 5
    assert [word for word in found if word.doubt] == []


def test_a_faint_year_across_the_page_spoils_nothing_but_itself() -> None:
    year = b"q /G gs BT /F1 150 Tf .9 .4 -.4 .9 40 560 Tm (2031) Tj ET Q "
    content = raw(secret(after=b"/X Do "), resources="/XObject<</X 100 0 R>>", objects={
        100: (
            "/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Group<</S/Transparency>>"
            "/Resources<</Font<</F1 3 0 R>>/ExtGState<</G<</ca .06>>>>>>",
            year,
        )
    })  # fmt: skip
    assert doubts(content, SECRET) == [""]
    assert doubts(content, OPEN) == [""]
    assert doubts(content, "2031") == ["hidden"]


def test_layers_that_are_on_are_read() -> None:
    content = raw(
        secret(b"/OC /L BDC\n", b"EMC\n"),
        resources="/Properties<</L 100 0 R>>",
        objects={100: "<</Type/OCG/Name(L)>>"},
        catalog="/OCProperties<</OCGs[100 0 R]/D<</ON[100 0 R]>>>>",
    )
    assert doubts(content, SECRET) == [""]


def test_a_page_with_more_on_it_than_anyone_draws() -> None:
    dots = zlib.compress(b"0 0 m 1 1 l S\n" * 60_000 + SHOWN)
    assert doubts(raw_pdf(dots, filters="/FlateDecode"), OPEN) == ["hidden"]


@pytest.mark.parametrize(
    "attack", ["white on white", "painted over in white", "under other text", "a layer that is off"]
)
def test_a_second_opinion_keeps_the_doubts(attack: str) -> None:
    document = second_opinion(ATTACKS[attack](), Limits())
    found = {word.text: word.doubt for word in document.pages[0].words if word.text in (OPEN, SECRET)}
    assert found[OPEN] == ""
    assert found.get(SECRET) != ""


def test_a_second_opinion_leaves_designs_alone() -> None:
    for name in ("shaded rows", "letters one by one", "white on navy"):
        document = second_opinion(DESIGNS[name](), Limits())
        assert [word for word in document.pages[0].words if word.doubt] == [], name
