"""★ ``extract FILE...`` and ``process PATH...``: documents and mail on disk, through the same path as live mail."""

import argparse
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.cli.common import CommandError, command, config_of, emit, moment, note, progress, shown_path, store_of

if TYPE_CHECKING:
    from bot.cli.batch import Output
    from bot.clock import Clock
    from bot.config import Config
    from bot.documents.job import Answer
    from bot.model.document import Document
    from bot.model.invoice import InvoiceReading
    from bot.service.pipeline import Handled, Pipeline, Prepared
    from bot.service.readers import AnyReader
    from bot.service.surroundings import Surroundings
    from bot.store import Store


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    read = command(commands, "extract", extract, "læs dokumenter og vis, hvad der står; intet gemmes")
    read.add_argument("files", nargs="+", type=Path, metavar="FIL", help="PDF, e-faktura, Word, HTML, tekst")
    read.add_argument("--explain", action="store_true", help="vis også, hvad hvert felt blev valgt imellem, og hvorfor")
    read.add_argument(
        "--picture",
        type=Path,
        metavar="UD.png",
        help="tegn siderne med hvert felt i en ramme (flere filer: UD-2.png, …)",
    )
    read.add_argument(
        "--into",
        type=Path,
        metavar="UD.jsonl",
        help="skriv JSON-linjerne i den fil; dokumenter, som står der i forvejen, springes over",
    )
    taken = command(commands, "process", process, "tag mails fra disken (.eml, Maildir, mbox) ad samme vej som ny post")
    taken.add_argument(
        "paths", nargs="+", type=Path, metavar="STI", help="en .eml-fil, en Maildir, en mbox eller en mappe med dem"
    )
    taken.add_argument("--now", type=moment, metavar="TID", help="sæt uret, f.eks. 2026-03-15T09:00+01:00")
    taken.add_argument("--dry-run", action="store_true", help="lad databasen og breve være, som de er")
    taken.add_argument("--inbox", metavar="ADRESSE", help="adressen, som mailen blev afleveret på")
    taken.add_argument("--letters", type=Path, metavar="MAPPE", help="skriv også brevene som .eml i mappen")


# -- extract ---------------------------------------------------------------------------------------------


def extract(args: argparse.Namespace) -> int:
    """Works without a configuration too: then no register is known, and the shipped rules are used."""
    from bot.cli.batch import Output, ahead
    from bot.clock import SystemClock
    from bot.documents.formats.sandbox_nursery import split_off
    from bot.documents.job import Job, Known
    from bot.rulebook import Rulebook

    for file in args.files:
        if not file.is_file():
            raise CommandError(f"{file}: filen findes ikke")
    config = _configured(args)
    if args.is_program:
        split_off()
    register, suppliers = _known(config)
    today = SystemClock().now().date()
    vocabulary = Rulebook.load(overlay=config.rules if config else None).vocabulary
    known = Known(register, suppliers, vocabulary)
    pictures = _Pictures(args)
    unreadable = False
    with _reader(config, len(args.files)) as reader, Output(args.into) as output:

        def begin(file: Path) -> tuple[Path, Any]:
            content = file.read_bytes()
            if output.has(content):
                return file, None
            asked = Job(content, file.name, today, look="always", traced=args.explain, **pictures.asked)
            return file, reader.submit(asked, known)

        files = progress(args.files, "læser", len(args.files))
        for number, (file, ticket) in enumerate(ahead(files, begin)):
            if ticket is None:
                continue
            done = reader.result(ticket)
            for document, reading in _told_of(done):
                unreadable |= document.unreadable is not None or bool(document.unread_parts)
                source = shown_path(file, document.source.removeprefix(file.name))
                shown = {"source": source, "sha256": document.sha256} | _reading(reading, document)
                if args.into and document is not done.document:
                    shown["file_sha256"] = done.document.sha256
                _show(args, output, shown, reading, vocabulary)
            output.write(done.document.sha256)
            pictures.write(number, done, vocabulary)
    return 1 if unreadable else 0


@contextmanager
def _reader(config: "Config | None", files: int) -> Iterator["AnyReader"]:
    """As the configuration says; without one, two children where there is more than one file."""
    reader: AnyReader
    if config is None:
        from bot.documents.formats.sandbox import Reader

        reader = Reader(children=min(2, files))
    else:
        from bot.service.readers import reader_of

        reader = reader_of(config)
    try:
        yield reader
    finally:
        reader.close()


def _told_of(done: "Answer") -> Iterator[tuple["Document", "InvoiceReading"]]:
    """Each reading of the document and of those that lie in it. Not the container that was opened, only what lies in
    it; nor a file in a document of pages that tells of nothing, as the XML of a Factur-X, which that tells of itself.
    """
    has_pages = bool(done.document.page_count)
    for document, readings, _ in done.each():
        is_opened = bool(document.parts) and not document.page_count and not document.unread_parts
        is_beside_pages = has_pages and document is not done.document
        for reading in readings:
            if reading.kind != "other" or document.unreadable or not (is_opened or is_beside_pages):
                yield document, reading


class _Pictures:
    """Where ``--picture`` was asked for, the pictures' files; else nothing to do."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.paths: list[Path] = []
        self.asked: dict[str, Any] = {}
        if args.picture is not None:
            from bot.cli.picture import DPI, checked

            self.paths = checked(args.picture, len(args.files))
            self.asked = {"words": True, "dpi": DPI}

    def write(self, number: int, answer: Any, vocabulary: Any) -> None:
        if self.paths:
            from bot.cli.picture import write
            from bot.documents.telling import Telling

            write(answer, Telling(vocabulary), self.paths[number])


def _show(args: argparse.Namespace, output: "Output", shown: dict[str, Any], reading: Any, vocabulary: Any) -> None:
    """One reading, with what it was chosen from where that was asked for."""
    if args.explain:
        from bot.cli.explain import as_json, print_explained
        from bot.documents.telling import Telling

        telling = Telling(vocabulary)
        if args.json or args.into:
            shown["explain"] = as_json(reading, telling)
    if args.into:
        output.add(shown)
    else:
        emit(shown) if args.json else _print_reading(shown)
    if args.explain and not (args.json or args.into):
        print_explained(reading, telling)


def _configured(args: argparse.Namespace) -> "Config | None":
    """The configuration, where there is one or one was named."""
    from bot.config import load, locate

    path = locate(args.config)
    return load(path) if args.config is not None or path.exists() else None


def _known(config: "Config | None") -> tuple[Any, Any]:
    """The register and the suppliers of its database, where there is one."""
    from bot.model.register import Register

    if config is None or not config.database.exists():
        return Register(), ()
    with store_of(config) as store:
        return store.register(), store.ledger.suppliers()


# -- process ---------------------------------------------------------------------------------------------


def process(args: argparse.Namespace) -> int:
    config = config_of(args)
    from bot.cli.batch import ahead
    from bot.clock import FixedClock, SystemClock
    from bot.documents.formats.sandbox_nursery import split_off
    from bot.mailin.disk import messages_on_disk
    from bot.service.pipeline import Pipeline
    from bot.service.surroundings import Surroundings, ours

    for path in args.paths:
        if not path.exists():
            raise CommandError(f"{path}: findes ikke")
        if not (path.is_file() or path.is_dir()):
            raise CommandError(f"{path}: er hverken en fil eller en mappe")
    if args.inbox and ours(config, args.inbox) is None:
        raise CommandError(f"--inbox {args.inbox}: adressen er ingen af vores; de står i config.toml")
    if args.is_program:
        split_off()
    clock = FixedClock(args.now) if args.now else SystemClock()
    person_needed = False
    with ExitStack() as stack:
        around = Surroundings(config)
        stack.callback(around.close)
        store = stack.enter_context(_copied(config) if args.dry_run else store_of(config, create=True))
        mails = (m for path in args.paths for m in messages_on_disk(path))
        taking = Taking(args, around, store, Pipeline(around, store, clock.now), clock)
        for begun in ahead(progress(mails, "behandler"), taking.begin):
            shown, needed = taking.end(begun)
            person_needed |= needed
            emit(shown) if args.json else _print_message(shown)
    return 1 if person_needed else 0


@contextmanager
def _copied(config: "Config") -> Iterator["Store"]:
    """A copy of the database that is thrown away: a dry run is the real run on other paper."""
    import tempfile

    from bot.store import Store

    with (
        tempfile.TemporaryDirectory(prefix="kvalitetsbot-") as folder,
        Store(Path(folder) / "dry-run.sqlite", create=True) as store,
    ):
        if config.database.exists():
            with store_of(config):  # migrated, where it is of an older version
                store.fill_without_originals(config.database)
        yield store


class Begun(NamedTuple):
    source: str
    raw: bytes
    #: The address that the mail came to.
    mailbox: str
    #: None where there is nothing to handle.
    prepared: "Prepared | None"


@dataclass(frozen=True)
class Taking:
    """Mails from disk, each in two halves, so that the documents of the next are read meanwhile."""

    args: argparse.Namespace
    around: "Surroundings"
    store: "Store"
    pipeline: "Pipeline"
    clock: "Clock"
    #: Numbers of those that have begun: the same mail twice in one call is handled once.
    taken: set[int] = field(default_factory=set)

    def begin(self, mail: tuple[str, bytes]) -> Begun:
        """Keeps a mail and has its documents read, where it is new, or was kept and not handled when an earlier call
        was stopped.
        """
        from bot.mailin.delivery import delivered_to
        from bot.mailin.parse import received_from_headers
        from bot.service.surroundings import secretariat_of
        from bot.store import Incoming

        (source, raw), now, store = mail, self.clock.now(), self.store
        addresses = (self.args.inbox,) if self.args.inbox else tuple(delivered_to(raw))
        mailbox, secretariat = secretariat_of(self.around.config, addresses)
        received = received_from_headers(raw) or now
        kept = store.keep("disk", 0, [Incoming(None, raw, received, mailbox, secretariat)], now)
        number = kept[0] if kept else store.find(mailbox, raw)
        known = None if number is None or number in self.taken else store.message(number)
        if number is None or known is None or known.state != "waiting":
            return Begun(shown_path(source), raw, mailbox, None)
        self.taken.add(number)
        return Begun(shown_path(source), raw, mailbox, self.pipeline.begin(number))

    def end(self, begun: Begun) -> tuple[dict[str, Any], bool]:
        """What is told of the mail, and whether a person is needed."""
        handled = None if begun.prepared is None else self.pipeline.end(begun.prepared)
        if handled is None:
            return _seen_before(self.store, begun.mailbox, begun.source, begun.raw)
        if self.args.letters:
            _write_letters(self.args.letters, handled)
        return _message(begun.source, handled), handled.decision.verdict == "review" or bool(handled.decision.attention)


def _seen_before(store: "Store", mailbox: str, source: str, raw: bytes) -> tuple[dict[str, Any], bool]:
    """A mail that is filed already (the same bytes), or one that could not be handled and is put aside."""
    number = store.find(mailbox, raw)
    known = store.message(number) if number is not None else None
    handled = known is not None and known.state == "handled"
    note(f"{source}: {'er arkiveret i forvejen' if handled else 'kunne ikke behandles'}")
    keys = ("message_id", "received", "kind", "verdict", "state")
    shown = {key: getattr(known, key) for key in keys if getattr(known, key, None) is not None}
    return {"source": source} | shown, not handled


def _write_letters(folder: Path, handled: "Handled") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for letter in handled.letters:
        name = letter.message_id.strip("<>").partition("@")[0]
        (folder / f"{letter.template}-{name}.eml").write_bytes(letter.raw)


# -- as JSON ---------------------------------------------------------------------------------------------


def _message(source: str, handled: "Handled") -> dict[str, Any]:
    from bot.cli.meeting_json import meetings_of

    message, decision = handled.message, handled.decision
    out: dict[str, Any] = {
        "source": source,
        "message_id": message.message_id,
        "received": message.received,
        "kind": decision.kind,
        "verdict": decision.verdict,
        "invoices": [_document(d) for d in decision.documents],
        **meetings_of(decision),
        "outgoing": [_letter(letter) for letter in handled.letters],
        "unanswered": decision.unanswered,
        "attention": list(decision.attention),
    }
    return {k: v for k, v in out.items() if v not in (None, [])}


def _document(d: Any) -> dict[str, Any]:
    from bot.danish.cpr import mask_cpr

    out = {
        "attachment": d.attachment and mask_cpr(d.attachment),
        "part": d.reading.part,
        "kind": d.reading.kind,
        "verdict": d.verdict,
        "network_id": d.reading.network_id,
        "meeting_id": d.meeting_id,
        "pay_on": d.pay_on,
        "fields": _fields(d.reading),
    }
    return {k: v for k, v in out.items() if v is not None} | {
        "findings": [{"code": f.code, "severity": f.severity, "detail": f.detail} for f in d.findings]
    }


def _letter(letter: Any) -> dict[str, Any]:
    out = {
        "template": letter.template,
        "to": [a.address for a in letter.to],
        "cc": [a.address for a in letter.cc],
        "subject": letter.subject,
        "in_reply_to": letter.in_reply_to,
        "attachments": list(letter.attachments),
        "text": letter.text,
    }
    return {k: v for k, v in out.items() if v is not None}


def _reading(reading: Any, document: Any) -> dict[str, Any]:
    out = {
        "kind": reading.kind,
        "part": reading.part,
        "pages": reading.pages,
        "method": reading.method,
        "network_id": reading.network_id,
        "unreadable": document.unreadable,
        "unread_parts": [part._asdict() for part in document.unread_parts] or None,
        "doubts": list(reading.doubts) or None,
        "other_payments": [f.value.as_json() for f in reading.other_payments] or None,
    }
    return {k: v for k, v in out.items() if v is not None} | {"fields": _fields(reading)}


def _fields(reading: Any) -> dict[str, Any]:
    return {name: _field(f) for name, f in reading.fields.found()}


def _field(f: Any) -> dict[str, Any]:
    value = f.value.as_json() if hasattr(f.value, "as_json") else f.value
    out = {"value": value, "confidence": round(f.confidence, 3), "text": f.text, "page": f.page}
    if f.box is not None:
        out["box"] = [round(v, 1) for v in f.box]
    if f.how:
        out["how"] = f.how
    if f.doubts:
        out["doubts"] = list(f.doubts)
    return {k: v for k, v in out.items() if v is not None}


# -- for a person ----------------------------------------------------------------------------------------

#: The words that a person reads for the codes of docs/interface.md.
KINDS = {
    "invoice": "faktura", "credit_note": "kreditnota", "reminder": "rykker", "booking": "bekræftelse", "other": "andet",
}  # fmt: skip
MESSAGES = {
    "invoice": "faktura", "booking": "booking", "cancellation": "aflysning", "rsvp": "svar på invitation",
    "attendance": "deltagerliste", "membership": "medlemsændring", "annual_status": "årsstatus",
    "questionnaire": "spørgeskema", "command": "besked til botten", "auto_reply": "automatisk svar",
    "bounce": "returpost", "unknown": "ukendt",
}  # fmt: skip
VERDICTS = {"accepted": "godkendt", "rejected": "afvist", "review": "til gennemsyn", "duplicate": "dublet"}


def _print_message(shown: dict[str, Any]) -> None:
    verdict = VERDICTS.get(shown.get("verdict", ""), "ingen afgørelse")
    kind = MESSAGES.get(shown.get("kind", ""), "kunne ikke behandles")
    print(f"{shown['source']}: {kind}, {verdict}")
    for invoice in shown.get("invoices", []):
        verdict = VERDICTS.get(invoice.get("verdict", ""), "ingen afgørelse")
        print(f"  {invoice.get('attachment') or 'mailens tekst'}: {KINDS[invoice['kind']]}, {verdict}")
        for finding in invoice["findings"]:
            print(f"    {finding['code']}: {finding['detail']}")
    for letter in shown.get("outgoing", []):
        print(f"  brev til {', '.join(letter['to'])}: {letter['subject']}")


def _print_reading(shown: dict[str, Any]) -> None:
    from bot.cli.common import table

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
    from bot.cli.common import plain

    return " ".join(map(str, value.values())) if isinstance(value, dict) else str(plain(value))
