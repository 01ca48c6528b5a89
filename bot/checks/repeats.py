"""Whether it came before: the same again, a correction of one that was rejected, or something suspiciously alike."""

from bot.checks.case import Case
from bot.danish.amounts import kroner
from bot.danish.text import firm_key, fold
from bot.model.finding import Finding
from bot.model.invoice import InvoiceReading
from bot.model.world import FiledInvoice

#: Invoices that are paid or may be: an invoice beside one of them would be paid a second time.
OPEN = ("accepted", "review")


def number_key(number: str | None) -> str:
    """«F-1042» and «f 1042» are one number."""
    return fold(number or "").replace(" ", "")


def first_of(case: Case) -> FiledInvoice | None:
    """The invoice filed before that this one repeats: the same bytes, or the same supplier, number and amount.

    A rejected one is no hindrance to its correction, so only the same bytes repeat it.
    """
    same_file = case.same_file
    if same_file is not None and same_file.verdict is not None and same_file.kind == "invoice":
        return same_file
    number, total = _number(case.reading), case.fields.total
    if not number or total is None:
        return None
    return next(
        (
            i
            for i in case.earlier
            if i.verdict in OPEN
            and number_key(i.invoice_number) == number
            and i.total == total.value
            and _same_cvr(case, i)
        ),
        None,
    )


def is_mere_repeat(case: Case) -> bool:
    """The same bytes, or the same invoice to the same account; and the rules still call that a duplicate."""
    first, payment = first_of(case), case.fields.payment
    if first is None or case.rules.checks["duplicate"].severity != "duplicate":
        return False
    if first.sha256 == case.sha256 or first.payment is None or payment is None:
        return True
    return first.payment.key == payment.value.key


def duplicate(case: Case) -> Finding | None:
    """Same supplier, number and amount, or the same bytes, as one filed before."""
    first = first_of(case)
    if first is None:
        return None
    sentence = "same_file" if first.sha256 == case.sha256 else "said"
    day, number = f"{first.received:%d.%m.%Y}", first.invoice_id
    return case.finding("duplicate", "invoice_number", sentence=sentence, day=day, number=number)


def credited(case: Case) -> Finding | None:
    """A credit note in the same mail takes the invoice back: what is owed is for a person to tell."""
    number, total = _number(case.reading), case.fields.total
    for note in case.credit_notes:
        of = number_key(note.preceding_invoice.value) if note.preceding_invoice else ""
        amount = note.fields.total
        same_amount = not of and total is not None and amount is not None and abs(amount.value) == total.value
        if same_amount or (of and of == number):
            return case.finding("credited", "invoice_number")
    return None


def possible_duplicate(case: Case) -> Finding | None:
    """It may be paid twice: same number, another amount; or same meeting and nearly the same amount, another number;
    or it says itself that it takes the place of one that is paid or may be; or another firm was owed the very amount
    for the meeting.
    """
    if first_of(case) is not None:
        return None
    code = "possible_duplicate"
    alike = next((i for i in case.earlier if i.verdict in OPEN and not i.closed and _alike(case, i)), None)
    if alike is not None:
        return case.finding(
            code,
            "invoice_number",
            number=alike.invoice_number or case.say(code, "no_number"),
            total=kroner(alike.total) if alike.total is not None else case.say(code, "no_total"),
            day=f"{alike.received:%d.%m.%Y}",
        )
    of_another = _of_another_firm(case)
    if of_another is not None:
        supplier = of_another.supplier or case.say(code, "some_firm")
        return case.finding(code, "total", sentence="another_firm", supplier=supplier)
    if any(_alike_beside(case, other) for other in case.together):
        return case.finding(code, "invoice_number", sentence="same_mail")
    return None


def correction_of(case: Case) -> FiledInvoice | None:
    """The rejected invoice that this one takes the place of.

    The same number decides; without it the same meeting, if only one rejected invoice of the supplier is open there.
    """
    if first_of(case) is not None:
        return None
    open_ones = [i for i in case.earlier if i.verdict == "rejected" and not i.closed and i.sha256 != case.sha256]
    number = _number(case.reading)
    by_number = [i for i in open_ones if number and number_key(i.invoice_number) == number]
    if by_number:
        return by_number[-1]
    by_meeting = [i for i in open_ones if _same_meeting(case, i)]
    return by_meeting[0] if len(by_meeting) == 1 else None


def same_invoice(left: InvoiceReading, right: InvoiceReading) -> bool:
    """Whether two documents of one mail are one invoice twice: everything that decides is the same."""
    return _essence(left) == _essence(right) and bool(_number(left)) and left.fields.total is not None


def _essence(reading: InvoiceReading) -> tuple[object, ...]:
    f = reading.fields
    due, total, payment, day = f.due_date, f.total, f.payment, f.meeting_date
    return (
        reading.kind,
        reading.network_id,
        _number(reading),
        f.cvr.value if f.cvr else firm_key(f.supplier.value) if f.supplier else None,
        due.value if due else None,
        total.value if total else None,
        payment.value.key if payment else None,
        day.value if day else None,
        reading.doubts,
    )


def _alike(case: Case, filed: FiledInvoice) -> bool:
    number, replaced = _number(case.reading), case.reading.preceding_invoice
    known = number_key(filed.invoice_number)
    if known and known in (number, number_key(replaced.value) if replaced else ""):
        return True
    total = case.fields.total
    if total is None or filed.total is None:
        return False
    if filed.total == total.value and _waits_for_its_meeting(case, filed):
        return True
    nearly = case.numbers("possible_duplicate")["near_percent"] / 100 * max(abs(filed.total), abs(total.value))
    return abs(filed.total - total.value) <= nearly and _same_meeting(case, filed)


def _of_another_firm(case: Case) -> FiledInvoice | None:
    """Room and food of two firms seldom cost the same to the øre: one dinner billed by the café and by its owner."""
    total = case.fields.total
    if case.meeting is None or total is None:
        return None
    own = {i.invoice_id for i in case.earlier}
    filed = case.ledger.invoices_of_meeting(case.meeting.meeting_id)
    open_ones = (i for i in filed if i.kind == "invoice" and i.verdict in OPEN and not i.closed)
    return next((i for i in open_ones if i.total == total.value and i.invoice_id not in own), None)


def _waits_for_its_meeting(case: Case, filed: FiledInvoice) -> bool:
    """Filed without a booked meeting and not decided: it may be for this one, its date misprinted."""
    same_network = case.network is None or filed.network_id is None or case.network.network_id == filed.network_id
    return filed.verdict == "review" and filed.meeting_id is None and same_network


def _alike_beside(case: Case, other: InvoiceReading) -> bool:
    mine, its = case.fields, other.fields
    same_firm = (mine.cvr and its.cvr and mine.cvr.value == its.cvr.value) or (
        mine.supplier and its.supplier and firm_key(mine.supplier.value) == firm_key(its.supplier.value)
    )
    if not same_firm:
        return False
    number = _number(case.reading)
    if number and number == _number(other):
        return True
    days = mine.meeting_date and its.meeting_date and mine.meeting_date.value == its.meeting_date.value
    return bool(days and mine.total and its.total and mine.total.value == its.total.value)


def _same_meeting(case: Case, filed: FiledInvoice) -> bool:
    if case.meeting is not None and filed.meeting_id is not None:
        return case.meeting.meeting_id == filed.meeting_id
    same_network = case.network is None or filed.network_id is None or case.network.network_id == filed.network_id
    return case.day is not None and case.day == filed.meeting_date and same_network


def _same_cvr(case: Case, filed: FiledInvoice) -> bool:
    """Two firms may share a name: where both print a CVR number, it decides."""
    return case.cvr is None or filed.cvr is None or case.cvr == filed.cvr


def _number(reading: InvoiceReading) -> str:
    return number_key(reading.fields.invoice_number.value) if reading.fields.invoice_number else ""
