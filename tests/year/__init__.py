"""A year of a secretariat's life, lived by the real service in minutes: ``python -m tests.year --help``.

The service is a process of its own, before Dovecot and an SMTP server, with a clock that can be moved. People
(invented) read their own mailboxes and answer. What they did and when is a journal; ``oracle`` works out from the
journal alone, without a line of the bot's own, who ought to get what and when; ``verdict`` holds that against what the
server took.
"""
