"""Which network a printed name is: told word by word, never by likeness alone."""

import pytest

from bot.model.register import Network, Register
from tests.documents.fields.paper import read

HEAD = "Restaurant Møllen ApS   CVR 12345674\nFaktura 1042\nDato 13.03.2026\n"
END = "\nI alt  4.272,00\n"


@pytest.mark.parametrize(
    ("printed", "network_id"),
    [
        pytest.param("Kvalitetsnetværk Aarhus Nord", "FYS-2", id="as the register has it"),
        pytest.param("Kval.netværk Århus Midt", "FYS-1", id="å for aa, abbreviated"),
        pytest.param("Kval.netv. Aarhus M", None, id="a letter decides nothing"),
        pytest.param("Kvalitetsnetværk Aarhus N", "FYS-2", id="compass letter"),
        pytest.param("leje af sal ved Kvalitetsnetværk Aarhus Nords møde", "FYS-2", id="whose meeting it was"),
        pytest.param("Kvalitetsnetværk Aarhus", None, id="neighbours fit equally"),
        pytest.param("Kvalitetsnetværk Aarhus Vest", None, id="a neighbour that the register lacks"),
        pytest.param("KVN Aarhus Midt", "FYS-1", id="KVN"),
        pytest.param("Kval.net Aarhus Nord", "FYS-2", id="kval.net"),
        pytest.param("til Aarhus N-netværkets møde", "FYS-2", id="a compass letter joined to the word"),
        pytest.param("KVALITETSNETVÆRK AARHUS MIDT", "FYS-1", id="capitals"),
        pytest.param("kval.møde netv. Sydfyn 12/3 v/ Mette", "FYS-3", id="free text"),
        pytest.param("Fysnetværk Sydfyn", "FYS-3", id="fysnetværk"),
        pytest.param("Sydfyn netværk", "FYS-3", id="name before the word"),
        pytest.param("Netværket Herning & Ikast", "FYS-4", id="ampersand for hyphen"),
        pytest.param("Netværk Herning/Ikast", "FYS-4", id="slash for hyphen"),
        pytest.param("Netværk Herning / Ikast", "FYS-4", id="a slash with room around it"),
        pytest.param("Netværk Ikast-Herning", "FYS-4", id="turned round"),
        pytest.param("Netværk Midtsjælland 2 / K Holm", "FYS-5", id="a slash behind its number"),
        pytest.param("Kvalitetsnetværk 2 (Midtsjælland)", "FYS-5", id="its place in brackets"),
        pytest.param("Kvalitetsnetværk Midtsjælland", "FYS-5", id="number left out"),
        pytest.param("Kvalitetsnetværk Fys 2 Midtsjælland", "FYS-5", id="a word of the trade in between"),
        pytest.param("Kvalitetsnetværk 3 – Midtsjælland", None, id="another number"),
        pytest.param("Kvalitetsnetværk Nordvestsjæland", "FYS-6", id="one letter lost"),
        pytest.param("Kvalitetsnetværk Nordsjælland", None, id="another compass point in a compound"),
        pytest.param("Kvalitetsnetværk Sydvestsjælland", None, id="compass points do not misspell into each other"),
        pytest.param("Klynge Kirurgi Hovedst.", "SPL-1", id="abbreviated place"),
        pytest.param("Kirurgi, klynge Sjælland", "SPL-2", id="inverted"),
        pytest.param("Kirurgi Sjælland (klynge)", "SPL-2", id="the announcing word in brackets behind it"),
        pytest.param("Herning og Ikast (netværk)", "FYS-4", id="two places and the announcing word in brackets"),
        pytest.param("Herning & Ikast-netværket", "FYS-4", id="two places and the announcing word behind them"),
        pytest.param("kvalitetsklyngen kirurgi hovedstaden", "SPL-1", id="lower case"),
        pytest.param("Klynge Kirurgi", None, id="specialty alone"),
        pytest.param("Kirurgiklyngen Hovedstaden", "SPL-1", id="one word with the announcing one"),
        pytest.param("Klyngemøde: Kirurgiklyngen Sjælland", "SPL-2", id="such a word behind another"),
        pytest.param("Sydfynsnetværkets møde", "FYS-3", id="a place that is one word with it"),
        pytest.param("Aarhusnetværket", None, id="half a name that is one word with it"),
        pytest.param("Klynge Kirugi Hovedstaden", "SPL-1", id="misspelt specialty"),
        pytest.param("Kvalitetsnetværk Tunø Vest", None, id="unknown name"),
        pytest.param("Netværk Haderslev Vest", None, id="more than the register's name"),
        pytest.param("Netværk Haderslev Anders Bech", "FYS-7", id="a person behind it"),
        pytest.param("Netværk Haderslev 8 personer", "FYS-7", id="heads behind it"),
        pytest.param("Netværk Haderslev 17.30", "FYS-7", id="a clock time behind it"),
        pytest.param("Netværk Haderslev d. 2/3", "FYS-7", id="a date behind it"),
    ],
)
def test_network(printed: str, network_id: str | None) -> None:
    reading = read(f"{HEAD}{printed}{END}")
    assert reading.network_id == network_id
    assert reading.fields.network is not None
    if network_id is not None:
        assert reading.fields.network.value == next(n.name for n in _register().networks if n.network_id == network_id)
    else:
        assert reading.fields.network.text in printed


@pytest.mark.parametrize(
    ("printed", "rivals"),
    [
        pytest.param("Kvalitetsnetværk Aarhus", {"FYS-1", "FYS-2"}, id="both neighbours"),
        pytest.param("Klynge Kirurgi", {"SPL-1", "SPL-2"}, id="both clusters"),
        pytest.param("Kvalitetsnetværk Tunø", set(), id="like none"),
    ],
)
def test_rivals_are_told(printed: str, rivals: set[str]) -> None:
    assert set(read(f"{HEAD}{printed}{END}").network_rivals) == rivals


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Wifi: netværk Gæst, kode 1234", id="wireless"),
        pytest.param("Følg os på de sociale netværk", id="social networks"),
        pytest.param("Møde i kvalitetsnetværket", id="no name"),
        pytest.param("Forplejning til netværksmøde", id="only a meeting"),
        pytest.param("6100 Haderslev", id="a place in an address"),
        pytest.param("Enhed for Kvalitet og Modernisering (EKM)", id="we ourselves"),
        pytest.param("Vedr.: møde i Haderslev", id="a place, not a network"),
    ],
)
def test_nothing_is_invented(line: str) -> None:
    reading = read(f"{HEAD}{line}{END}")
    assert reading.fields.network is None
    assert reading.network_id is None


def test_a_name_over_two_lines() -> None:
    reading = read(f"{HEAD}Spisning til 8 personer, Kvalitetsnetværk 2 –\nMidtsjælland, aftalt med Hanne{END}")
    assert reading.network_id == "FYS-5"


@pytest.mark.parametrize(
    ("above", "below", "network_id"),
    [
        pytest.param("mødet for Netværk Herning", "& Ikast den 12. marts", "FYS-4", id="half a name goes on"),
        pytest.param("mødet for Netværk Herning", "den 12. marts, bestilt af Kåre", "FYS-4", id="half a name ends"),
        pytest.param("mødet for Klyngen Kirurgi", "Sjælland den 12. marts", "SPL-2", id="half of two names"),
        pytest.param("mødet for Kvalitetsnetværk", "Tunø den 12. marts", None, id="a name that nobody knows"),
    ],
)
def test_a_sentence_breaks_a_name(above: str, below: str, network_id: str | None) -> None:
    reading = read(f"{HEAD}Hermed regning for leje af lokaler og spisning ved {above}\n{below}{END}")
    assert reading.network_id == network_id
    assert reading.fields.network is not None


def test_a_name_over_three_lines_of_a_column() -> None:
    rows = (
        "Arrangement            Mad      8  900,00\n"
        "Kvalitetsnetværk for   Øl       2   80,00\n"
        "fysioterapeuter        Vand     2   40,00\n"
    )
    reading = read(f"{HEAD}{rows}Herning-Ikast          Kaffe    8  240,00{END}")
    assert reading.network_id == "FYS-4"


def test_a_name_over_two_lines_of_the_cell_beside_its_label() -> None:
    rows = "Netværk    Herning-    Kontakt    Kåre\n           Ikast                  Overgaard\n"
    assert read(f"{HEAD}{rows}{END}").network_id == "FYS-4"


@pytest.mark.parametrize(
    ("line", "network_id"),
    [
        pytest.param("Netværk Esbjerg I, 12/3", "N-1", id="numeral"),
        pytest.param("Tak fordi Netværk Esbjerg I lagde vejen forbi", "N-1", id="numeral in a sentence"),
        pytest.param("Netværk Esbjerg I alt 8 personer", None, id="«i alt» with a capital"),
        pytest.param("Netværk Esbjerg I bedes betale til tiden", None, id="you"),
    ],
)
def test_one_or_you(line: str, network_id: str | None) -> None:
    register = Register((Network("N-1", "Netværk Esbjerg I", "EKM"), Network("N-2", "Netværk Esbjerg II", "EKM")))
    assert read(f"{HEAD}{line}{END}", register=register).network_id == network_id


@pytest.mark.parametrize(
    "names",
    [
        pytest.param("Netværk Sydfyn\nNetværk Haderslev", id="under each other"),
        pytest.param("Netværk Sydfyn / Netværk Haderslev", id="divided by a stroke"),
        pytest.param("Netværk: netværk Sydfyn, netværk Haderslev", id="by a comma"),
    ],
)
def test_two_networks_on_one_invoice_decide_for_none(names: str) -> None:
    reading = read(f"{HEAD}{names}{END}")
    assert reading.network_id is None
    assert set(reading.network_rivals) == {"FYS-3", "FYS-7"}
    assert reading.doubts == ("several_networks",)


@pytest.mark.parametrize(
    ("line", "rivals"),
    [
        pytest.param("Buffet for Aarhus Midt, torsdag", ("FYS-1",), id="a whole name in a sentence"),
        pytest.param("Buffet for Midt Aarhus, torsdag", ("FYS-1",), id="in another order"),
        pytest.param("Buffet for Sydfyn, torsdag", (), id="one word may be a place"),
        pytest.param("Buffet i Aarhus Midt, torsdag", (), id="where it was"),
        pytest.param("Aarhusvej 4, 8000 Aarhus Midt", (), id="in an address"),
    ],
)
def test_a_whole_name_that_nothing_announces_is_for_a_person(line: str, rivals: tuple[str, ...]) -> None:
    reading = read(f"{HEAD}{line}{END}")
    assert reading.network_rivals == rivals
    assert reading.network_id is None
    assert (reading.fields.network is not None) is bool(rivals)


@pytest.mark.parametrize(
    ("printed", "network_id"),
    [
        pytest.param("Klynge Øjenlæger Midt", "SPL-1", id="a region by its compass point"),
        pytest.param("Netværk Aarhus Midt", "FYS-1", id="a compass point of a name"),
        pytest.param("Klynge Øjenlæger Nord", None, id="another compass point"),
        pytest.param("Netværk Aarhus Nord", None, id="no region of such a name"),
        pytest.param("Klynge Psykiatri Storkbh.", "SPL-3", id="a city and what lies around it, abbreviated"),
    ],
)
def test_a_name_with_a_region_or_city_cut_short(printed: str, network_id: str | None) -> None:
    register = Register(
        (
            Network("FYS-1", "Kvalitetsnetværk Aarhus Midt", "EKM", "Midtjylland"),
            Network("FYS-2", "Kvalitetsnetværk Aarhus Nordvest", "EKM", "Midtjylland"),
            Network("SPL-1", "Klynge Øjenlæger Midtjylland", "eKVIS", "Midtjylland"),
            Network("SPL-2", "Klynge Øjenlæger Syddanmark", "eKVIS", "Syddanmark"),
            Network("SPL-3", "Klynge Psykiatri Storkøbenhavn", "eKVIS", "Hovedstaden"),
        ),
        (),
    )
    assert read(f"{HEAD}{printed}{END}", register=register).network_id == network_id


def test_a_year_is_no_postcode_before_a_networks_name() -> None:
    assert read(f"{HEAD}Vedr: møde 6/5-2026, Herning-Ikast{END}").network_id == "FYS-4"


def test_a_name_of_the_register_behind_a_label_needs_no_announcing_word() -> None:
    reading = read(f"{HEAD}Vedr.: Herning-Ikast 12/3{END}")
    assert reading.network_id == "FYS-4"
    assert reading.fields.network is not None
    announced = read(f"{HEAD}Vedr.: Netværk Herning-Ikast 12/3{END}").fields.network
    assert announced is not None
    assert reading.fields.network.confidence < announced.confidence


def test_no_register_no_id() -> None:
    reading = read(f"{HEAD}Kvalitetsnetværk Sydfyn{END}", register=Register())
    assert reading.network_id is None
    assert reading.fields.network is not None
    assert reading.fields.network.value == "Kvalitetsnetværk Sydfyn"


def test_a_fuller_name_wins_over_a_shorter_one() -> None:
    both = Register(networks=(Network("A", "Netværk Odense", "EKM"), Network("B", "Netværk Odense Vest", "EKM")))
    assert read(f"{HEAD}Netværk Odense{END}", register=both).network_id == "A"
    assert read(f"{HEAD}Netværk Odense V.{END}", register=both).network_id == "B"
    assert read(f"{HEAD}Netværk Odense Øst{END}", register=both).network_id is None


def _register() -> Register:
    from tests.documents.fields.paper import REGISTER

    return REGISTER
