"""``python -m bench``: every part, or ``python -m bench PART`` one of them, with ratios measured in one run."""

import subprocess
import sys
from argparse import ArgumentParser
from importlib import import_module

from bench.figures import machine

#: Each is a module of this package with ``options(parser)`` and ``run(options) -> Iterator[Row]``.
PARTS = ("start", "idle", "outbox", "inviting", "whole")
#: Those of one layer alone, with tables of their own: ``python -m bench.words``.
LAYERS = ("words", "fields", "hostile", "mail_parsing", "filing", "ocr")


def main() -> int:
    parser = ArgumentParser(prog="python -m bench", description=__doc__)
    choice = parser.add_subparsers(dest="part", metavar="PART")
    for name in PARTS:
        module = import_module(f"bench.{name}")
        module.options(choice.add_parser(name, help=(module.__doc__ or "").partition("\n")[0]))
    for name in LAYERS:
        choice.add_parser(name, help=f"python -m bench.{name}")
    given = parser.parse_args()
    for line in machine():
        print(line)
    missed = 0
    for name in (given.part,) if given.part else (*LAYERS, *PARTS):
        print(f"\n{name}", flush=True)
        if name in LAYERS:
            subprocess.run([sys.executable, "-m", f"bench.{name}"], check=True)
            continue
        options = given if given.part else choice.choices[name].parse_args([])
        for row in import_module(f"bench.{name}").run(options):
            print(row, flush=True)
            missed += row.reached is False
    print(f"\n{missed} goals not reached" if missed else "\nevery goal reached", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
