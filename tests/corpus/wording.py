# ruff: noqa: E501 - lists of wordings and places read better as long lines
"""How suppliers and their programs write one thing: labels, dates, amounts, network and coordinator names.

Deliberately wider than ``rules/vocabulary``: a corpus in the vocabulary's own words would measure nothing.
"""

from datetime import date
from decimal import Decimal
from random import Random

MONTHS = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
]
SHORT = ["jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.", "okt.", "nov.", "dec."]
DAYS = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"]
SHORT_DAYS = ["man.", "tirs.", "ons.", "tors.", "fre.", "lør.", "søn."]
EN_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]

NUMBER = [
    "Fakturanr.",
    "Faktura nr.",
    "Fakturanummer",
    "Faktura-nr.",
    "Fakt.nr.",
    "Faktura nummer",
    "Bilagsnr.",
    "Fakturanr",
    "Regningsnr.",
    "Nota nr.",
    "Faktura-ID",
    "FAKTURANR.",
    "Opkrævningsnummer",
    "Bilag nr.",
    "Fakt. nr.",
    "Dokumentnr.",
    "Faktura no.",
    "Løbenr.",
]
ISSUED = [
    "Fakturadato",
    "Dato",
    "Faktura dato",
    "Fakt.dato",
    "Udstedelsesdato",
    "Udstedt",
    "Bilagsdato",
    "Fakturadato",
    "Dateret",
    "FAKTURADATO",
    "Udstedt den",
    "Faktureringsdato",
    "Regningsdato",
    "Dato for udstedelse",
    "Faktureret den",
]
DUE = [
    "Forfaldsdato",
    "Forfald",
    "Betalingsfrist",
    "Sidste rettidige betalingsdato",
    "Sidste rettidige betaling",
    "Betales senest",
    "Sidste rett. betaling",
    "Forfaldsdag",
    "Forfalder",
    "Sidste betalingsdato",
    "Sidste betalingsdag",
    "Rettidig betaling",
    "Betal senest",
    "Forfaldsdato for betaling",
    "SRB",
    "Seneste betalingsdato",
    "Betalingsdato",
    "Bedes betalt senest",
    "FORFALDSDATO",
    "Frist for betaling",
    "Betaling inden",
    "Skal være os i hænde senest",
]
MEETING = [
    "Mødedato",
    "Afholdt",
    "Arrangementsdato",
    "Dato for arrangement",
    "Selskabsdato",
    "Leveringsdato",
    "Lev. dato",
    "Mødedag",
    "Dato for møde",
    "Afholdt den",
    "Ankomst",
    "Levering",
    "Arr. dato",
    "Mødets dato",
    "Serveret den",
    "Dato for besøg",
    "Arrangementets dato",
]
YOUR_REF = [
    "Deres ref.",
    "Jeres ref.",
    "Rekvirent",
    "Bestilt af",
    "Kontaktperson",
    "Att.",
    "Deres reference",
    "Pers.ref.",
    "Kundens ref.",
    "Vært",
    "Bestiller",
    "D/ref.",
    "Ordregiver",
    "Booket af",
    "Jeres kontakt",
    "Kontaktperson kunde",
]
COORDINATOR = [
    "Koordinator",
    "Tovholder",
    "Klyngekoordinator",
    "Netværkskoordinator",
    "Kontaktperson i netværket",
    "Mødeansvarlig",
    "Koord.",
    "Kval.koordinator",
]
OUR_REF = [
    "Vor ref.",
    "Vores ref.",
    "V/ref.",
    "Ekspederet af",
    "Vores reference",
    "Tjener",
    "Sælgers ref.",
    "Vor kontakt",
    "Kontaktperson hos os",
    "Ekspedient",
    "Betjent af",
]
ABOUT = [
    "Vedr.",
    "Vedrørende",
    "Ang.",
    "Emne",
    "Arrangement",
    "Selskab",
    "Anledning",
    "Reference",
    "Faktura vedr.",
    "Projekt",
    "Titel",
    "Netværk",
    "Gruppe",
    "Navn på netværk",
    "Formål",
    "Bemærkning",
]
OTHER_NUMBER = [
    "Kundenr.",
    "Debitornr.",
    "Ordrenr.",
    "Bookingnr.",
    "Deres ordrenr.",
    "Rekv.nr.",
    "Sagsnr.",
    "Gæstenr.",
    "Bord",
    "Følgeseddel nr.",
    "Kundenummer",
    "Reservationsnr.",
    "Lokale nr.",
    "Kasse nr.",
]
OTHER_DATE = [
    "Ordredato",
    "Booket",
    "Bestilt den",
    "Udskrevet",
    "Printet",
    "Bookingdato",
    "Bestillingsdato",
    "Reserveret den",
    "Oprettet",
    "Noteret",
    "Bekræftet den",
    "Indtastet",
]
TOTAL = [
    "At betale",
    "I alt",
    "Total",
    "I alt DKK",
    "Total DKK",
    "I alt inkl. moms",
    "Total inkl. moms",
    "Til betaling",
    "Beløb til betaling",
    "Fakturabeløb",
    "I alt at betale",
    "Ialt",
    "At betale DKK",
    "TOTAL KR.",
    "Total (DKK)",
    "Samlet beløb",
    "Faktura total",
    "Beløb i alt",
    "Slutbeløb",
    "Total at betale",
    "I alt kr.",
    "Totalbeløb inkl. moms",
    "Sum at betale",
]
NET = [
    "Subtotal",
    "Netto",
    "I alt ekskl. moms",
    "Nettobeløb",
    "Total ekskl. moms",
    "Beløb før moms",
    "Momsgrundlag",
    "Sum ekskl. moms",
    "Momspligtigt beløb",
    "Varer i alt",
    "I alt excl. moms",
    "Netto i alt",
]
VAT = [
    "Moms 25 %",
    "25 % moms",
    "Moms",
    "Moms (25 %)",
    "Momsbeløb",
    "25% moms",
    "Moms 25,00%",
    "Moms i alt",
    "+ 25 % moms",
    "Salgsmoms 25 %",
    "Moms (25,00 % af {net})",
]
VAT_IN = [
    "Heraf moms",
    "Heraf moms 25 %",
    "Moms udgør",
    "Deraf moms",
    "Heri indgår moms",
    "Moms heraf",
    "Heraf 25% moms",
    "Momsandel",
    "Moms inkl. i beløbet",
    "Heraf udgør momsen",
    "Indeholdt moms",
]
EXEMPT = [
    "Momsfri ydelse.",
    "Der beregnes ikke moms.",
    "Vi er ikke momsregistreret.",
    "Momsfritaget iht. momslovens § 13.",
    "Fritaget for moms.",
    "",
]
PREPAID = [
    "Betalt depositum",
    "Forudbetalt",
    "- Depositum",
    "A conto betalt",
    "Modtaget depositum",
    "Fratrukket depositum",
    "Aconto",
    "Allerede indbetalt",
]
REST = [
    "Rest til betaling",
    "Restbeløb",
    "At betale",
    "Saldo",
    "Resterende til betaling",
    "Skyldigt beløb",
    "Til betaling",
    "Rest at betale",
]
TITLES = [
    "FAKTURA",
    "Faktura",
    "Regning",
    "INVOICE / FAKTURA",
    "Faktura",
    "FAKTURA",
    "Fakturakopi",
    "Slutfaktura",
    "Opkrævning",
    "Salgsfaktura",
    "Nota",
]
FOOD = [
    "Tapas",
    "Smørrebrød, 3 stk. pr. kuvert",
    "Kaffe og kage",
    "Buffet",
    "Sandwich med kylling",
    "Aftensmad",
    "Mødepakke, aften",
    "Pizza og salat",
    "Gryderet med ris",
    "3-retters menu",
    "Mødeforplejning",
    "Håndmadder",
]
DRINK = [
    "Isvand og danskvand",
    "Økologisk æblemost",
    "Filterkaffe",
    "Husets rødvin",
    "Sodavand",
    "Øl, 33 cl",
    "Te og kaffe",
]
FEE = ["Faktureringsgebyr", "Fakturagebyr", "Ekspeditionsgebyr"]
TERMS = [
    "Netto {n} dage",
    "{n} dage netto",
    "Betalingsbetingelser: {n} dage",
    "Betales inden {n} dage",
    "{n} dages kredit",
    "Netto {n} dage fra fakturadato",
]
TERMS_MONTH = ["Løbende måned + 30 dage", "lb. md. + 30 dage", "Løbende måned 30 dage"]
ROUNDING = ["Øreafrunding", "Afrunding", "Øredifference"]
ROOM = ["Lokaleleje", "Leje af mødelokale", "Leje af sal", "Mødelokale 3", "AV-udstyr og flipchart", "Rengøring"]
NOTES = [
    "Ved for sen betaling beregnes rente efter renteloven. Rykkergebyr 100 kr.",
    "Reklamation skal ske inden 8 dage.",
    "Tak for besøget. Vi glæder os til at se jer igen!",
    "Wifi: netværk Gæst, kode 1234",
    "Husk at angive fakturanummer ved betaling.",
    "Vi har åbent alle hverdage 11-21.",
    "Afbestilling senest 3 dage før.",
    "Morarente 2 % pr. md. efter forfald.",
    "Næste ledige lørdag er 14/11.",
    "Følg os på de sociale netværk",
    "Bank: vi har ikke skiftet konto.",
]


def date_style(rnd: Random, english: bool) -> str:
    return rnd.choice(["en", "enshort", "us", "iso"] if english else DATE_STYLES)


def amount_style(rnd: Random, english: bool) -> str:
    return "en" if english else rnd.choice(["dot", "dot", "dot", "plain", "space", "dot", "dash"])


def amount(rnd: Random, value: Decimal, style: str) -> str:
    text = f"{value:,.2f}"
    if style == "en":
        return text
    whole, dot, decimals = text.partition(".")
    if style == "space":
        return whole.replace(",", " ") + "," + decimals
    if style == "plain":
        return whole.replace(",", "") + "," + decimals
    if style == "dash" and decimals == "00" and dot:
        return whole.replace(",", ".") + ",-"
    return whole.replace(",", ".") + "," + decimals


def day(rnd: Random, d: date, style: str) -> str:
    """A date in the invoice's style; ``free`` styles are for running text, where the year is left out too."""
    y = d.year % 100
    table = {
        "dots": f"{d:%d.%m.%Y}", "dots2": f"{d:%d.%m}.{y:02d}", "dashes": f"{d:%d-%m-%Y}", "dashes2": f"{d.day}-{d.month}-{y:02d}", "slash": f"{d:%d/%m/%Y}", "slashdash": f"{d.day}/{d.month}-{d.year}", "slashdash2": f"{d.day}/{d.month}-{y:02d}",
        "words": f"{d.day}. {MONTHS[d.month - 1]} {d.year}", "short": f"{d.day}. {SHORT[d.month - 1]} {d.year}", "iso": d.isoformat(), "slashspace": f"{d.day}/{d.month} {d.year}",
        "en": f"{d.day} {EN_MONTHS[d.month - 1]} {d.year}", "enshort": f"{d.day:02d}-{EN_MONTHS[d.month - 1][:3]}-{y:02d}", "us": f"{EN_MONTHS[d.month - 1][:3]} {d.day}, {d.year}",
        "noyear": f"{d.day}/{d.month}", "d.": f"d. {d.day}/{d.month}", "wd": f"{DAYS[d.weekday()]} den {d.day}. {MONTHS[d.month - 1]}", "wdfull": f"{DAYS[d.weekday()]} d. {d.day}. {MONTHS[d.month - 1]} {d.year}", "wds": f"{SHORT_DAYS[d.weekday()]} {d.day}/{d.month}", "den": f"den {d.day}. {MONTHS[d.month - 1]}",
    }  # fmt: skip
    return table[style]


DATE_STYLES = [
    "dots",
    "dots2",
    "dashes",
    "dashes2",
    "slash",
    "slashdash",
    "words",
    "short",
    "iso",
    "dashes",
    "dots",
    "slashspace",
]
FREE_STYLES = ["noyear", "d.", "wd", "wdfull", "wds", "den", "slashdash2", "words", "dots", "dashes", "slashdash"]


def network(rnd: Random, name: str) -> str:
    """The register's name as people write it: never so that another network is meant."""
    head, _, tail = name.partition(" ")
    if head == "Klynge":
        specialty, place = tail.rsplit(" ", 1)
        short = {
            "Hovedstaden": "Hovedst.",
            "Sjælland": "Sjæll.",
            "Syddanmark": "Syddanm.",
            "Nordjylland": "Nordjyll.",
            "Midtjylland": "Midtjyll.",
        }[place]
        return rnd.choice(
            [
                name,
                f"klynge {tail}",
                f"Kvalitetsklynge {tail}",
                f"Klyngen {tail}",
                f"{specialty}, klynge {place}",
                f"Klynge {specialty} {short}",
                f"Kvalitetsklyngen {tail}",
                f"klynge {tail.lower()}",
                f"Klynge {specialty} i {place}",
            ]
        )
    tail = rnd.choice(
        [
            tail,
            tail,
            tail,
            tail.replace("Aa", "Å").replace("aa", "å"),
            tail.replace("-", " og "),
            tail.replace("-", " & "),
            tail.replace("-", "/"),
            tail.replace(" – ", " "),
        ]
    )
    prefix = rnd.choice(
        [
            "Kvalitetsnetværk",
            "Kvalitetsnetværket",
            "Netværk",
            "netværk",
            "Kval.netværk",
            "Kval. netv.",
            "Kvalitetsnetv.",
            "KVN",
            "Kvalitetsnetværk Fys",
            "Fysnetværk",
            "Fys. netværk",
            "netv.",
            "Kvalitetsnetværk for fysioterapeuter",
            "KVALITETSNETVÆRK",
        ]
    )
    text = f"{prefix} {tail}"
    if len(tail.split()[-1]) >= 7 and "-" not in tail and rnd.random() < 0.08:
        k = rnd.randint(len(text) - 5, len(text) - 3)
        text = text[:k] + text[k + 1 :]  # a letter lost inside the last word
    return text


def person(rnd: Random, name: str) -> str:
    words = name.split()
    first, last = words[0], words[-1]
    return rnd.choice(
        [
            name,
            name,
            name,
            f"{first} {last}",
            f"{last}, {first}",
            f"{first[0]}. {last}",
            first,
            f"{first} {last[0]}.",
            name.replace("aa", "å").replace("Aa", "Å"),
        ]
    )
