# ruff: noqa: E501 - lists of names read better as long lines
"""Names of networks, people, firms and places, all invented; two sets that share nothing but streets and towns."""

from typing import NamedTuple


class Names(NamedTuple):
    networks: tuple[str, ...]
    unknown: tuple[str, ...]
    first: tuple[str, ...]
    middle: tuple[str, ...]
    last: tuple[str, ...]
    firms: tuple[str, ...]


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.strip().split("|"))


TRAINING = Names(
    networks=_split(
        "Kvalitetsnetværk Aarhus Midt|Kvalitetsnetværk Aarhus Nord|Kvalitetsnetværk Aarhus Syd|Netværk Sydfyn|Netværk Østfyn|Netværk Herning-Ikast|Kvalitetsnetværk Ringkøbing-Skjern|Netværk Hillerød|Netværk Gentofte-Lyngby"
        "|Netværk Haderslev|Kvalitetsnetværk Aabenraa|Kvalitetsnetværk 2 – Midtsjælland|Kvalitetsnetværk 22 – Nordvestsjælland|Kvalitetsnetværk 3 – Sydsjælland|Kvalitetsnetværk Viborg|Kvalitetsnetværk Lolland-Falster|Netværk Bornholm"
        "|Kvalitetsnetværk Vejle Fjord|Kvalitetsnetværk Odense Vest|Kvalitetsnetværk Odense Øst|Netværk Frederiksberg|Netværk Amager 1|Netværk Amager 2|Kvalitetsnetværk Silkeborg-Skanderborg|Klynge Reumatologi Syddanmark|Klynge Kirurgi Hovedstaden"
        "|Klynge Kirurgi Sjælland|Klynge Dermatologi Nordjylland|Klynge Gynækologi Midtjylland|Klynge Øre-næse-hals Sjælland|Klynge Øjenlæger Hovedstaden|Klynge Psykiatri Syddanmark"
    ),
    unknown=_split("Kvalitetsnetværk Samsø|Kvalitetsnetværk Læsø|Kvalitetsnetværk Tønder Marsk|Klynge Urologi Grønland"),
    first=_split("Mette|Søren|Bodil|Jørgen|Åse|Frederik|Sofie|Nikolaj|Kåre|Nanna|Ole|Birgitte|Torben|Hanne|Rasmus|Pia|Charlotte|Thomas|Lars|Jesper|Gitte|Anne|Kirsten|Malene"),
    middle=_split("|||Holm|Bruun|Dahl|Frandsen|Hedegaard|Marie|Bo"),
    last=_split("Lauritsen|Kragh|Bach|Smed|Overgaard|Winther|Bruun|Bonde|Pihl|Hjort|Sørensen|Friis|Aagaard|Ravn|Fløe|Bjerregaard|Toft|Enevoldsen|Kofoed|Mogensen|Juhl|Birk|Vestergaard|Jensen"),
    firms=_split(
        "Restaurant Møllen ApS|Café Ærø I/S|Hotel Ålborghus A/S|Madkompagniet Sønderup|Kursuscenter Bækdal ApS|Forsamlingshuset i Øster Åby|Smørrebrød & Co.|Træskibets Køkken ApS|Konferencehotel Søvang A/S|Fjordens Catering|Grønærten|Kroen ved Åen"
        "|Lindas Madhus v/ Linda Bech|Sushi Nami ApS|Spisehuset 1898|Gæstgivergaarden ApS|Brasserie Bryggen A/S|Den Gamle Vinkælder|Hansens Eftf.|Aktivitetshuset Kernen|Birthe Kok|KØKKEN & KLINGE APS|Nordic Event House ApS|Bowl'n'Dine A/S"
        "|Jysk Mødecenter A/S|Vestegnens Selskabslokaler|Klubhuset Ørnen|Sct. Knuds Sognegård"
    ),
)  # fmt: skip

JUDGING = Names(
    networks=_split(
        "Kvalitetsnetværk Randers|Netværk Thy-Mors|Kvalitetsnetværk Horsens-Hedensted|Netværk Kolding|Kvalitetsnetværk Svendborg-Langeland|Netværk Vesterbro|Netværk Østerbro|Netværk Nørrebro|Kvalitetsnetværk Roskilde|Kvalitetsnetværk Holbæk-Kalundborg"
        "|Kvalitetsnetværk Slagelse Nord|Kvalitetsnetværk Slagelse Syd|Kvalitetsnetværk 7 – Vestsjælland|Kvalitetsnetværk 17 – Vestsjælland|Netværk Rødovre-Hvidovre|Netværk Hørsholm-Fredensborg|Kvalitetsnetværk Sønderjylland Øst"
        "|Kvalitetsnetværk Sønderjylland Vest|Kvalitetsnetværk Esbjerg I|Kvalitetsnetværk Esbjerg II|Kvalitetsnetværk Aalborg Centrum|Kvalitetsnetværk Aalborg Hasseris|Netværk Køge|Netværk Djursland|Klynge Ortopædkirurgi Syddanmark"
        "|Klynge Ortopædkirurgi Midtjylland|Klynge Plastikkirurgi Hovedstaden|Klynge Intern medicin Sjælland|Klynge Neurologi Hovedstaden|Klynge Børnepsykiatri Midtjylland|Klynge Anæstesiologi Nordjylland|Klynge Pædiatri Sjælland"
    ),
    unknown=_split("Kvalitetsnetværk Ærø|Kvalitetsnetværk Fanø|Kvalitetsnetværk Billund|Klynge Radiologi Færøerne"),
    first=_split("Camilla|Henrik|Dorthe|Bjørn|Ågot|Emil|Ida|Kristian|Måns|Laura|Preben|Ulla|Flemming|Signe|Mikkel|Trine|Christine|Anders|Steen|Palle|Lisbeth|Annelise|Yrsa|Niels-Erik"),
    middle=_split("|||Skov|Krogh|Elmose|Thorup|Nørgaard|Louise|Kjær"),
    last=_split("Damgaard|Krogsgaard|Lund|Østergaard|Munk|Thygesen|Skaarup|Brandt|Vinther|Holst|Rasmussen|Møller|Kjeldsen|Hald|Søgaard|Bisgaard|Dam|Rosendahl|Villumsen|Paaske|Drejer|Lykke|Nissen|Nielsen"),
    firms=_split(
        "Restaurant Kystens Perle ApS|Café Smøgen I/S|Hotel Borgporten A/S|Madværkstedet Nord ApS|Kursusejendommen Lyngsø ApS|Nr. Vedby Forsamlingshus|Frk. Barners Frokost|Havnegades Køkken ApS|Hotel Marselis Enge A/S|Bølgens Diner Transportable|Rødbeden"
        "|Sostrup Kro & Gæsteri|Annes Mad v/ Anne Holt|Ramen Kiin ApS|Spisestedet Pakhus 5|Vejlby Gæstgiveri ApS|Trattoria La Barca A/S|Vinstuen under Uret|Slagter Madsens Eftf. ApS|Beboerhuset Midtpunktet|Tove Dahl Selskabsmad|MAD MED MERE APS|Scandinavian Venues ApS"
        "|Golf'n'Grill A/S|Midtjysk Messe & Møde A/S|Sydhavnens Selskabslokaler|Spejdergården Ulvehulen|Sct. Mortens Sognegård|Idrætscenter Vest|Kantineservice Øresund A/S"
    ),
)  # fmt: skip

STREETS = _split(
    "Åboulevarden|Søndergade|Nørre Allé|Strandvejen|Bækkevej|Kirkegårdsvej|Havnepladsen|Møllestien|Torvet|H.C. Andersens Vej|Gl. Landevej|Store Kongensgade|Ved Skoven|Østre Ringvej"
)
CITIES = _split(
    "8000 Aarhus C|5800 Nyborg|7100 Vejle|9000 Aalborg|2620 Albertslund|3700 Rønne|4800 Nykøbing F|6700 Esbjerg|6200 Aabenraa|3400 Hillerød|8800 Viborg|4000 Roskilde|8900 Randers C|1799 København V"
)

BUYERS = {
    "EKM": [
        ["Enhed for Kvalitet og Modernisering (EKM)", "Kvalitetsvej 10, 2. sal", "2300 København S"],
        ["EKM", "Kvalitetsvej 10, 2. sal", "2300 København S"],
        ["Danske Fysioterapeuter-EKM", "Att.: Bogholderiet", "Kvalitetsvej 10", "2300 København S"],
        ["EKM, Enhed for Kvalitet og Modernisering", "Kvalitetsvej 10, 2.", "DK-2300 København S"],
    ],
    "eKVIS": [
        ["eKVIS – Enhed for Kvalitet i Speciallægepraksis", "Speciallægernes Hus, Domus 4", "2100 København Ø"],
        ["eKVIS", "Speciallægernes Hus", "2100 København Ø"],
        ["EKVIS v/ sekretariatet", "Domus 4", "2100 København Ø"],
    ],
}  # fmt: skip
