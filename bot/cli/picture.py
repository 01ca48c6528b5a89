"""★ ``extract --picture OUT.png``: the pages with each field framed and named."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.common import CommandError
from bot.cli.output import note

if TYPE_CHECKING:
    from bot.documents.job import Answer
    from bot.documents.telling import Telling

#: Dots per inch: type of 8 points is legible, and a page fits a screen.
DPI = 120.0
_E_INVOICE = ("ubl", "cii")


def checked(path: Path, count: int) -> list[Path]:
    """Where the pictures of so many files go: OUT.png, OUT-2.png, … Raises ``CommandError`` where none can."""
    if path.suffix.lower() != ".png":
        raise CommandError(f"{path}: billedet skal hedde noget med .png")
    if not path.parent.is_dir():
        raise CommandError(f"{path.parent}: mappen findes ikke")
    return [path, *(path.with_stem(f"{path.stem}-{number}") for number in range(2, count + 1))]


def write(answer: "Answer", telling: "Telling", path: Path) -> None:
    """All pages of all invoices of one file below each other; what has no page is told instead."""
    from bot.documents import picture

    document = answer.document
    images = [
        image
        for one, readings, pictures in answer.pictured()
        for reading in readings
        for image in picture.draw(picture.marked(one, reading, telling), pictures)
    ]
    if not images:
        note(f"{document.source}: {_why_not(answer)}")
        return
    try:
        path.write_bytes(picture.as_png(picture.below_each_other(images)))
    except OSError as error:
        raise CommandError(f"{path}: kan ikke skrives ({error.strerror})") from None
    left = _left_out(answer)
    note(
        f"{document.source}: billedet er i {path}" + (f"; side {left} kunne ikke læses og er ikke med" if left else "")
    )


def _why_not(answer: "Answer") -> str:
    document = answer.document
    if document.unreadable is not None:
        return f"kunne ikke læses ({document.unreadable}), så der er intet billede"
    if document.method in _E_INVOICE:
        return "er en e-faktura og har ingen side at tegne på; felterne står i dens data"
    if not document.paged:
        return "har ingen sider at tegne på, kun tekst"
    return "siderne kan ikke tegnes"


def _left_out(answer: "Answer") -> str:
    unread: Sequence[int] = answer.document.unread_pages
    return ", ".join(map(str, unread))
