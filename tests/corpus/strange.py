# ruff: noqa: E501 - lists read better as long lines
"""Makes a training page strange, as an unseen one is: labels in words nobody has listed, things in between, pieces moved.

Without it the training layouts, which the readers were made on, would teach that everything read is right.
"""

from decimal import Decimal
from random import Random

from tests.corpus import wording as w
from tests.corpus.canvas import Canvas, Text

#: Labels that say nothing, or say it in words that the vocabulary does not have.
UNKNOWN_LABELS = (
    "Felt A", "Opl.", "Post 2", "Løb", "Ident", "Kode", "Skrevet", "Gælder", "Senest den", "Hvem", "Hvad", "Hvornår",
    "Aftalt med", "Gruppens navn", "Notat", "Bem.", "Dag", "Resultat", "Slut", "Pris", "Heraf", "Deraf", "Samtale",
    "Kontakt", "Nummer", "Ref", "Info", "Detaljer", "Sted", "Anm.", "Række",
)  # fmt: skip
#: What else stands on a page: dates, amounts, numbers and names that are nobody's.
DISTRACTORS = (
    "Oprettet {d}", "Tilbud af {d}", "Gyldig til {d}", "Sidst ændret {d}", "Vi fylder 25 år den {d}", "Rabataftale udløber {d}",
    "Tidligere saldo {a}", "Køb i år: {a}", "Kreditmaksimum {a}", "Rykkergebyr {a}", "Minimumskøb {a} kr.", "Bonus optjent {a}",
    "Sag {n}", "Tjener nr. {n}", "Terminal {n}", "Butik {n}", "Kupon {n}", "Medlemsnr. {n}",
    "Køkkenchef: {p}", "Bogholderi: {p}", "Vagthavende: {p}", "Formand {p}", "Salg v/ {p}", "{p}, receptionen",
    "Mad, vin og musik i gården", "Spørg efter vores julemenu", "Kvalitet siden 1974", "Vi er medlem af et netværk af gode kokke",
)  # fmt: skip
_PEOPLE = ("Jens Munk", "Lone Asp", "Karl Bøgh", "Eva Lind", "Tom Riber", "Inger Voss", "Poul Due")


def strange(c: Canvas, rnd: Random) -> None:
    """Changes the page in two or three of its ways; values and their truth stay as they are."""
    ways = rnd.sample([_other_labels, _distract, _distract, _shake, _other_labels], rnd.choice([1, 2, 3]))
    for way in ways:
        way(c, rnd)


def _other_labels(c: Canvas, rnd: Random) -> None:
    """One to three labels (known by their words) become words that say nothing, or go."""
    known = {label for labels in (w.NUMBER, w.ISSUED, w.DUE, w.MEETING, w.YOUR_REF, w.COORDINATOR, w.ABOUT, w.TOTAL, w.VAT, w.VAT_IN, w.NET) for label in labels}  # fmt: skip
    places = [k for k, t in enumerate(c.texts) if t.text.rstrip(" :.") in known or t.text.rstrip(": ") in known]
    for k in rnd.sample(places, min(len(places), rnd.randint(1, 3))):
        tail = ":" if c.texts[k].text.endswith(":") else ""
        c.texts[k] = c.texts[k]._replace(text=rnd.choice(UNKNOWN_LABELS) + tail)


def _distract(c: Canvas, rnd: Random) -> None:
    """One to three lines more, in the white between what is there."""
    for _ in range(rnd.randint(1, 3)):
        text = rnd.choice(DISTRACTORS).format(
            d=f"{rnd.randint(1, 28):02d}-{rnd.randint(1, 12):02d}-2026",
            a=w.amount(rnd, Decimal(rnd.randint(10_000, 600_000)) / 100, "dot"),
            n=rnd.randint(100, 99_999),
            p=rnd.choice(_PEOPLE),
        )
        size = rnd.choice([7.5, 9.0, 10.0])
        wide, high = c.size
        for _ in range(12):
            x, y = rnd.uniform(20, max(30, wide - 180)), rnd.uniform(40, high - 40)
            if not any(t.page == 0 and abs(t.y - y) < 14 and x - 160 < t.x < x + 180 for t in c.texts):
                c.texts.append(Text(0, x, y, size, bold=False, text=text, font=c.font))
                break


def _shake(c: Canvas, rnd: Random) -> None:
    """Every piece a little from its place, as page layout programs and printers' drivers do."""
    c.texts = [t._replace(x=t.x + rnd.uniform(-1.5, 1.5), y=t.y + rnd.uniform(-1.2, 1.2)) for t in c.texts]
