"""The words that a person reads for the codes of docs/interface.md."""

KINDS = {
    "invoice": "faktura", "credit_note": "kreditnota", "reminder": "rykker", "booking": "bekræftelse", "other": "andet",
}  # fmt: skip
MESSAGES = {
    "invoice": "faktura", "booking": "booking", "cancellation": "aflysning", "rsvp": "svar på invitation",
    "attendance": "deltagerliste", "membership": "medlemsændring", "annual_status": "årsstatus",
    "questionnaire": "spørgeskema", "command": "besked til botten", "auto_reply": "automatisk svar",
    "bounce": "returpost", "unknown": "ukendt",
}  # fmt: skip
#: Of a mail, of a letter, of a meeting; how a member was last written to, and what they answered (RFC 5545, RFC 5546).
STATES = {"waiting": "venter", "handled": "behandlet", "parked": "sat til side", "old": "fra før botten"}
LETTERS = {"queued": "på vej", "sending": "sendes", "sent": "sendt", "failed": "afvist"}
MEETINGS = {"confirmed": "booket", "tentative": "foreløbigt", "cancelled": "aflyst"}
METHODS = {"REQUEST": "indkaldelse", "CANCEL": "aflysning"}
ANSWERS = {
    "ACCEPTED": "ja",
    "DECLINED": "nej",
    "TENTATIVE": "måske",
    "DELEGATED": "sender en anden",
    "NEEDS-ACTION": "mangler",
}
PURPOSES = {"handling": "behandling", "decision": "afgørelse", "person": "læst"}
VERDICTS = {"accepted": "godkendt", "rejected": "afvist", "review": "til gennemsyn", "duplicate": "dublet"}
