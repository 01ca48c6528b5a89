"""★ TOML into sections, strictly: an unknown key names the nearest known one, a wrong value says what is right."""

import datetime as dt
import difflib
import re
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

import tomli

from bot.config.secrets import EXAMPLE, Secret
from bot.config.sections import Config, Inbox, Login, SecretariatConfig
from bot.model.errors import ConfigError
from bot.model.host import is_loopback

T = TypeVar("T")
#: Enough to catch a slip of the pen; whether it exists, only the mail server knows.
ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")
EXAMPLES = {
    "port": "port = 993",
    "database": 'database = "kvalitetsbot.sqlite"',
    "security": 'security = "starttls"',
    "auth": 'auth = "password"',
    "host": 'host = "imap.example.dk"',
    "staff": 'staff = ["sekretariat@example.dk"]',
    "summary_at": 'summary_at = "07:00"',
    "answer_from": "answer_from = 2026-03-01",
    "invoice_address": 'invoice_address = "faktura@example.dk"',
    "network_address": 'network_address = "netvaerk@example.dk"',
    "scheduler": 'scheduler = "tcp://127.0.0.1:8786"',
    "password": f"password = {EXAMPLE}",
}


def load(path: Path) -> Config:
    """Reads and checks the whole file. Raises ``ConfigError``; secrets are not looked up yet."""
    name = str(path)
    try:
        data = tomli.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError(name, "", "filen findes ikke", "kvalitetsbot init") from None
    except UnicodeDecodeError:
        raise ConfigError(name, "", "filen er ikke UTF-8; gem den igen som UTF-8") from None
    except OSError as error:
        raise ConfigError(name, "", f"filen kan ikke læses ({type(error).__name__})") from None
    except tomli.TOMLDecodeError as error:
        raise _not_toml(name, error) from None
    reader = _Reader(name, path.resolve().parent)
    secretariats = data.pop("secretariat", None)
    if not isinstance(secretariats, dict) or not secretariats:
        raise ConfigError(name, "secretariat", "der skal stå mindst ét sekretariat", "[secretariat.EKM]")
    config = reader.section(
        Config, {"file": name} | data, "",
        ready={
            "file": path.resolve(),
            "secretariat": {key: reader.secretariat(key, value) for key, value in secretariats.items()},
        },
    )  # fmt: skip
    _check_login(name, "smtp", config.smtp)
    for key, secretariat in config.secretariat.items():
        for number, inbox in enumerate(secretariat.inbox, 1):
            _check_login(name, f"secretariat.{key}.inbox {number}", inbox)
    if config.reading.executor == "dask" and not config.reading.scheduler:
        raise ConfigError(name, "reading.scheduler", 'mangler; executor = "dask" kræver den', EXAMPLES["scheduler"])
    return config


def _not_toml(name: str, error: tomli.TOMLDecodeError) -> ConfigError:
    """The slip of the pen is a Windows path: ``\\`` begins an escape between double quotes (toml.io, «String»)."""
    why = f"linje {error.lineno} er ikke gyldig TOML ({error.msg})"
    line = error.doc.splitlines()[error.lineno - 1 : error.lineno]
    if line and "\\" in line[0]:
        return ConfigError(name, "", f"{why}; skriv stier i enkelte anførselstegn", r"database = 'C:\bot\post.sqlite'")
    return ConfigError(name, "", why, 'database = "kvalitetsbot.sqlite"')


class _Reader:
    def __init__(self, file: str, folder: Path) -> None:
        self.file, self.folder = file, folder

    def secretariat(self, key: str, data: Any) -> SecretariatConfig:
        where = f"secretariat.{key}"
        data = dict(self.table(data, where))
        inboxes = data.pop("inbox", [])
        if not isinstance(inboxes, list):
            raise ConfigError(self.file, f"{where}.inbox", "skal være en liste af tabeller", f"[[{where}.inbox]]")
        ready = {"inbox": tuple(self.section(Inbox, i, f"{where}.inbox {n}") for n, i in enumerate(inboxes, 1))}
        made = self.section(SecretariatConfig, data, where, ready=ready)
        for field in ("invoice_address", "network_address", "staff", "summary_to", "aliases"):
            value = getattr(made, field)
            for address in (value,) if isinstance(value, str) else value:
                if not ADDRESS.fullmatch(address):
                    example = EXAMPLES.get(field, EXAMPLES["staff"])
                    raise ConfigError(self.file, f"{where}.{field}", f"{address!r} er ikke en mailadresse", example)
        return made

    def table(self, data: Any, where: str) -> Mapping[str, Any]:
        if not isinstance(data, dict):
            raise ConfigError(self.file, where, "skal være en tabel", f"[{where}]")
        return data

    def section(self, cls: type[T], data: Any, where: str, ready: Mapping[str, Any] | None = None) -> T:
        """``ready`` are values that are made already."""
        ready = ready or {}
        data = self.table(data, where)
        hints = typing.get_type_hints(cls)
        known = {f.name: f for f in fields(cls)}  # type: ignore[arg-type]  # T is always a dataclass
        for key in data:
            if key not in known:
                self.unknown(key, where, [k for k in known if k != "file"])
        values = dict(ready)
        for key, f in known.items():
            full = f"{where}.{key}" if where else key
            if key in values:
                continue
            if key in data:
                values[key] = self.value(data[key], hints[key], full, key)
            elif _required(f):
                raise ConfigError(self.file, full, "mangler", EXAMPLES.get(key, f"{key} = …"))
        return cls(**values)

    def unknown(self, key: str, where: str, known: list[str]) -> None:
        near = difflib.get_close_matches(key, known, 1, 0.5)
        full = f"{where}.{key}" if where else key
        hint = f"; mente du «{near[0]}»?" if near else f"; her kan stå {', '.join(known)}"
        raise ConfigError(self.file, full, f"nøglen kendes ikke{hint}")

    def value(self, value: Any, hint: Any, full: str, key: str) -> Any:
        example = EXAMPLES.get(key, "")
        options = [a for a in typing.get_args(hint) if a is not type(None)] if _is_union(hint) else [hint]
        kind = options[0]
        if typing.get_origin(kind) is Literal:
            allowed = typing.get_args(kind)
            if value not in allowed:
                listed = ", ".join(f'"{a}"' for a in allowed)
                raise ConfigError(self.file, full, f"skal være en af {listed}", example)
            return value
        if is_dataclass(kind):
            return self.section(typing.cast("type[Any]", kind), value, full)
        if typing.get_origin(kind) is tuple:
            texts = [value] if isinstance(value, str) else value
            if not isinstance(texts, list) or not all(isinstance(v, str) and v.strip() for v in texts):
                raise ConfigError(self.file, full, "skal være en liste af tekster", example)
            return tuple(v.strip() for v in texts)
        return self.scalar(value, kind, full, example)

    def scalar(self, value: Any, kind: Any, full: str, example: str) -> Any:
        if kind is int and isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        if kind is bool and isinstance(value, bool):
            return value
        if kind is dt.date and isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return value
        if kind is dt.time:
            return self.clock(value, full)
        if isinstance(value, str) and kind in (str, Path, Secret):
            if kind is Secret:
                return Secret(value, file=self.file, key=full, folder=self.folder)
            if kind is Path:
                return self.folder / Path(value).expanduser() if value else None
            return value.strip()
        names = {int: "et positivt helt tal", bool: "true eller false", dt.date: "en dato", str: "en tekst"}
        shown = "" if kind is Secret else f", ikke {value!r}"
        raise ConfigError(self.file, full, f"skal være {names.get(kind, 'en tekst')}{shown}", example)

    def clock(self, value: Any, full: str) -> dt.time:
        if isinstance(value, dt.time):
            return value
        try:
            return dt.time.fromisoformat(str(value).replace(".", ":"))
        except ValueError:
            why = f"skal være et klokkeslæt, ikke {value!r}"
            raise ConfigError(self.file, full, why, EXAMPLES["summary_at"]) from None


def _check_login(file: str, where: str, login: Login) -> None:
    """What can only be said of several keys together."""
    if not 1 <= login.port <= 65535:
        raise ConfigError(file, f"{where}.port", "skal være mellem 1 og 65535", EXAMPLES["port"])
    if login.security == "none" and not is_loopback(login.host):
        why = "uden kryptering må kun bruges til denne maskine selv (127.0.0.1)"
        raise ConfigError(file, f"{where}.security", why, 'security = "starttls"')
    needed = {
        "password": ("user", "password"),
        "microsoft365": ("user", "tenant", "client_id"),
        "google": ("user", "client_id", "client_secret", "refresh_token"),
        "none": (),
    }[login.auth]
    for key in needed:
        if not getattr(login, key):
            why = f'mangler; auth = "{login.auth}" kræver den'
            raise ConfigError(file, f"{where}.{key}", why, EXAMPLES.get(key, ""))
    if login.auth == "microsoft365" and not (login.client_secret or login.client_certificate):
        raise ConfigError(file, f"{where}.client_secret", "mangler", 'client_secret = "env:M365_SECRET"')


def _is_union(hint: Any) -> bool:
    return typing.get_origin(hint) in (typing.Union, types.UnionType)


def _required(f: "Field[Any]") -> bool:
    return f.default is MISSING and f.default_factory is MISSING
