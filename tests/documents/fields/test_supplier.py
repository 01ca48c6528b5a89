"""Who sent the invoice: heading, label, footer, earlier suppliers; never we ourselves."""

from dataclasses import replace

import pytest

from bot.model.world import Supplier
from tests.documents.fields.paper import paper, read, read_all, values

REST = """
FAKTURA
Fakturanr. 1042
Fakturadato 13.03.2026
At betale    4.272,00
"""
BUYER = "Enhed for Kvalitet og Modernisering (EKM)\nKvalitetsvej 10, 2. sal\n2300 København S\n"


@pytest.mark.parametrize(
    ("above", "below", "name"),
    [
        ("Restaurant Møllen ApS\nAlgade 14\n8000 Aarhus C\nCVR 12345674", "", "Restaurant Møllen ApS"),
        ("", "Else Marie Kok\nKirkevej 29\n4200 Slagelse\nCVR 12345674\nMobil 76 71 72 58", "Else Marie Kok"),
        ("", "Kirkeladen, Slotsgade 5A, 8800 Viborg, CVR 12345674", "Kirkeladen"),
        ("", "Smørrebrød & Co. · Torvet 1 · 8000 Aarhus C · CVR-nr. 12345674 · Tlf. 86 12 34 56", "Smørrebrød & Co."),
        (
            "Firma      Centerbowling Midt\nAdresse    Parkvej 124, 7430 Ikast\nCVR-nr     12345674",
            "",
            "Centerbowling Midt",
        ),
        ("Faktura fra Kursusgården Eg A/S", "CVR 12345674", "Kursusgården Eg A/S"),
        ("R E S T A U R A N T   M Ø L L E N", "Nørregade 47, 8800 Viborg, CVR 12345674", "RESTAURANT MØLLEN"),
        ("NR. VEDBY FORSAMLINGSHUS\nSTORE KONGENSGADE 5\n8000 AARHUS C\nCVR 12345674", "", "NR. VEDBY FORSAMLINGSHUS"),
        ("Nr.Vedby Forsamlingshus\nBækvej 4\n8000 Aarhus C\nCVR 12345674", "", "Nr.Vedby Forsamlingshus"),
        ("Vinstuen under Uret\nBækvej 4", "Løbende måned + 30 dage\nCVR 12345674", "Vinstuen under Uret"),
        ("Sælger:  Jens\nHotel Fjordblik A/S\nStoregade 4\n6950 Ringkøbing", "CVR 12345674", "Hotel Fjordblik A/S"),
        ("Fra\nHotel\nFjordblik A/S\nStoregade 4\n6950 Ringkøbing", "CVR 12345674", "Hotel Fjordblik A/S"),
        ("Fra: Skaldyrsbiksen, Fjordgade 2, 9550 Mariager, CVR 12345674", "", "Skaldyrsbiksen"),
        ("", "Kok & Karen\nBakkesvinget 8, 8000 Aarhus C\nCVR 12345674 - tlf. 20 41 66 35", "Kok & Karen"),
        ("Vært & Vin\nBækvej 4\n8000 Aarhus C", "CVR 12345674", "Vært & Vin"),
        ("~ Klintekroen ~\nBækvej 4\n8000 Aarhus C", "CVR 12345674", "Klintekroen"),
        (
            "FJORDBLIK HOTELLER Fjordblik Hoteller Jylland A/S, Storegade 4, 6950 Ringkøbing",
            "",
            "Fjordblik Hoteller Jylland A/S",
        ),
        ("Fra: Fru Madsens Kaffebar, Storegade 4, 6950 Ringkøbing (CVR 12345674)", "", "Fru Madsens Kaffebar"),
        ("SEJERØ  FISKEHUS\nStoregade 4  6950 Ringkøbing\nCVR 12345674", "", "SEJERØ FISKEHUS"),
        ("Hotel Fjordblik\nApS\nStoregade 4\n6950 Ringkøbing", "CVR 12345674", "Hotel Fjordblik ApS"),
    ],
)
def test_supplier(above: str, below: str, name: str) -> None:
    assert values(read(f"{above}\n\n{BUYER}{REST}\n{below}"))["supplier"] == name


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        pytest.param("Furesøens\nGolfklub", "Furesøens Golfklub", id="the last line is what firms are called"),
        pytest.param("Gastrobussen\nSydkysten", "Gastrobussen Sydkysten", id="the last line is worth less alone"),
        pytest.param("Øster Lindeby\nKro", "Øster Lindeby Kro", id="both are worth the most"),
        pytest.param("Kulinariet\n   Vest", "Kulinariet Vest", id="its lines are centred"),
        pytest.param("Køkkenet\nBro          Dato", "Køkkenet Bro", id="a label in another column"),
        pytest.param("Faktura\nGolfklubben Sø", "Golfklubben Sø", id="the document's word above it"),
        pytest.param("Søens Drift ApS\nGolfklubben", "Søens Drift ApS", id="a firm above it"),
    ],
)
def test_a_name_in_two_lines_of_large_letters(heading: str, name: str) -> None:
    document = paper(f"{heading}\nRestaurant & klubhus\nHestkøbvej 21\n3460 Birkerød\nCVR 12345674\n\n{BUYER}{REST}")
    (page,) = document.pages
    large = [word._replace(bottom=word.top + 15) if word.top < 60 else word for word in page.words]
    (reading,) = read_all(replace(document, pages=(replace(page, words=tuple(large)),)))
    assert values(reading)["supplier"] == name


LETTER = """
Kære EKM

Hermed min regning nr. 7 for kager til mødet i Kvalitetsnetværk Aarhus Midt den 12. marts 2026.

I alt     600,00 kr.

{closing}
{name}
{home}
"""


@pytest.mark.parametrize(
    ("closing", "name", "home", "supplier"),
    [
        pytest.param("Med venlig hilsen", "Asta Bruun", "Engvej 4, 8000 Aarhus C", "Asta Bruun", id="with an address"),
        pytest.param("Mvh.", "Asta Bruun", "Engvej 4", "Asta Bruun", id="with a street"),
        pytest.param("Med venlig hilsen", "Asta Bruun", "tlf. 86 12 34 56", None, id="no address"),
        pytest.param("Med venlig hilsen", "Asta", "Engvej 4, 8000 Aarhus C", None, id="half a name"),
        pytest.param("Venlig hilsen", "Asta Bruun", "Engvej 4\nCVR 12345674", None, id="a firm's number"),
    ],
)
def test_a_person_who_signs(closing: str, name: str, home: str, supplier: str | None) -> None:
    text = LETTER.format(closing=closing, name=name, home=home)
    assert values(read_all(paper(text, source="mail.txt", paged=False))[0]).get("supplier") == supplier


def test_we_are_not_the_supplier() -> None:
    assert "supplier" not in values(read(f"{BUYER}{REST}"))


def test_an_earlier_supplier_is_spelt_as_before() -> None:
    known = (Supplier("Restaurant Møllen ApS", "12345674"), Supplier("Café Ærø", "13585628"))
    text = f"RESTAURANT MØLLEN\nAlgade 14\n8000 Aarhus C\nCVR 12345674\n\n{BUYER}{REST}"
    assert values(read(text, suppliers=known))["supplier"] == "Restaurant Møllen ApS"


def test_anothers_name_with_this_cvr_is_not_taken_over() -> None:
    known = (Supplier("Café Ærø", "12345674"),)
    text = f"Restaurant Møllen ApS\nAlgade 14\n8000 Aarhus C\nCVR 12345674\n\n{BUYER}{REST}"
    assert values(read(text, suppliers=known))["supplier"] == "Restaurant Møllen ApS"


def test_a_name_in_letter_spaced_capitals_is_one() -> None:
    document = paper(f"RESTAURANT MØLLEN APS\nAlgade 14, 8000 Aarhus C, CVR 12345674\n{REST}")
    (page,) = document.pages
    name, others = page.words[:3], page.words[3:]
    spaced = tuple(word._replace(x0=1.5 * word.x0 - 20, x1=1.5 * word.x1 - 20) for word in name)
    (reading,) = read_all(replace(document, pages=(replace(page, words=(*spaced, *others)),)))
    assert values(reading)["supplier"] == "RESTAURANT MØLLEN APS"


def test_a_legal_form_on_a_line_with_another_columns_label() -> None:
    heading = (
        "Hotel Vesterled    Faktura\nApS                Dato: 13.03.2026\nStoregade 4\n6950 Ringkøbing\nCVR 12345674"
    )
    assert values(read(f"{heading}\n{BUYER}{REST}"))["supplier"] == "Hotel Vesterled ApS"


CLINIC = "Klinik for Fysioterapi Villadsen"


@pytest.mark.parametrize(
    ("top", "name"),
    [
        pytest.param(
            f"""
{CLINIC}               Herning Madhus ApS
Att. Lars Kragh                                Dronningens Boulevard 60
Søndergade 2                                   7400 Herning
7400 Herning                                   CVR 12345674
""",
            "Herning Madhus ApS",
            id="the clinic on the left",
        ),
        pytest.param(
            f"""
{CLINIC}
Att.: Lars Kragh
Søndergade 2
7400 Herning

Madhuset, Dronningens Boulevard 60, 7400 Herning, CVR 12345674
""",
            "Madhuset",
            id="the seller behind it",
        ),
        pytest.param(
            f"""
FAKTURA
Att. Lars Kragh
{CLINIC}
Søndergade 2
7400 Herning

Madhuset, Dronningens Boulevard 60, 7400 Herning, CVR 12345674
""",
            "Madhuset",
            id="the person first",
        ),
        pytest.param(
            f"""
{CLINIC}
Att. Lars Kragh
Søndergade 2
7400 Herning
CVR 12345674
""",
            CLINIC,
            id="the only firm, with its own number",
        ),
        pytest.param(
            f"""
{CLINIC}
Att. Lars Kragh
Søndergade 2
7400 Herning
CVR 12345674

{BUYER}
""",
            CLINIC,
            id="made out to us",
        ),
    ],
)
def test_whom_it_is_made_out_to_is_not_the_seller(top: str, name: str) -> None:
    assert values(read(f"{top}{REST}"))["supplier"] == name
