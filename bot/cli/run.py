"""★ ``run`` and ``status``: the service, and how it is."""

import argparse
import sys
from typing import TYPE_CHECKING

from bot.cli.arguments import command
from bot.cli.common import CommandError, config_of, store_of
from bot.cli.lists import MESSAGE_KEYS
from bot.cli.output import emit, picked, report

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.config import Config


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    serve = command(commands, "run", run, "kør botten: hent, kontrollér, svar og gem, til den stoppes")
    serve.add_argument("--once", action="store_true", help="tag alt, der ligger, og stop")
    command(commands, "status", status, "vis, hvordan det går med postkasser, breve og det, der venter")


def run(args: argparse.Namespace) -> int:
    """Exit status 1: something is left waiting (``--once``), or a thread gave up; 2: the configuration is wrong."""
    if args.json and not args.once:
        raise CommandError("--json hører til --once; tjenesten selv skriver kun i loggen")
    config = config_of(args)  # first of all: a mistake in it is told before anything heavy is loaded
    from bot.clock import SystemClock
    from bot.logs import set_up

    set_up(config.service.log_level)
    from bot.service.lock import AlreadyRunningError

    try:
        return _once(args, config, SystemClock()) if args.once else _serve(config, SystemClock())
    except AlreadyRunningError as error:
        raise CommandError(str(error)) from None


def _serve(config: "Config", clock: "Clock") -> int:
    from bot.service.running import Service

    return Service(config, clock).run()


def _once(args: argparse.Namespace, config: "Config", clock: "Clock") -> int:
    from bot.service.once import run_once

    begun = clock.now()
    code = run_once(config, clock)
    if args.json:
        with store_of(config) as store:
            filed = (m for m in store.messages() if m.handled_at is not None and m.handled_at >= begun)
            for row in picked(filed, MESSAGE_KEYS):
                emit(row)
    return code


def status(args: argparse.Namespace) -> int:
    config = config_of(args)
    from bot.clock import SystemClock
    from bot.rulebook.words import load_summary_words
    from bot.service.status import parts

    inbox_errors = load_summary_words(config.rules)["inbox_errors"]
    with store_of(config) as store:
        health = parts(config, store, SystemClock().now(), inbox_errors)
    report(args, [dict(p) for p in health], (("part", "Del"), ("ok", "I orden"), ("detail", "Besked")), "")
    sys.stdout.flush()
    return 0 if all(p["ok"] for p in health) else 1
