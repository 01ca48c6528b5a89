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
VERDICTS = {"accepted": "godkendt", "rejected": "afvist", "review": "til gennemsyn", "duplicate": "dublet"}
