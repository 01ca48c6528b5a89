"""A running Thunderbird with one account, driven through Marionette, Mozilla's own remote control.

It sees what a person sees: the window on a screen of its own. Clicks go to the program's own buttons.
"""

import json
import os
import subprocess
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from marionette_driver.marionette import Marionette

HOST = "127.0.0.1"
MARIONETTE_PORT = 2828
SCREEN = (1180, 880)
#: Seconds that a look is given before it is taken: the program draws when it has time.
DRAWN = 4.0
_FUNCTIONS = Path(__file__).with_name("driving.js")


@dataclass(frozen=True, slots=True)
class Account:
    """Whose mail it reads, and the two servers on loopback."""

    name: str
    address: str
    password: str
    imap_port: int
    smtp_port: int


class Thunderbird:
    """Running until the ``with`` ends. ``folder``: empty; the profile and the logs stay there."""

    def __init__(self, account: Account, folder: Path, display: int = 77) -> None:
        self.account, self.folder, self.display = account, folder, f":{display}"
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._start(stack)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._stack.close()

    def _start(self, stack: ExitStack) -> None:
        profile = self.folder / "profile"
        profile.mkdir()
        lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in _preferences(self.account).items())
        (profile / "user.js").write_text("".join(lines), "utf-8")
        log = stack.enter_context((self.folder / "log").open("wb"))
        width, height = SCREEN
        _until_the_end(stack, ["Xvfb", self.display, "-screen", "0", f"{width}x{height}x24"], log)
        time.sleep(1)
        command = ["thunderbird", "--no-remote", "--marionette", "--remote-allow-system-access", "--profile"]
        own = {"DISPLAY": self.display, "HOME": str(self.folder), "TZ": "Europe/Copenhagen"}
        _until_the_end(stack, [*command, str(profile)], log, own)
        self._marionette = Marionette(host=HOST, port=MARIONETTE_PORT)
        self._marionette.raise_for_port(90)
        self._marionette.start_session()
        stack.callback(self._marionette.delete_session)
        self._marionette.set_context("chrome")
        self.run("await prepare(args[0], args[1], args[2])", self.account.address, self.account.password, SCREEN)

    def run(self, body: str, *args: object) -> Any:
        """JavaScript inside the program, with ``driving.js`` before it. Raises ``RuntimeError`` with its error."""
        script = (
            "const done = arguments[arguments.length - 1], args = [...arguments];\n"
            f"{_FUNCTIONS.read_text('utf-8')}\n(async () => {{ {body} }})()"
            ".then(value => done({ value: value ?? null }), error => done({ error: `${error} ${error.stack}` }));"
        )
        told = self._marionette.execute_async_script(script, script_args=list(args), script_timeout=90_000)
        if "error" in told:
            raise RuntimeError(told["error"])
        return told["value"]

    def open_mail(self, message_id: str) -> dict[str, Any]:
        """Fetches and shows it; what the invitation bar says, and which buttons it has, by their ids."""
        self.run("await openMail(args[0])", message_id.strip("<>"))
        time.sleep(DRAWN)
        bar: dict[str, Any] = self.run("return bar()")
        return bar

    def press(self, button: str) -> None:
        """A button of the invitation bar."""
        self.run("press(args[0])", button)
        time.sleep(DRAWN)

    def events(self) -> list[dict[str, Any]]:
        """What stands in the calendar now."""
        found: list[dict[str, Any]] = self.run("return events()")
        return found

    def show_calendar(self, day: str) -> None:
        """The calendar's tab at the week of ``day`` (ISO 8601)."""
        self.run("await showCalendar(args[0])", day)
        time.sleep(DRAWN)

    def show_mail(self) -> None:
        self.run('document.getElementById("tabmail").switchToTab(0)')
        time.sleep(1)

    def picture(self, file: Path) -> None:
        """The whole screen, in few enough colours that it is small."""
        file.unlink(missing_ok=True)
        look = [
            "import",
            "-display",
            self.display,
            "-window",
            "root",
            "+dither",
            "-colors",
            "64",
            "-depth",
            "8",
            str(file),
        ]
        subprocess.run(look, check=True)


def _until_the_end(stack: ExitStack, command: list[str], log: Any, own: dict[str, str] | None = None) -> None:
    process = subprocess.Popen(command, env={**os.environ, **(own or {})}, stdout=log, stderr=log)
    stack.callback(process.wait, 30)
    stack.callback(process.terminate)


def _preferences(account: Account) -> dict[str, object]:
    return {
        **_accounts(account),
        "intl.locale.requested": "da",
        "calendar.timezone.local": "Europe/Copenhagen",
        "calendar.timezone.useSystemTimezone": False,
        "calendar.view.daystarthour": 15,
        "calendar.view.dayendhour": 22,
        "calendar.view.visiblehours": 7,
        "mail.pane_config.dynamic": 0,
        "mail.uidensity": 0,
        # A first start without questions, and nothing that looks for a network.
        "mail.provider.suppress_dialog_on_startup": True,
        "mail.spotlight.firstRunDone": True,
        "mail.shell.checkDefaultClient": False,
        "mail.rights.version": 1,
        "mailnews.start_page.enabled": False,
        "mailnews.start_page_override.mstone": "ignore",
        "app.update.enabled": False,
        "app.donation.eoy.version.viewed": 999,
        "datareporting.policy.dataSubmissionEnabled": False,
        "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
        "extensions.autoDisableScopes": 0,
        "extensions.systemAddon.update.enabled": False,
        "services.settings.server": "",
        "network.proxy.type": 0,
    }


def _accounts(account: Account) -> dict[str, object]:
    given = {
        "account.account1.identities": "id1",
        "account.account1.server": "server1",
        "account.account2.server": "server2",
        "accountmanager.accounts": "account1,account2",
        "accountmanager.defaultaccount": "account1",
        "accountmanager.localfoldersserver": "server2",
        "identity.id1.fullName": account.name,
        "identity.id1.useremail": account.address,
        "identity.id1.smtpServer": "smtp1",
        "identity.id1.valid": True,
        "identity.id1.fcc": False,
        "server.server1.type": "imap",
        "server.server1.hostname": HOST,
        "server.server1.port": account.imap_port,
        "server.server1.userName": account.address,
        "server.server1.name": account.address,
        "server.server1.socketType": 0,
        "server.server1.authMethod": 3,
        "server.server1.login_at_startup": False,
        "server.server1.check_new_mail": False,
        "server.server2.type": "none",
        "server.server2.hostname": "Local Folders",
        "server.server2.name": "Lokale mapper",
        "server.server2.userName": "nobody",
        "server.server2.directory-rel": "[ProfD]Mail/Local Folders",
        "smtpservers": "smtp1",
        "smtp.defaultserver": "smtp1",
        "smtpserver.smtp1.hostname": HOST,
        "smtpserver.smtp1.port": account.smtp_port,
        "smtpserver.smtp1.authMethod": 1,
        "smtpserver.smtp1.try_ssl": 0,
        "smtpserver.smtp1.username": "",
    }
    return {f"mail.{key}": value for key, value in given.items()}
