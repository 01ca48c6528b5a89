"""★ The command line: one module a command group; each parses, calls and prints, and decides nothing.

Exit status: 0 done, 1 done but something needs a person, 2 the call or the configuration is wrong (docs/interface.md).
Only ``argparse`` is imported here: what a command needs, it imports when it runs.
"""

import argparse
import errno
import gc
import sys
from collections.abc import Sequence
from importlib import import_module

from bot.cli.arguments import CONFIG_HELP, Parser
from bot.cli.common import CommandError
from bot.model.errors import ConfigError, TellableError

#: The module of each command, in the order in which ``--help`` shows them.
COMMANDS = {
    "init": "setup", "check": "setup", "register": "register", "extract": "extract", "process": "process",
    "run": "run", "status": "run", "messages": "lists", "invoices": "lists", "meetings": "meetings", "review": "review",
    "suppliers": "suppliers", "outbox": "outbox", "report": "report", "originals": "originals", "backup": "backup",
    "demo": "demo",
}  # fmt: skip

#: A path that the call or the configuration names and that will not do; all else is the machine's.
OF_THE_CALL: dict[type[OSError], str] = {
    FileNotFoundError: "findes ikke",
    FileExistsError: "findes allerede og er ikke en mappe",
    NotADirectoryError: "er ikke en mappe",
    IsADirectoryError: "er en mappe",
    PermissionError: "må ikke læses eller skrives",
}
#: By ``errno``; what has no words here is told in the system's own.
OF_THE_MACHINE = {
    errno.ENOSPC: "der er ikke plads på disken; ryd op, og prøv igen",
    errno.EDQUOT: "brugeren må ikke fylde mere på disken; ryd op, og prøv igen",
    errno.EROFS: "ligger på et drev, der kun kan læses; vælg en anden mappe",
    errno.EFBIG: "filen må ikke blive så stor",
    errno.EIO: "disken svarer med fejl; se efter den, og prøv igen",
    errno.EMFILE: "for mange filer er åbne; luk noget, eller hæv grænsen (ulimit -n)",
    errno.ENAMETOOLONG: "navnet er for langt",
}

#: Values made between two searches for rings among them. What is imported stays, and so does a register: at Python's
#: usual 700 they are looked through dozens of times, a twentieth of what a command costs and a fifth of the first tick.
_BETWEEN_COLLECTIONS = 50_000
#: Digits without which no CPR number is looked for (``danish.cpr``), whose patterns take a quarter of a mistake's time.
_MAY_BE_CPR = 6

DESCRIPTION = "Læser kvalitetsnetværkenes post: kontrollerer fakturaer, svarer og gemmer det hele i én SQLite-fil."
EPILOG = "Begynd med «kvalitetsbot init». «kvalitetsbot KOMMANDO --help» fortæller om én kommando."


def parser(asked: str = "") -> argparse.ArgumentParser:
    """The whole command line, which a test holds ``docs/commands.md`` against; where ``asked`` is a command only its
    module's part, which is a third of the work.
    """
    top = Parser(prog="kvalitetsbot", description=DESCRIPTION, epilog=EPILOG)
    top.add_argument("--version", action="store_true", help="vis versionen og stop")
    top.add_argument("--config", metavar="FIL", help=CONFIG_HELP)
    commands = top.add_subparsers(dest="command", metavar="KOMMANDO", title="kommandoer")
    for module in dict.fromkeys([COMMANDS[asked]] if asked in COMMANDS else COMMANDS.values()):
        import_module(f"bot.cli.{module}").add(commands)
    return top


def few_collections() -> None:
    """Searches for rings among values seldom; for a process that is the program, not for tests."""
    gc.set_threshold(_BETWEEN_COLLECTIONS)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status. Errors a person can mend are one sentence on standard error."""
    words = sys.argv[1:] if argv is None else argv
    if argv is None:
        few_collections()
    top = parser(words[0] if words else "")
    args = top.parse_args(words, argparse.Namespace(is_program=argv is None))
    if args.version:
        print(f"kvalitetsbot {_version()}")
        return 0
    if not getattr(args, "run", None):
        top.print_help()
        return 2
    try:
        return int(args.run(args))
    except (ConfigError, CommandError) as error:
        _complain(str(error))
        return 2
    except TellableError as error:
        _complain(str(error))
        return error.exit_status
    except BrokenPipeError:
        # The reader of the pipe had enough ("| head"): not an error, and nothing more can be written.
        sys.stderr.close()
        return 0
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        own_words = error.strerror or str(error)
        _complain(where + (OF_THE_CALL.get(type(error)) or OF_THE_MACHINE.get(error.errno or 0) or own_words))
        return 2 if type(error) in OF_THE_CALL else 1
    except KeyboardInterrupt:
        return 130


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("kvalitetsbot")
    except PackageNotFoundError:
        return "(ikke installeret)"


def _complain(sentence: str) -> None:
    """It may quote what was asked for, a file's name too."""
    if sum(map(str.isdigit, sentence)) >= _MAY_BE_CPR:
        from bot.danish.cpr import mask_cpr

        sentence = mask_cpr(sentence)
    print(f"kvalitetsbot: {sentence}", file=sys.stderr)
