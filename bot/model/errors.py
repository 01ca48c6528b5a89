"""Errors that more than one part raises or catches. Each says in one sentence what to do."""

from typing import ClassVar


class TellableError(Exception):
    """Its text is all that a person needs: one sentence, with the next step. No traceback is shown for it."""

    #: Of a command that ends with it: 1 something needs a person, 2 the call or the set-up is wrong.
    exit_status: ClassVar[int] = 1


class ConfigError(Exception):
    """A configuration, rule or template file is wrong. Exit status 2, before any mail is touched.

    One sentence: ``config.toml: smtp.port: skal være et helt tal, ikke «abc»; f.eks. port = 587``.
    """

    def __init__(self, file: str, key: str, why: str, example: str = "") -> None:
        self.file, self.key, self.why, self.example = file, key, why, example
        where = f"{file}: {key}" if key else file
        super().__init__(f"{where}: {why}" + (f"; f.eks. {example}" if example else ""))
