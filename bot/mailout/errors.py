"""What the other server may do to us. Both are expected; neither is a bug."""


class MailError(Exception):
    """``code`` is for logs and tables ("smtp-451", "timeout", "auth"); the text is one line for a person, never a
    secret.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


class TransientMailError(MailError):
    """The other server is away or says "not now" (4yz, time-out, cut connection): the letter is kept and tried later.

    ``ambiguous``: the final dot was sent and no answer came, so the letter may have been taken (RFC 1047).
    """

    def __init__(self, code: str, text: str, *, ambiguous: bool = False) -> None:
        super().__init__(code, text)
        self.ambiguous = ambiguous


class SetupMailError(TransientMailError):
    """Our own configuration or account is refused (login, certificate, no STARTTLS): every letter waits, a person is
    told.
    """


class PermanentMailError(MailError):
    """The other server says no (5yz): recorded, told to the secretariat, not tried again."""


class NoRecipientError(ValueError):
    """None of a letter's addresses can be written to; the text is its cause."""
