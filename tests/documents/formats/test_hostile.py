"""Files made to hurt: each ends in a word within the wall limit, and the next file is read at once."""

import io
import os
import resource
import socket
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.documents.formats import confine
from bot.documents.formats.sandbox import Reader
from bot.documents.formats.sandbox_lane import MOST_LEFT_OUT
from bot.documents.job import Job
from bot.documents.limits import Limits
from bot.model.document import Document
from tests.documents.formats.made import WORDS, bomb, docx, drawn, paragraph, raw_pdf

#: Shorter than the default so that the table runs in a minute; the promise is about the limit, whatever it is.
WALL = 5.0
GOOD = drawn((72, 700, "Faktura 1042"))
DEFLATED = "/FlateDecode"


def flate(content: bytes) -> bytes:
    return raw_pdf(zlib.compress(content), filters=DEFLATED)


def forms(levels: int, times: int) -> bytes:
    """Forms that draw forms: ``times`` to the power of ``levels`` drawings in a few kilobytes."""
    dictionary = "/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>{}>>"
    objects: dict[int, str | tuple[str, bytes]] = {100: (dictionary.format(""), WORDS)}
    for level in range(1, levels + 1):
        inner = f"/XObject<</X {99 + level} 0 R>>"
        objects[100 + level] = (dictionary.format(inner), b"/X Do " * times)
    return raw_pdf(WORDS + b"/X Do", resources=f"/XObject<</X {100 + levels} 0 R>>", objects=objects)


def form_of_itself() -> bytes:
    dictionary = "/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X 100 0 R>>>>"
    return raw_pdf(WORDS + b"/X Do", resources="/XObject<</X 100 0 R>>", objects={100: (dictionary, b"/X Do")})


def letters(count: int) -> bytes:
    rows = (b"1 0 0 1 %d %d Tm (abcdefgh%d) Tj\n" % (n % 595, n * 13 % 842, n % 90 + 10) for n in range(count // 10))
    return flate(b"BT /F1 1 Tf\n" + b"".join(rows) + b"ET")


def paths(count: int) -> bytes:
    rows = (b"%d %d m %d %d l S\n" % (n % 595, n % 842, n * 7 % 595, n * 3 % 842) for n in range(count))
    return flate(b"".join(rows) + WORDS)


#: What is made, and what may become of it: None is read.
HOSTILE: dict[str, tuple[Callable[[], bytes], tuple[str | None, ...]]] = {
    "a gigabyte of blanks, three times packed": (
        lambda: raw_pdf(zlib.compress(zlib.compress(bomb(1000, b" \n"), 9), 9), filters=DEFLATED * 3),
        ("memory", "timeout", "crashed", "no_text"),
    ),
    "a gigabyte of blanks": (
        lambda: raw_pdf(bomb(1000, b" \n"), filters=DEFLATED),
        ("memory", "timeout", "crashed", "no_text"),
    ),
    "300 MB of lines": (
        lambda: raw_pdf(bomb(300, b"0 0 m 1 1 l S\n"), filters=DEFLATED),
        ("memory", "timeout", "crashed"),
    ),
    "forms in forms, ten to the tenth": (lambda: forms(10, 10), ("memory", "timeout", "crashed", None)),
    "a form that draws itself": (form_of_itself, (None,)),
    "500,000 lines": (lambda: paths(500_000), (None, "timeout")),
    "500,000 letters": (lambda: letters(500_000), (None, "timeout")),
    "10,000 pages": (lambda: raw_pdf(*[WORDS] * 10_000), (None,)),
    "a million saved states": (lambda: flate(b"q " * 1_000_000 + WORDS), (None, "no_text", "crashed")),
    "a million open arrays": (lambda: flate(b"[" * 1_000_000 + WORDS), (None, "no_text", "crashed")),
    "a page 70 metres wide": (lambda: raw_pdf(WORDS, page="/MediaBox[0 0 200000 200000]"), (None,)),
    "a page of no size": (lambda: raw_pdf(WORDS, page="/MediaBox[0 0 0 0]"), (None,)),
    "a page of endless size": (lambda: raw_pdf(WORDS, page="/MediaBox[-1e38 -1e38 1e38 1e38]"), (None, "no_text")),
    "a page turned by 45 degrees": (lambda: raw_pdf(WORDS, page="/MediaBox[0 0 595 842]/Rotate 45"), (None,)),
    "cut in half": (lambda: GOOD[: len(GOOD) // 2], (None, "damaged", "no_text")),
    "random bytes": (lambda: b"%PDF-1.7\n" + os.urandom(200_000), ("damaged",)),
    "nothing": (lambda: b"", ("unsupported",)),
    "a page tree that bites its tail": (
        lambda: raw_pdf(WORDS).replace(b"/Kids[10 0 R]", b"/Kids[2 0 R] "),
        ("damaged",),
    ),
    "a wrong cross-reference table": (lambda: GOOD.replace(b"startxref\n", b"startxref\n9"), (None,)),
    "deep dictionaries": (
        lambda: raw_pdf(WORDS, catalog="/A" + "<</A" * 50_000 + " 1" + ">>" * 50_000),
        (None, "damaged", "crashed"),
    ),
    "a picture of a billion pixels": (
        lambda: raw_pdf(
            b"q 500 0 0 500 0 300 cm /X Do Q " + WORDS,
            resources="/XObject<</X 100 0 R>>",
            objects={
                100: (
                    "/Type/XObject/Subtype/Image/Width 30000/Height 30000/ColorSpace/DeviceRGB/BitsPerComponent 8"
                    "/Filter/FlateDecode",
                    bomb(100, b"\0"),
                )
            },
        ),
        (None, "memory", "timeout", "crashed"),
    ),
    "a Word file of 100 MB": (lambda: docx(paragraph("x" * 100_000_000)), ("too_large",)),
    "a Word file of a million tags": (lambda: docx("<w:p>" * 300_000), ("damaged",)),
    "HTML of a hundred thousand boxes": (
        lambda: b"<html>" + b"<div>" * 100_000 + b"1042",
        (None, "damaged", "crashed", "no_text", "timeout"),
    ),
}


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(Limits(seconds=WALL)) as reader:
        reader.read(GOOD, "warm.pdf")
        yield reader


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_cost_one_child(reader: Reader, name: str) -> None:
    make, outcomes = HOSTILE[name]
    content = make()
    document = reader.read(content, "x.html" if name.startswith("HTML") else "x")
    assert document.unreadable in outcomes
    assert sum(len(page.words) for page in document.pages) <= Limits().words
    assert reader.read(GOOD, "next.pdf").unreadable is None


def test_memory_is_limited() -> None:
    with Reader(Limits(memory=300 << 20, seconds=WALL)) as reader:
        assert reader.read(raw_pdf(bomb(400, b" \n"), filters=DEFLATED), "x.pdf").unreadable is not None
        assert reader.read(GOOD, "x.pdf").unreadable is None


@pytest.fixture
def confined() -> Callable[[Callable[[], None]], int]:
    """Runs a function in a process that has given everything up. Returns 0 where it could, 77 where it was refused."""

    def run(attempt: Callable[[], None]) -> int:
        child = os.fork()
        if not child:
            status = 1
            try:
                confine.confine(1 << 30)
                attempt()
                status = 0
            except OSError:
                status = 77
            finally:
                os._exit(status)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    return run


def test_the_child_cannot_write(confined: Callable[[Callable[[], None]], int], tmp_path: Path) -> None:
    existing = tmp_path / "existing"
    existing.write_text("kept")

    def attempt() -> None:
        with existing.open("w") as file:
            file.write("lost")

    assert confined(attempt) == 77
    assert existing.read_text() in ("kept", "")


def test_the_child_cannot_reach_the_network(confined: Callable[[Callable[[], None]], int]) -> None:
    if Reader().isolation()["network"] == "open":
        pytest.skip("no user namespaces here, and no Landlock that knows the network: Linux 6.7 has it")
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        assert confined(lambda: socket.create_connection(address, 2).close()) == 77


def test_the_child_cannot_take_much_memory(confined: Callable[[Callable[[], None]], int]) -> None:
    def attempt() -> None:
        try:
            bytearray(2 << 30)
        except MemoryError:
            raise OSError from None

    assert confined(attempt) == 77


def test_what_holds_is_told() -> None:
    with Reader() as reader:
        told = reader.isolation()
    assert set(told) == {"network", "writing"}
    assert resource.getrlimit(resource.RLIMIT_AS)[0] != Limits().memory, "the parent keeps its own limits"


def test_the_child_dies_with_its_parent() -> None:
    """A parent that is killed cannot say goodbye; the child must not stay."""
    reading, writing = os.pipe()
    parent = os.fork()
    if not parent:
        reader = Reader()
        reader.isolation()
        own = reader.lanes[0].child
        assert own is not None
        os.write(writing, str(own.pid).encode())
        os.kill(os.getpid(), 9)
    os.waitpid(parent, 0)
    child = int(os.read(reading, 20))
    os.close(reading)
    os.close(writing)
    for _ in range(3000):
        state = Path(f"/proc/{child}/stat")
        if not state.exists() or state.read_text().split(")")[1].split()[0] == "Z":
            return
        time.sleep(0.02)
    pytest.fail("the child outlived its parent")


# -- a bomb beside something good --------------------------------------------------------------------------

#: Ends by the clock, and for want of memory.
BOMBS = {
    "timeout": lambda: forms(10, 10),
    "memory": HOSTILE["a gigabyte of blanks, three times packed"][0],
}


def zipped(*files: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return held.getvalue()


def mailed(*files: tuple[str, bytes]) -> bytes:
    mail = EmailMessage()
    mail["Subject"] = "Faktura"
    mail.set_content("Se bilag.")
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return mail.as_bytes()


def outcomes(document: Document) -> dict[str, str | None]:
    return {one.source: one.unreadable for one in document.all()}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("held_in", "reason"),
    [pytest.param(zipped, "timeout", id="endless, in a zip"), pytest.param(mailed, "memory", id="too big, in a mail")],
)
def test_what_lies_beside_a_bomb_is_read(held_in: Callable[..., bytes], reason: str) -> None:
    content = held_in(("god.pdf", GOOD), ("bombe.pdf", BOMBS[reason]()), ("bedre.pdf", GOOD + b"\n%"))
    with Reader(Limits(seconds=8.0, memory=500 << 20)) as reader:
        found = outcomes(reader.read(content, "x"))
        assert outcomes(reader.read(GOOD, "next.pdf")) == {"next.pdf": None}
    assert found.pop("x/bombe.pdf") in BOMBS
    assert {"x/god.pdf", "x/bedre.pdf"} < set(found)
    assert set(found.values()) == {None}


@pytest.mark.slow
def test_a_bomb_in_an_archive_in_an_archive_costs_only_itself() -> None:
    inner = zipped(("bombe.pdf", BOMBS["memory"]()), ("inde.pdf", GOOD))
    content = zipped(("bombe.pdf", BOMBS["memory"]() + b"\n%"), ("inde.zip", inner), ("ude.pdf", GOOD + b"\n%"))
    with Reader(Limits(seconds=60.0, memory=500 << 20)) as reader:
        found = outcomes(reader.read(content, "x.zip"))
    assert {found.pop("x.zip/bombe.pdf"), found.pop("x.zip/inde.zip/bombe.pdf")} == {"memory"}
    assert found == dict.fromkeys(("x.zip", "x.zip/inde.zip", "x.zip/inde.zip/inde.pdf", "x.zip/ude.pdf"))


@pytest.mark.slow
def test_many_bombs_together_get_the_time_of_one_document() -> None:
    content = zipped(*((f"{n}.pdf", BOMBS["timeout"]() + b"\n%%%d" % n) for n in range(MOST_LEFT_OUT + 1)))
    limits = Limits(seconds=2.0)
    with Reader(limits) as reader:
        ticket = reader.submit(Job(content, "x.zip"))
        found = outcomes(reader.result(ticket).document)
    # The last of them either takes the rest of the time, or is not begun any more.
    assert found.pop("x.zip") in (*BOMBS, None)
    assert None not in found.values()
    assert len(ticket.job.left_out) <= MOST_LEFT_OUT


@pytest.mark.slow
def test_an_invoice_behind_five_endless_files_is_read() -> None:
    bombs = [(f"{n}.pdf", BOMBS["timeout"]() + b"\n%%%d" % n) for n in range(5)]
    with Reader(Limits(seconds=8.0)) as reader:
        found = outcomes(reader.read(zipped(*bombs, ("faktura.pdf", GOOD)), "x.zip"))
    assert found.pop("x.zip/faktura.pdf") is None
    assert found.pop("x.zip") is None
    # An endless file grows as it is drawn: which of the two limits it meets first is the machine's speed.
    assert set(found) == {f"x.zip/{name}" for name, _ in bombs}
    assert set(found.values()) <= set(BOMBS)
