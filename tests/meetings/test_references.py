"""A meeting's reference is its own for ever, whatever was moved and however the register numbers its networks."""

import pytest

from tests.meetings import desk as desks
from tests.meetings.desk import AASE, COORDINATORS, Desk

LENE = "lene@soefys.example"


def test_networks_of_one_number_in_two_specialties_have_references_of_their_own(
    at: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desks, "NETWORKS", f"{desks.NETWORKS}ERG-041,Kvalitetsnetværk Søby,EKM,,\n")
    at.change_register(coordinators=f"{COORDINATORS}ERG-041,Lene Sø,{LENE},,2024-01-01,,1\n")
    at.post(AASE, "Møde torsdag den 7. maj 2026 kl. 17-20 på Hotel Fjorden")
    at.post(LENE, "Møde torsdag den 7. maj 2026 kl. 17-20 på Søby Kro")
    assert len({m.reference for m in at.meetings()}) == 2


def test_a_meeting_that_was_moved_to_another_year_keeps_its_reference_to_itself(at: Desk) -> None:
    for day in ("torsdag den 7. maj", "torsdag den 10. september", "torsdag den 3. december"):
        at.post(AASE, f"Møde {day} 2026 kl. 17-20 på Hotel Fjorden")
    at.post(AASE, "Mødet den 10. september 2026 er flyttet til torsdag den 4. februar 2027 kl. 17-20")
    assert [m.start.year for m in at.meetings()] == [2026, 2027, 2026]
    at.post(
        AASE,
        "Mødeplan\n8/10 2026 kl. 17-20 Hotel Fjorden\n12/11 2026 kl. 17-20 Hotel Fjorden\n",
    )
    assert len({m.reference for m in at.meetings()}) == 5
