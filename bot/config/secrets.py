"""★ A secret is never in the configuration, only where it is: ``env:NAME``, ``file:PATH`` or ``command:…``."""

import os
import shlex
from pathlib import Path

from bot.model.errors import ConfigError

#: What a secret may look like in config.toml, for the error sentence.
EXAMPLE = '"env:EKM_IMAP_PASSWORD", "file:/etc/kvalitetsbot/password" eller "command:pass show ekm"'
#: A command that hangs must not hang the service.
COMMAND_SECONDS = 20


class Secret:
    """Points at a secret. Its text form shows where it is, never what it is."""

    __slots__ = ("_file", "_folder", "_key", "_where")

    def __init__(self, where: str, *, file: str, key: str, folder: Path) -> None:
        """``file`` and ``key`` name the place in the configuration; a relative PATH starts at ``folder``."""
        kind, _, rest = where.partition(":")
        if kind not in {"env", "file", "command"} or not rest.strip():
            # The value itself may be a password typed in by mistake: it is not repeated.
            raise ConfigError(file, key, "selve hemmeligheden må ikke stå her, kun hvor den er", EXAMPLE)
        self._where, self._file, self._key, self._folder = where, file, key, folder

    def reveal(self) -> str:
        """The secret. Raises ``ConfigError`` where it can't be had; an ending line break is not part of it."""
        kind, _, rest = self._where.partition(":")
        match kind:
            case "env":
                value = os.environ.get(rest)
                if value is None:
                    raise self._error(f"miljøvariablen {rest} er ikke sat")
            case "file":
                value = self._from_file(self._folder / Path(rest).expanduser())
            case _:
                value = self._from_command(rest)
        value = value.rstrip("\r\n")
        if not value:
            raise self._error("hemmeligheden er tom")
        return value

    def _from_file(self, path: Path) -> str:
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise self._error(f"filen {path} kan ikke læses ({type(error).__name__})") from None

    def _from_command(self, line: str) -> str:
        import subprocess  # noqa: PLC0415  # 6 ms that a configuration with no such secret need not pay

        try:
            # The administrator's own command from the administrator's own file; no shell.
            done = subprocess.run(  # noqa: S603
                shlex.split(line), capture_output=True, timeout=COMMAND_SECONDS, cwd=self._folder, check=False
            )
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            raise self._error(f"kommandoen kunne ikke køres ({type(error).__name__})") from None
        if done.returncode:
            # Its output may hold the secret: only the status is told.
            raise self._error(f"kommandoen endte med status {done.returncode}")
        try:
            return done.stdout.decode()
        except UnicodeDecodeError:
            raise self._error("kommandoen skrev ikke tekst i UTF-8") from None

    def _error(self, why: str) -> ConfigError:
        return ConfigError(self._file, self._key, why, EXAMPLE)

    def __repr__(self) -> str:
        return f"Secret({self._where.partition(':')[0]}:…)"

    __str__ = __repr__
