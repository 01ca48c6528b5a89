"""★ ``run`` and ``status``: the service, and how it is."""

import argparse
import sys

from bot.cli.common import CommandError, command, config_of, report, store_of


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    serve = command(commands, "run", run, "kør botten: hent, kontrollér, svar og gem, til den stoppes", json=False)
    serve.add_argument("--once", action="store_true", help="tag alt, hvad der er, og stop")
    command(commands, "status", status, "vis, hvordan det går med postkasser, breve og det, der venter")


def run(args: argparse.Namespace) -> int:
    from bot.clock import SystemClock
    from bot.logs import set_up

    config = config_of(args)
    set_up(config.service.log_level)
    from bot.service.lock import AlreadyRunningError
    from bot.service.running import Service, run_once

    try:
        return run_once(config, SystemClock()) if args.once else Service(config, SystemClock()).run()
    except AlreadyRunningError as error:
        raise CommandError(str(error)) from None


def status(args: argparse.Namespace) -> int:
    from bot.clock import SystemClock
    from bot.service.status import parts

    config = config_of(args)
    with store_of(config) as store:
        health = parts(config, store, SystemClock().now())
    report(args, [dict(p) for p in health], (("part", "Del"), ("ok", "I orden"), ("detail", "Besked")), "")
    sys.stdout.flush()
    return 0 if all(p["ok"] for p in health) else 1
