"""Register files: what is read, what is refused and how it is said; import and export are inverse."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store import Store, register_csv
from bot.store.register_csv import RegisterError
from bot.store.register_rows import FILES, RegisterFiles
from tests.store.making import INBOX, NOW, document, incoming, judged, message, reading

GOOD: Mapping[str, str] = {
    "networks": "network_id,name,secretariat,region,specialty\n"
    "FYS-1,Kvalitetsnetværk Sydfyn,EKM,Syddanmark,fysioterapi\nFYS-2,Kvalitetsnetværk Ærø,EKM,,\n",
    "coordinators": "network_id,name,email,phone,from,to,fee_share\n"
    "FYS-1,Mette Holm,mette@klinik.example,20 00 00 01,2024-01-01,2025-12-31,1\n"
    "FYS-1,Åse Friis,aase@klinik.example,,2026-01-01,,0.5\n",
    "members": "network_id,ydernummer,name,clinic,email,role,from,to\n"
    "FYS-1,012345,Mette Holm,Klinik Syd,mette@klinik.example,owner,2020-01-01,\n"
    "FYS-1,012345,Bo Lund,Klinik Syd,,tenant,2020-01-01,\n",
    "meetings": "meeting_id,network_id,start,end,venue,address,topic,mandatory_topic\n"
    'M1,FYS-1,2026-03-12T17:00:00+01:00,2026-03-12T20:00:00+01:00,Kroen,"Åvej 1, 5700 Svendborg",Ryg,1\n'
    "M2,FYS-2,2026-06-12T17:00:00+02:00,,,,,\n",
}
ATTENDANCE = "meeting_id,ydernummer,name,role,state\nM1,012345,Mette Holm,owner,present\nM1,,Gæst Ukendt,,excused\n"


def folder(tmp_path: Path, **changed: str | bytes | None) -> Path:
    """The good files, with whole files replaced; None leaves one out."""
    where = tmp_path / "register"
    where.mkdir(exist_ok=True)
    for table, content in {**GOOD, **changed}.items():
        path = where / f"{table}.csv"
        path.unlink(missing_ok=True)
        if content is not None:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return where


def said(where: Path) -> list[str]:
    with pytest.raises(RegisterError) as caught:
        register_csv.read(where)
    return [str(bad) for bad in caught.value.rows]


def imported(store: Store, where: Path) -> register_csv.RegisterDiff:
    return register_csv.apply(store, register_csv.read(where), NOW, "mette")


def test_what_is_imported_is_the_register(store: Store, tmp_path: Path) -> None:
    found = imported(store, folder(tmp_path, attendance=ATTENDANCE))
    assert (found.count("added"), dict(found.rows)["members"]) == (10, 2)
    register = store.register()
    assert [n.name for n in register.networks] == ["Kvalitetsnetværk Sydfyn", "Kvalitetsnetværk Ærø"]
    assert register.networks[1].region is None
    assert [c.name for c in register.coordinators_of("FYS-1")] == ["Mette Holm", "Åse Friis"]
    assert register.meetings[0].start.isoformat() == "2026-03-12T17:00:00+01:00"
    assert (register.meetings[0].address, register.meetings[1].end) == ("Åvej 1, 5700 Svendborg", None)
    assert [m.ydernummer for m in register.members] == ["012345", "012345"], "leading zeros stay"
    assert [a.state for a in register.attendance_of("M1")] == ["present", "excused"]


def test_importing_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    imported(store, folder(tmp_path))
    lines = store.db.all("SELECT * FROM history")
    register = store.register()
    again = imported(store, folder(tmp_path))
    assert again.changes == ()
    assert [tuple(r) for r in store.db.all("SELECT * FROM history")] == [tuple(r) for r in lines]
    assert store.register() is register, "an unchanged register is not read again"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(GOOD["networks"].encode("utf-8-sig"), id="BOM"),
        pytest.param(GOOD["networks"].replace(",", ";"), id="Excel's semicolon"),
        pytest.param("sep=;\n" + GOOD["networks"].replace(",", ";"), id="Excel's sep line"),
        pytest.param(GOOD["networks"].replace("\n", "\r\n"), id="CR LF"),
        pytest.param(GOOD["networks"] + "\n,,,,\n \n", id="empty lines"),
        pytest.param(GOOD["networks"].replace("network_id", " Network_ID "), id="header in capitals, padded"),
        pytest.param(GOOD["networks"].replace("Kvalitetsnetværk Ærø", '" Kvalitetsnetværk Ærø "'), id="padded cell"),
        pytest.param(
            "specialty,region,secretariat,name,network_id\nfysioterapi,Syddanmark,EKM,Kvalitetsnetværk Sydfyn,FYS-1\n"
            ",,EKM,Kvalitetsnetværk Ærø,FYS-2\n",
            id="columns in another order",
        ),
    ],
)
def test_the_same_rows_in_another_form(store: Store, tmp_path: Path, content: str | bytes) -> None:
    imported(store, folder(tmp_path))
    assert imported(store, folder(tmp_path, networks=content)).changes == ()


def test_a_decomposed_letter_is_the_letter(store: Store, tmp_path: Path) -> None:
    imported(store, folder(tmp_path))
    mac = GOOD["coordinators"].replace("Åse", "A\N{COMBINING RING ABOVE}se")
    assert imported(store, folder(tmp_path, coordinators=mac)).changes == ()


NET, COO, MEM, MEE = GOOD["networks"], GOOD["coordinators"], GOOD["members"], GOOD["meetings"]


@pytest.mark.parametrize(
    ("changed", "sentences"),
    [
        pytest.param(
            {"coordinators": COO.replace("FYS-1,Åse", "FYS-9,Åse")},
            ["coordinators.csv, linje 3, kolonne network_id: findes ikke i networks.csv (ikke «FYS-9»)"],
            id="unknown network",
        ),
        pytest.param(
            {"attendance": ATTENDANCE.replace("M1,,", "M9,,")},
            ["attendance.csv, linje 3, kolonne meeting_id: findes ikke i meetings.csv (ikke «M9»)"],
            id="unknown meeting",
        ),
        pytest.param(
            {"members": MEM.replace("2020-01-01,\n", "2026-02-29,\n", 1)},
            ["members.csv, linje 2, kolonne from: er en dato, der ikke findes (ikke «2026-02-29»)"],
            id="a day that is not there",
        ),
        pytest.param(
            {"members": MEM.replace("2020-01-01,\n", "1/1-20,\n", 1)},
            ["members.csv, linje 2, kolonne from: skal være en dato som 2026-03-12 (ikke «1/1-20»)"],
            id="a Danish date",
        ),
        pytest.param(
            {"meetings": MEE.replace("2026-03-12T17:00:00+01:00", "2026-03-12T17:00:00")},
            [
                "meetings.csv, linje 2, kolonne start: mangler tidszone; f.eks. 2026-03-12T17:00:00+01:00 "
                "(ikke «2026-03-12T17:00:00»)"
            ],
            id="no time zone",
        ),
        pytest.param(
            {"meetings": MEE.replace("T20:00:00+01:00", "T20:00:00+05:00")},
            [
                "meetings.csv, linje 2, kolonne end: ligger før start "
                "(2026-03-12T20:00:00+05:00 før 2026-03-12T17:00:00+01:00)"
            ],
            id="ends before it starts, by the clock that counts",
        ),
        pytest.param(
            {"coordinators": COO.replace("2025-12-31", "2023-12-31")},
            ["coordinators.csv, linje 2, kolonne to: ligger før from (2023-12-31 før 2024-01-01)"],
            id="from after to",
        ),
        pytest.param(
            {"coordinators": COO.replace("aase@klinik.example", "aase@klinik")},
            [
                "coordinators.csv, linje 3, kolonne email: er ikke en mailadresse; f.eks. mette@klinik.example "
                "(ikke «aase@klinik»)"
            ],
            id="an address without a dot",
        ),
        pytest.param(
            {"coordinators": COO.replace("aase@klinik.example", '"a@b.example,c@d.example"')},
            [
                "coordinators.csv, linje 3, kolonne email: er ikke en mailadresse; f.eks. mette@klinik.example "
                "(ikke «a@b.example,c@d.example»)"
            ],
            id="two addresses",
        ),
        pytest.param(
            {"networks": NET.replace("Kvalitetsnetværk Ærø", '"Kvalitetsnetværk\nBcc: x@y.example"')},
            [
                "networks.csv, linje 3, kolonne name: skal stå på én linje uden tabulatorer og styretegn "
                "(ikke «Kvalitetsnetværk Bcc: x@y.example»)"
            ],
            id="a name of two lines",
        ),
        pytest.param(
            {"networks": NET + "FYS-1,Igen,EKM,,\n"},
            ["networks.csv, linje 4, kolonne network_id: har samme network_id som linje 2"],
            id="the same id twice",
        ),
        pytest.param(
            {"members": MEM + "FYS-1,012345,Bo Lund,Anden,,owner,2020-01-01,\n"},
            [
                "members.csv, linje 4, kolonne network_id: har samme network_id og ydernummer og name og from "
                "som linje 3"
            ],
            id="the same member twice",
        ),
        pytest.param(
            {"members": MEM.replace("tenant", "lejer")},
            ["members.csv, linje 3, kolonne role: skal være en af: owner, tenant, guest (ikke «lejer»)"],
            id="unknown role",
        ),
        pytest.param(
            {"members": MEM.replace("012345,Bo", "1.2E5,Bo")},
            [
                "members.csv, linje 3, kolonne ydernummer: skal være et ydernummer: kun cifre, f.eks. 012345 "
                "(ikke «1.2E5»)"
            ],
            id="what a spreadsheet made of a number",
        ),
        pytest.param(
            {"networks": NET.replace("region", "regoin")},
            [
                "networks.csv, linje 1, kolonne regoin: er en ukendt kolonne; mente du region?",
                "networks.csv, linje 1, kolonne region: kolonnen mangler",
            ],
            id="misspelt column",
        ),
        pytest.param(
            {"networks": NET.replace("FYS-2,Kvalitetsnetværk Ærø,EKM,,", "FYS-2,Kvalitetsnetværk Ærø,EKM,")},
            ["networks.csv, linje 3: har 4 felter, overskriften har 5"],
            id="a comma short",
        ),
        pytest.param(
            {"networks": NET.replace("Kvalitetsnetværk Ærø", "")},
            ["networks.csv, linje 3, kolonne name: må ikke være tom"],
            id="no name",
        ),
        pytest.param({"members": None}, ["members.csv: filen mangler"], id="a file short"),
        pytest.param(
            {"networks": NET.encode("cp1252")},
            ["networks.csv, linje 2: er ikke UTF-8; gem filen som «CSV UTF-8»"],
            id="saved by an old Excel",
        ),
        pytest.param(
            {"networks": NET + '"FYS-3,x,EKM,,\n'},
            ["networks.csv: er ikke en gyldig CSV-fil; er der et anførselstegn for lidt?"],
            id="a quote that never ends",
        ),
        pytest.param(
            {"networks": ""},
            [f"networks.csv, linje 1, kolonne {c}: kolonnen mangler" for c in FILES[0].names],
            id="an empty file",
        ),
        pytest.param(
            {"members": MEM.replace("Klinik Syd,,", "cpr 010190-1234,,")},
            [
                "members.csv, linje 3, kolonne clinic: indeholder et CPR-nummer, som ikke må stå i registret "
                "(ikke «cpr ******-****»)"
            ],
            id="a CPR number, not repeated",
        ),
    ],
)  # fmt: skip
def test_what_is_refused_is_named(
    store: Store, tmp_path: Path, changed: dict[str, str | bytes | None], sentences: list[str]
) -> None:
    assert said(folder(tmp_path, **changed)) == sentences


def test_everything_wrong_is_told_at_once_in_the_files_order(tmp_path: Path) -> None:
    where = folder(
        tmp_path,
        networks=NET.replace("FYS-2,Kvalitetsnetværk Ærø,EKM", "FYS-2,,"),
        members=MEM.replace("owner", "ejer").replace("2020-01-01", "i går"),
    )
    assert [line.split(":")[0] for line in said(where)] == [
        "networks.csv, linje 3, kolonne name",
        "networks.csv, linje 3, kolonne secretariat",
        "members.csv, linje 2, kolonne role",
        "members.csv, linje 2, kolonne from",
        "members.csv, linje 3, kolonne from",
    ]


def test_no_folder(tmp_path: Path) -> None:
    assert said(tmp_path / "nowhere") == [f"{tmp_path / 'nowhere'}: mappen findes ikke"]


def test_what_would_change_is_seen_before_it_does(store: Store, tmp_path: Path) -> None:
    imported(store, folder(tmp_path))
    changed = folder(
        tmp_path,
        networks=NET.replace("Kvalitetsnetværk Ærø", "Netværk Ærø") + "FYS-3,Nyt,EKM,,\n",
        members="\n".join(MEM.splitlines()[:2]),
    )
    before = [tuple(r) for r in store.db.all("SELECT * FROM networks")]
    found = register_csv.diff(store, register_csv.read(changed))
    assert [tuple(r) for r in store.db.all("SELECT * FROM networks")] == before
    assert [(c.file, c.key[0], c.action) for c in found.changes] == [
        ("networks.csv", "FYS-2", "changed"),
        ("networks.csv", "FYS-3", "added"),
        ("members.csv", "FYS-1", "removed"),
    ]
    assert found.changes[0].columns == {"name": ("Kvalitetsnetværk Ærø", "Netværk Ærø")}
    assert register_csv.apply(store, register_csv.read(changed), NOW, "mette") == found
    assert [n.name for n in store.register().networks] == ["Kvalitetsnetværk Sydfyn", "Netværk Ærø", "Nyt"]
    (line,) = [h for h in store.history("networks", "FYS-2") if h.action == "changed"]
    assert (line.who, line.before, line.after) == (
        "mette", {"name": "Kvalitetsnetværk Ærø"}, {"name": "Netværk Ærø"},
    )  # fmt: skip


def test_what_something_filed_refers_to_is_kept_and_said(store: Store, tmp_path: Path) -> None:
    imported(store, folder(tmp_path, attendance=ATTENDANCE))
    (row,) = store.keep(INBOX, 1, [incoming()], NOW)
    what = document(replace(reading(), network_id="FYS-1"), meeting_id="M1")
    assert store.file(row, message(), judged(what), [], NOW)
    empty = folder(tmp_path, **{table: text.splitlines()[0] for table, text in GOOD.items()}, attendance=None)
    found = imported(store, empty)
    assert {(c.file, c.key[0]) for c in found.changes if c.action == "kept"} == {
        ("networks.csv", "FYS-1"),
        ("meetings.csv", "M1"),
    }
    assert [n.network_id for n in store.register().networks] == ["FYS-1"]
    assert store.register().members == ()
    assert len(store.register().attendance) == 2, "attendance.csv was not given: it is left as it was"


def test_attendance_alone_keeps_its_meeting(store: Store, tmp_path: Path) -> None:
    imported(store, folder(tmp_path, attendance=ATTENDANCE))
    without = folder(tmp_path, meetings=MEE.splitlines()[0], attendance=None)
    (kept,) = [c for c in imported(store, without).changes if c.action == "kept"]
    assert kept.key == ("M1",)
    gone = folder(tmp_path, meetings=MEE.splitlines()[0], attendance=ATTENDANCE.splitlines()[0])
    assert {c.action for c in imported(store, gone).changes} == {"removed"}
    assert store.register().meetings == ()


def test_another_order_is_no_change_but_is_kept(store: Store, tmp_path: Path) -> None:
    imported(store, folder(tmp_path))
    head, first, second = NET.splitlines()
    assert imported(store, folder(tmp_path, networks=f"{head}\n{second}\n{first}\n")).changes == ()
    assert [n.network_id for n in store.register().networks] == ["FYS-2", "FYS-1"]


def test_nothing_is_half_imported(store: Store, tmp_path: Path) -> None:
    files = register_csv.read(folder(tmp_path))
    broken = RegisterFiles({**files.tables, "meetings": (("M1", "FYS-1", None, None, None, None, None, None),)})
    with pytest.raises(Exception, match="NOT NULL"):
        register_csv.apply(store, broken, NOW, "mette")
    assert store.register().networks == ()


def test_export_is_read_back_as_it_was(store: Store, tmp_path: Path) -> None:
    where = folder(tmp_path, attendance=ATTENDANCE)
    imported(store, where)
    out = tmp_path / "out"
    register_csv.export(store, out)
    assert {p.name: p.read_text("utf-8") for p in out.iterdir()} == {
        p.name: p.read_text("utf-8") for p in where.iterdir()
    }


_TEXT = st.text(st.characters(codec="utf-8"), max_size=12).map(lambda s: " ".join(s.split()))
_CELL = st.sampled_from(["=1+1", '"', "a;b", "a,b", "'", "@x", "-", "Æ", "\ufeffx"]) | _TEXT


@given(names=st.lists(_CELL, min_size=1, max_size=5), regions=st.lists(_CELL, min_size=5, max_size=5))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_export_and_import_are_inverse(store: Store, tmp_path: Path, names: list[str], regions: list[str]) -> None:
    """Whatever texts the register holds, awkward ones too: written and read again they are the same rows."""
    rows = []
    for i, (name, region) in enumerate(zip(names, regions, strict=False)):
        try:
            good = FILES[0].columns[1].check(name), FILES[0].columns[3].check(region)
        except ValueError:
            continue
        if good[0]:
            rows.append((f"N{i}", good[0], "EKM", good[1], None))
    empty = {spec.table: () for spec in FILES}
    register_csv.apply(store, RegisterFiles({**empty, "networks": tuple(rows)}), NOW)
    out = tmp_path / "out"
    exported = register_csv.export(store, out)
    assert exported.tables["networks"] == tuple(rows)
    again = register_csv.read(out)
    assert again == exported
    assert register_csv.diff(store, again).changes == ()
