"""★ ``extract``: what was read of a document, told line by line, drawn or written to a file."""

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli import reading_json
from bot.cli.batch import Output
from bot.cli.output import emit, plain, shown_path, table
from bot.cli.words import KINDS
from bot.model.invoice import InvoiceFields, InvoiceReading

if TYPE_CHECKING:
    from bot.documents.job import Answer
    from bot.documents.telling import Telling
    from bot.model.document import Document


class Told:
    """What a call of ``extract`` tells, as its options ask."""

    def __init__(self, args: argparse.Namespace, output: Output, vocabulary: Mapping[str, Any]) -> None:
        """Raises ``CommandError`` where the pictures can't be where they are asked for."""
        self._args, self._output, self._vocabulary = args, output, vocabulary
        #: Whether something could not be read.
        self.unreadable = False
        #: What is asked of reading for it.
        self.asked: dict[str, Any] = {"traced": args.explain}
        self._pictures: list[Path] = []
        if args.picture is not None:
            from bot.cli.picture import DPI, checked

            self._pictures = checked(args.picture, len(args.files))
            self.asked |= {"words": True, "dpi": DPI}

    def tell(self, number: int, file: Path, answer: "Answer") -> None:
        """``number``: how many files were before it in the call."""
        for document, reading in _each(answer):
            self.unreadable |= document.unreadable is not None or bool(document.unread_parts)
            source = shown_path(file, document.source.removeprefix(file.name))
            shown = {"source": source, "sha256": document.sha256} | reading_json.of(reading, document)
            if self._args.into and document is not answer.document:
                shown["file_sha256"] = answer.document.sha256
            self._show(shown, reading)
        self._output.write(answer.document.sha256)
        if self._pictures:
            from bot.cli.picture import write

            write(answer, self._reasons(), self._pictures[number])

    def _show(self, shown: dict[str, Any], reading: InvoiceReading) -> None:
        """One reading, with what it was chosen from where that was asked for."""
        for_program = self._args.json or self._args.into
        if self._args.explain and for_program:
            from bot.cli.explain import as_json

            shown["explain"] = as_json(reading, self._reasons())
        if self._args.into:
            self._output.add(shown)
        elif self._args.json:
            emit(shown)
        else:
            _print(shown)
        if self._args.explain and not for_program:
            from bot.cli.explain import print_explained

            print_explained(reading, self._reasons())

    def _reasons(self) -> "Telling":
        from bot.documents.telling import Telling

        return Telling(self._vocabulary)


def _each(answer: "Answer") -> Iterator[tuple["Document", InvoiceReading]]:
    """Each reading of the document and of those that lie in it. Not the container that was opened, only what lies in
    it; nor a file in a document of pages that tells of nothing, as the XML of a Factur-X, which that tells of itself.
    """
    has_pages = bool(answer.document.page_count)
    for document, readings, _ in answer.each():
        if document.unreadable and not readings:  # too large for the child, or it was ended by it
            yield document, InvoiceReading("other", InvoiceFields(), document.method)
        is_opened = bool(document.parts) and not document.page_count and not document.unread_parts
        is_beside_pages = has_pages and document is not answer.document
        for reading in readings:
            if reading.kind != "other" or document.unreadable or not (is_opened or is_beside_pages):
                yield document, reading


def _print(shown: dict[str, Any]) -> None:
    print(
        f"{shown['source']}: {KINDS[shown['kind']]}" + (f" ({shown['unreadable']})" if shown.get("unreadable") else "")
    )
    rows = [
        {"field": name, "value": _value(f["value"]), "sure": f"{f['confidence']:.2f}", "text": f["text"]}
        for name, f in shown["fields"].items()
    ]
    if rows:
        table(rows, (("field", "Felt"), ("value", "Værdi"), ("sure", "Sikkerhed"), ("text", "Som det står")))


def _value(value: Any) -> str:
    """A payment as its parts, everything else as JSON has it."""
    return " ".join(map(str, value.values())) if isinstance(value, dict) else str(plain(value))
