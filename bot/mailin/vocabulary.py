"""The words of ``rules/vocabulary/mail.toml``, made ready for comparing. The words are data; what they mean is code."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import tomli

from bot.danish.text import fold
from bot.data import data_path
from bot.identity import by_identity

Labels = dict[str, str]


@dataclass(frozen=True, slots=True)
class MailVocabulary:
    """Compiled once; ``label_of`` maps a header word of a quoted block, lower case, to "from", "date", "subject", …."""

    forward_subject: re.Pattern[str]
    reply_subject: re.Pattern[str]
    subject_labels: re.Pattern[str]
    forward_marker: re.Pattern[str]
    original_marker: re.Pattern[str]
    label_line: re.Pattern[str]
    label_anywhere: re.Pattern[str]
    label_of: Labels
    wrote_line: re.Pattern[str]
    wrote: re.Pattern[str]
    device_line: re.Pattern[str]
    notice: re.Pattern[str]
    banner: re.Pattern[str]
    reply_subject_line: re.Pattern[str]
    reply_phrases: tuple[str, ...]
    absence_phrases: tuple[str, ...]
    bounce_subjects: tuple[str, ...]
    daemons: re.Pattern[str]
    no_reply: re.Pattern[str]
    permanent: tuple[str, ...]
    temporary: tuple[str, ...]
    danish: frozenset[str]
    english: frozenset[str]
    minimum_lead: int
    minimum_ratio: float

    def is_reply(self, subject: str) -> bool:
        return self.reply_subject.match(self.without_labels(subject)) is not None

    def is_forward(self, subject: str) -> bool:
        """Whether the outermost prefix says forward: «VS: SV: Faktura» does, «SV: VS: Faktura» does not."""
        return self.forward_subject.match(self.without_labels(subject)) is not None

    def without_labels(self, subject: str) -> str:
        """Without what servers put in front («[EKSTERN]»)."""
        bare = subject.strip()
        while (label := self.subject_labels.match(bare)) and label.end():
            bare = bare[label.end() :]
        return bare


@cache
def shipped_vocabulary() -> MailVocabulary:
    """That of the shipped ``rules/``, read once."""
    return compile_vocabulary(tomli.loads((data_path("rules") / "vocabulary/mail.toml").read_text("utf-8")))


def vocabulary_of(words: Mapping[str, Any] | MailVocabulary | None) -> MailVocabulary:
    """Of ``Rules.vocabulary`` (or its "mail" part), compiled once for each mapping; None: the shipped one."""
    if isinstance(words, MailVocabulary):
        return words
    mail = words.get("mail", words) if words else None
    if not mail or "conversation" not in mail:
        return shipped_vocabulary()
    return compile_vocabulary(mail)


@by_identity
def compile_vocabulary(mail: Mapping[str, Any]) -> MailVocabulary:
    """From the TOML's tables. Raises ``KeyError`` where a table or list is missing."""
    conversation, automatic, subject = mail["conversation"], mail["automatic"], mail["subject"]
    labels = {word.lower(): kind for kind, words in conversation["labels"].items() for word in words}
    either = _either(labels)
    wrote = _either(conversation["wrote"])
    return MailVocabulary(
        forward_subject=_any(rf"(?:{_either(subject['forward'])})\s*:"),
        reply_subject=_any(rf"(?:{_either(subject['reply'])})(?:\[\d+\])?\s*:"),
        subject_labels=_any(rf"(?:{_either(subject['labels'])})\s*"),
        forward_marker=_marker(conversation["forward_markers"]),
        original_marker=_marker(conversation["original_markers"]),
        label_line=_any(rf"[ \t]*[*_]{{0,2}}({either})[ \t]*[*_]{{0,2}}[ \t]*:[*_]{{0,2}}[ \t]*(.*)"),
        # Yahoo puts the block on one line with nothing between: «… CESTEmne: …»; so the capital letter has to tell.
        label_anywhere=re.compile(
            rf"({_either(w for ws in conversation['labels'].values() for w in ws)})[ \t]*:[ \t]*"
        ),
        label_of=labels,
        wrote_line=_any(
            rf"[ \t]*(?:{_either(conversation['wrote_start'])})\b.{{0,200}}?\b(?:{wrote})\b.{{0,300}}:[ \t]*$"
        ),
        wrote=_any(rf"\b(?:{wrote})\b"),
        device_line=_any(_globs(conversation["device_signatures"])),
        notice=_said((*conversation["notices"], *conversation["banners"])),
        banner=_said(conversation["banners"]),
        reply_subject_line=_any(rf"(?:{_either(automatic['reply_subjects'])})\s*(?:[:–(-]|$)"),
        reply_phrases=_folded(automatic["reply_phrases"]),
        absence_phrases=_folded(automatic["absence_phrases"]),
        bounce_subjects=_folded(automatic["bounce_subjects"]),
        daemons=_any(_globs(automatic["daemons"])),
        no_reply=_any(_globs(automatic["no_reply"])),
        permanent=_folded(mail["bounce"]["permanent"]),
        temporary=_folded(mail["bounce"]["temporary"]),
        danish=frozenset(mail["language"]["danish"]),
        english=frozenset(mail["language"]["english"]),
        minimum_lead=mail["language"]["minimum_lead"],
        minimum_ratio=mail["language"]["minimum_ratio"],
    )


def _any(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _either(words: Iterable[str]) -> str:
    """One of the words, the longest first: «Svar til» before «Svar»."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _marker(words: Iterable[str]) -> re.Pattern[str]:
    """«---------- Forwarded message ---------», «Start på videresendt besked:»; group 1 is the rest of the line."""
    either = _either(words)
    return _any(rf"[> \t]*(?:-{{2,}}[ \t]*(?:{either})[ \t]*:?[ \t]*-{{2,}}|(?:{either})[ \t]*:)[ \t]*(.*)")


def _said(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of the phrases, also broken over lines."""
    either = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in phrases)
    return _any(rf"\b(?:{either})\w*")


def _globs(patterns: Iterable[str]) -> str:
    return "|".join(re.escape(pattern).replace(r"\*", ".*") for pattern in patterns)


def _folded(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(fold(phrase) for phrase in phrases)
