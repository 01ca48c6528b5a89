"""A year of letters, simulated with the real service, Dovecot and an SMTP server, and judged by an oracle of its own.

python -m tests.year                       40 networks, a year
python -m tests.year --off 6               with six times three days without service
python -m tests.year --kills 80            with SIGKILLs at random moments
python -m tests.year --picture aaret.svg   the year's letters by day and kind
"""

import argparse
import sys
import tempfile
from datetime import date
from pathlib import Path

from tests.year.run import Plan, live


def main() -> int:
    arguments = argparse.ArgumentParser(
        prog="python -m tests.year", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--networks", type=int, default=40)
    arguments.add_argument("--first", type=date.fromisoformat, default=date(2026, 1, 5), help="the first day")
    arguments.add_argument("--days", type=int, default=361)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--kills", type=int, default=0, help="how often it is killed (SIGKILL), at random moments")
    arguments.add_argument("--off", type=int, default=0, help="how often it is switched off for three days")
    arguments.add_argument("--picture", type=Path, help="where to draw the letters by day and kind (SVG)")
    arguments.add_argument("--keep", type=Path, help="an empty folder for database, log and register, which is kept")
    given = arguments.parse_args()
    plan = Plan(given.networks, given.first, given.days, given.seed, given.kills, given.off)
    with tempfile.TemporaryDirectory(prefix="year-") as folder:
        where = given.keep or Path(folder)
        where.mkdir(parents=True, exist_ok=True)
        lived = live(plan, where, progress=True)
    if given.picture:
        from tests.year.picture import draw

        given.picture.write_text(draw(lived), encoding="utf-8")
    print(lived)
    return 1 if lived.verdict.faults else 0


if __name__ == "__main__":
    sys.exit(main())
