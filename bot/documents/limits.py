"""How much of a document is read, and what its reading may cost. Defaults of the configuration's
``[documents]`` section.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Limits:
    """Counted a document. Where a document holds more pages or words than this, the rest is left unread.

    Source of the figures: an invoice has 1–3 pages and under 1,000 words; its reading takes milliseconds and
    under 100 MB, while a PDF of 1 kB can ask for gigabytes (``docs/performance.md``; promise 19 of
    ``docs/reliability.md``).
    """

    pages: int = 20
    words: int = 20_000
    #: Bytes of the file itself.
    size: int = 25_000_000
    #: Bytes that a container (.docx, zip, .msg, …) may unpack to, all that is read of it together, however deep.
    unpacked: int = 50_000_000
    #: Files that may lie in one document, however deep, and containers that may lie in each other.
    parts: int = 200
    depth: int = 4
    #: How many times its packed size a file of more than a megabyte in an archive may grow: text grows tenfold, XML
    #: fiftyfold, a bomb a thousandfold.
    growth: int = 100
    #: Wall clock and processor seconds of the child for one document.
    seconds: float = 30.0
    #: Address space of the child in bytes, its program included.
    memory: int = 1 << 30
    #: Share of the words with letters that may have letters nobody can name (no ToUnicode) before the text
    #: layer is not believed.
    lost_words: float = 0.04
    #: A regular expression (case ignored): words looked at for being visible on the page. Digits are what is
    #: paid to and how much; NemKonto is the one means of payment that is a word.
    inspected: str = r"\d|nemkonto|nem-konto"
    #: Points of type below which a person sees no text.
    smallest_type: float = 3.5
    #: Steps of grey (of 255) between text and its ground below which a person sees no text.
    faintest: int = 40
    #: A regular expression (case ignored): a page of many words without any of these may have letters that stand for
    #: others.
    expected: str = (
        r"faktura|moms|dato|betal|beløb|kunde|pris|\bkr\b|dkk|\bog\b|\btil\b|\bfor\b|\bthe\b|\band\b|invoice|total"
    )
    #: Whether pictures of text are read. (In a child of its own: ``pictures``.)
    ocr: bool = False
    #: Pages of a document that OCR reads, each in some seconds; what lies beyond is told as unread.
    ocr_pages: int = 8
    #: Processor cores that OCR uses.
    ocr_threads: int = 2
    #: Pixels of a picture. A telephone's have up to 108 million, a page at 600 dpi 35 million.
    pixels: int = 120_000_000
    #: Seconds without work after which the child ends by itself; 0: never.
    idle: float = 0.0

    def pictures(self, seconds: float = 120.0, memory: int = 3 << 30, idle: float = 300.0) -> "Limits":
        """Those of the child that reads pictures: its models take half a gigabyte, and a page takes seconds."""
        return replace(self, ocr=True, seconds=seconds, memory=memory, idle=idle)


DEFAULTS = Limits()
