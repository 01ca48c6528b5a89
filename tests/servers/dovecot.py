"""Dovecot (Debian's ``dovecot-imapd``) on a free loopback port, with a folder of its own.

No configuration of the system is touched. As root, mail processes run as ``nobody``; else all of it runs as oneself.

    with Dovecot({"bot": "secret"}) as server: ... server.port, server.deliver("bot", raw)
"""

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any, Self

from bot.mailin.imap import ImapAccount
from tests.servers.certificates import Certificates, make_certificates

HOST = "127.0.0.1"
_START_SECONDS = 10.0
_serial = count(1)

_CONFIG = """\
base_dir = {top}/run
state_dir = {top}/state
log_path = {top}/log
protocols = imap
listen = {host}
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
disable_plaintext_auth = no
auth_failure_delay = 0
auth_mechanisms = plain login xoauth2 oauthbearer
default_internal_user = {internal_user}
default_internal_group = {internal_group}
default_login_user = {login_user}
default_vsz_limit = 0
mail_location = maildir:{top}/mail/%u
mail_uid = {mail_user}
mail_gid = {mail_group}
first_valid_uid = 1
first_valid_gid = 1
mail_max_userip_connections = 100
mail_fsync = never
imap_idle_notify_interval = 5 s
{capability}
{oauth2}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {top}/users
}}
{anybody}
userdb {{
  driver = static
  args = uid={mail_user} gid={mail_group} home={top}/home/%u
}}
service imap-login {{
  {chroot}
  process_min_avail = 1
  service_count = 0
  inet_listener imap {{
    address = {host}
    port = {port}
  }}
  inet_listener imaps {{
    address = {host}
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  {chroot}
  # Without this each wrong password makes the next answer seconds slower.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
namespace inbox {{
  inbox = yes
  separator = {separator}
  prefix = {prefix}
}}
"""

_ANYBODY = """\
passdb {{
  driver = static
  args = password={password}
}}
"""

_OAUTH2 = """\
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {top}/oauth2.conf.ext
}}
"""

_OAUTH2_CONF = """\
introspection_mode = post
introspection_url = {url}
username_attribute = username
active_attribute = active
active_value = true
scope = {scope}
"""


def why_not() -> str | None:
    """Why Dovecot cannot be used here; None when it can."""
    if shutil.which("dovecot", path="/usr/sbin:/usr/bin:/usr/local/sbin") is None:
        return "dovecot-imapd is not installed: apt-get install dovecot-imapd"
    version = subprocess.run([_program(), "--version"], capture_output=True, text=True, check=True).stdout
    if version.startswith("2.3."):
        return None
    return f"Dovecot {version.split()[0]} has another configuration than 2.3, which Debian 12 has"


def _program() -> str:
    return shutil.which("dovecot", path="/usr/sbin:/usr/bin:/usr/local/sbin") or "dovecot"


class Dovecot:
    """A running Dovecot until the ``with`` ends. ``port`` speaks plain IMAP and STARTTLS, ``tls_port`` implicit TLS."""

    name = "dovecot"

    def __init__(
        self,
        users: Mapping[str, str],
        *,
        introspection_url: str = "",
        scope: str = "IMAP.AccessAsApp",
        capability: str = "",
        separator: str = ".",
        prefix: str = "",
        anybody: str = "",
    ) -> None:
        """``capability``: announced in place of all that it can; ``separator`` and ``prefix`` of the folder names;
        ``anybody``: a password with which everybody else has a mailbox too.
        """
        self.users = dict(users)
        self.top = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self.port, self.tls_port = _free_ports(2)
        self.certificates: Certificates = make_certificates(self.top)
        self._options = (introspection_url, scope, capability, separator, prefix)
        self._anybody = anybody
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._write_configuration()
        self._process = subprocess.Popen(
            [_program(), "-F", "-c", str(self.top / "dovecot.conf")],
            stdout=subprocess.DEVNULL,
            stderr=(self.top / "stderr").open("wb"),
            start_new_session=True,
        )
        end = time.monotonic() + _START_SECONDS
        while not _answers(self.port):
            if self._process.poll() is not None or time.monotonic() > end:
                self.__exit__()
                raise RuntimeError("Dovecot did not start: " + self.log())
            time.sleep(0.01)
        return self

    def __exit__(self, *_exc: object) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            # Its own good-bye takes a second, and nothing here is worth it.
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(0.1)
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(5)
        self._log = self.log()
        shutil.rmtree(self.top, ignore_errors=True)

    def log(self) -> str:
        """What it had to say."""
        texts = [f.read_text(errors="replace") for f in (self.top / "stderr", self.top / "log") if f.exists()]
        return "".join(texts) or getattr(self, "_log", "")

    def _write_configuration(self) -> None:
        url, scope, capability, separator, prefix = self._options
        mine = pwd.getpwuid(os.getuid())
        root = mine.pw_uid == 0
        me, group = mine.pw_name, grp.getgrgid(mine.pw_gid).gr_name
        self._owner = pwd.getpwnam("nobody") if root else mine
        values = {
            "top": self.top,
            "host": HOST,
            "port": self.port,
            "tls_port": self.tls_port,
            "certificate": self.certificates.certificate,
            "key": self.certificates.key,
            "internal_user": "dovecot" if root else me,
            "internal_group": "dovecot" if root else group,
            "login_user": "dovenull" if root else me,
            "mail_user": self._owner.pw_name,
            "mail_group": grp.getgrgid(self._owner.pw_gid).gr_name,
            "chroot": "" if root else "chroot =",
            "capability": f"imap_capability = {capability}" if capability else "",
            "separator": separator,
            "prefix": prefix,
            "anybody": _ANYBODY.format(password=self._anybody) if self._anybody else "",
            "oauth2": _OAUTH2.format(top=self.top) if url else "",
        }
        (self.top / "dovecot.conf").write_text(_CONFIG.format(**values))
        (self.top / "oauth2.conf.ext").write_text(_OAUTH2_CONF.format(url=url, scope=scope))
        (self.top / "users").write_text("".join(f"{u}:{{PLAIN}}{p}\n" for u, p in self.users.items()))
        self.top.chmod(0o755)
        for folder in ("mail", "home"):
            (self.top / folder).mkdir(exist_ok=True)
            os.chown(self.top / folder, self._owner.pw_uid, self._owner.pw_gid)

    # -- what tests do behind the client's back --------------------------------------------------------------

    def account(self, user: str = "bot", **changes: Any) -> ImapAccount:
        """In clear and by password, but for what ``changes`` says."""
        given: dict[str, Any] = {"security": "none", "secret": lambda: self.users[user], "timeout": 30.0, **changes}
        port = self.tls_port if given["security"] == "tls" else self.port
        if given["security"] != "none":
            given.setdefault("ca_file", str(self.certificates.ca))
        return ImapAccount(**{"host": HOST, "port": port, "user": user, **given})

    def maildir(self, user: str, folder: str = "INBOX") -> Path:
        """The Maildir++ folder; made where it is missing."""
        path = self.top / "mail" / user
        if folder != "INBOX":
            path /= "." + folder.replace("/", ".")
        for level in (path.parent, path, *(path / name for name in ("tmp", "new", "cur"))):
            if not level.exists():
                level.mkdir(mode=0o700, exist_ok=True)  # the server may be making it too
                os.chown(level, self._owner.pw_uid, self._owner.pw_gid)
        return path

    def deliver(self, user: str, raw: bytes, folder: str = "INBOX", when: datetime | None = None) -> None:
        """As a delivery agent does it (written, then renamed into ``new``); ``when`` becomes its INTERNALDATE."""
        path = self.maildir(user, folder)
        name = f"{time.time_ns()}.{next(_serial)}.test"
        file = path / "tmp" / name
        file.write_bytes(raw)
        os.chown(file, self._owner.pw_uid, self._owner.pw_gid)
        if when is not None:
            os.utime(file, (when.timestamp(), when.timestamp()))
        file.rename(path / "new" / name)

    def renew_uidvalidity(self, user: str) -> None:
        """As after a restored backup: the mails are the same, their UIDs and the UIDVALIDITY are not."""
        path = self.maildir(user)
        for name in ("dovecot-uidlist", "dovecot-uidvalidity", *(f.name for f in path.glob("dovecot.index*"))):
            (path / name).unlink(missing_ok=True)
        for file in path.glob("dovecot-uidvalidity.*"):
            file.unlink()


def _free_ports(number: int) -> list[int]:
    sockets = [socket.socket() for _ in range(number)]
    try:
        for one in sockets:
            one.bind((HOST, 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def _answers(port: int) -> bool:
    try:
        with socket.create_connection((HOST, port), 1) as connection:
            connection.settimeout(5)
            return connection.recv(4) == b"* OK"
    except OSError:
        return False
