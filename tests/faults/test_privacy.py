"""Seeded CPR numbers, some of the thousand that ``tests.faults.privacy`` sends through: none comes out in clear."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.privacy import Numbers, Search, campaign
from tests.servers.embedded import Embedded
from tests.servers.fixtures import PASSWORD, Box
from tests.servers.sink import SmtpSink
from tests.service.live import Live


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    with Embedded({"bot": PASSWORD}) as server, SmtpSink() as sink:
        yield Live(tmp_path, Box(server, "bot"), sink, service='log_level = "DEBUG"')


@pytest.mark.slow
def test_no_cpr_number_and_no_secret_comes_out_in_clear(live: Live) -> None:
    found = campaign(live, 100)
    assert found.leaks == Counter()
    assert found.seeded >= 100
    assert {
        "log",
        "extract",
        "messages show",
        "originals read",
        "report --write",
        "the database's files",
        "copies.text",
        "accesses.reason",
        "letters.raw",
        "letters sent",
        "process",
        "process --letters",
        "review reject",
        "fields.value",
    } <= set(found.places)


def test_the_search_finds_what_is_there() -> None:
    numbers = Numbers(7)
    said = numbers.one("here", "{0}{1}")
    search = Search(numbers, ("hemmelig",))
    wide = said.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    search.text("there", f"nr. {said[:6]}-{said[6:]}, {said}, {wide}, {said[:6]}\n{said[6:]}, hemmelig")
    assert search.leaks == {("here", "there"): 4, ("a secret", "there"): 1}
