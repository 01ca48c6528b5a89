"""Danish numbers in words, as far as mail about meetings counts: days and weeks ahead, hours, heads, which Thursday."""

#: «to uger», «os tre».
NUMBERS = {
    "en": 1, "et": 1, "én": 1, "ét": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8, "ni": 9,
    "ti": 10, "elleve": 11, "tolv": 12, "tretten": 13, "fjorten": 14, "femten": 15, "seksten": 16, "sytten": 17,
    "atten": 18, "nitten": 19, "tyve": 20,
}  # fmt: skip
#: «første torsdag i marts»; -1 is the last one.
ORDINALS = {
    "første": 1, "1.": 1, "anden": 2, "andet": 2, "2.": 2, "tredje": 3, "tredie": 3, "3.": 3, "fjerde": 4, "4.": 4,
    "sidste": -1,
}  # fmt: skip
#: «den femte november»: days of a month in words.
DAYS = {
    word: number
    for number, word in enumerate(
        (
            "første", "anden", "tredje", "fjerde", "femte", "sjette", "syvende", "ottende", "niende", "tiende",
            "ellevte", "tolvte", "trettende", "fjortende", "femtende", "sekstende", "syttende", "attende", "nittende",
            "tyvende", "enogtyvende", "toogtyvende", "treogtyvende", "fireogtyvende", "femogtyvende", "seksogtyvende",
            "syvogtyvende", "otteogtyvende", "niogtyvende", "tredivte", "enogtredivte",
        ),
        1,
    )
}  # fmt: skip


def number_of(printed: str) -> int | None:
    """«3», «tre»; None where it is neither."""
    return int(printed) if printed.isascii() and printed.isdigit() else NUMBERS.get(printed.casefold())
