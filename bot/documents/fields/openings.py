"""What a word may open, told once for each word: one look at a line's words says which readers need to read it.

A line is given the sum of its words' bits. A bit that is not set is certain: nothing of that sort begins on the line. A
bit that is set only says that it may.
"""

from typing import TYPE_CHECKING

from bot.documents.line import Line

if TYPE_CHECKING:
    from bot.documents.fields.vocabulary import Vocabulary

#: Phrases of the vocabulary, by the name of the field that holds them.
LABEL, HEADING, EVENT, NETWORK, STEM, TERMS, BUYER, PAYEE = (1 << n for n in range(8))
_PHRASES = {
    "labels": LABEL,
    "headings": HEADING,
    "near_event": EVENT,
    "network_words": NETWORK,
    "stems": STEM,
    "term_words": TERMS,
    "buyer": BUYER,
    "payee": PAYEE,
}
#: Single words: for a document, for heads, for VAT, for a currency, before a name («v/»); the first word of a stamp
#: or a fee; and what announces a CVR number, or an account.
DOCUMENT, PEOPLE, VAT, CURRENCY, BEFORE_NAME, STAMP, FEE, CVR, ACCOUNT = (1 << n for n in range(8, 17))
_BEFORE_NAME = frozenset(("v", "o", "att", "attn", "ved", "hos"))
#: How words begin that stand before a CVR number, or are one («DK12345674»).
_BEFORE_CVR = ("cvr", "se", "moms", "vat", "tax", "org", "dk")
#: What is in a word that stands before an account.
_IN_ACCOUNT = ("reg", "kto", "konto", "account")
#: Words remembered at most: those of invoices come back, those of a hostile page do not.
_MOST = 20_000


class Openings(dict[str, int]):
    """Folded word → the bits of what it may open; worked out when it is first asked for."""

    def __init__(self, words: "Vocabulary") -> None:
        super().__init__()
        self._words = words
        marks = words.marks
        self._sets = (
            (DOCUMENT, words.documents),
            (PEOPLE, words.word_set("participants", "people")),
            (VAT, words.word_set("vat", "words")),
            (CURRENCY, frozenset(words.code_of_word)),
            (BEFORE_NAME, _BEFORE_NAME),
            (STAMP, frozenset(stamp.split()[0] for stamp in marks["stamps"])),
        )
        self._endings = tuple(words.word_set("network", "endings"))
        self._fees = tuple(fee.split()[0] for fee in marks["fees"])

    def __missing__(self, key: str) -> int:
        if len(self) >= _MOST:
            self.clear()
        bits = sum(bit for name, bit in _PHRASES.items() if getattr(self._words, name).begins(key))
        bits += sum(bit for bit, among in self._sets if key in among)
        bits |= (FEE if key.startswith(self._fees) else 0) | (CVR if key.startswith(_BEFORE_CVR) else 0)
        bits |= ACCOUNT if any(letters in key for letters in _IN_ACCOUNT) else 0
        bits |= NETWORK if key.endswith(self._endings) else 0
        self[key] = bits
        return bits

    def on(self, line: Line) -> int:
        """Of all the line's words."""
        found = 0
        for token in line.tokens:
            found |= self[token.key]
        return found
