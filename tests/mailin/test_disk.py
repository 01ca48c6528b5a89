"""Mail that lies on disk: .eml, Maildir, mbox, folders of them."""

from pathlib import Path

import pytest

from bot.mailin.disk import messages_on_disk

MAIL = b"From: a@x.example\nSubject: 1\n\nHej\n"
MBOX = (
    b"From a@x.example Sat Mar 14 10:00:00 2026\nSubject: 1\n\nHej\nFrom now on we meet on Mondays.\n\n"
    b"From the kitchen: nothing.\n>From Lone: kage\n>>From Bo: the\n\n"
    b"From MAILER-DAEMON Sat Mar 14 10:00:01 2026\nSubject: 2\n\nAnden\n"
)


def put(file: Path, content: bytes = MAIL) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def test_one_file(tmp_path: Path) -> None:
    file = put(tmp_path / "0042.eml")
    assert list(messages_on_disk(file)) == [(str(file), MAIL)]


def test_a_file_named_itself_needs_no_ending(tmp_path: Path) -> None:
    assert [raw for _, raw in messages_on_disk(put(tmp_path / "mail"))] == [MAIL]


def test_an_eml_with_an_envelope_line_is_one_mail(tmp_path: Path) -> None:
    file = put(tmp_path / "a.eml", MBOX)
    assert list(messages_on_disk(file)) == [(str(file), MBOX)]


def test_mbox(tmp_path: Path) -> None:
    file = put(tmp_path / "inbox", MBOX)
    (source1, first), (source2, second) = messages_on_disk(file)
    assert (source1, source2) == (f"{file}#1", f"{file}#2")
    assert first.endswith(
        b"From now on we meet on Mondays.\n\nFrom the kitchen: nothing.\nFrom Lone: kage\n>From Bo: the\n"
    )
    assert second == b"Subject: 2\n\nAnden\n"


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_mbox_with_either_line_end(tmp_path: Path, end: bytes) -> None:
    assert len(list(messages_on_disk(put(tmp_path / "a.mbox", MBOX.replace(b"\n", end))))) == 2


def test_maildir_with_folders(tmp_path: Path) -> None:
    box = tmp_path / "Maildir"
    for folder in ("new", "cur", "tmp"):
        (box / folder).mkdir(parents=True)
    put(box / "cur/1.host:2,S", b"1")
    put(box / "new/2.host", b"2")
    put(box / "tmp/3.host", b"not delivered yet")
    put(box / ".Sendt/cur/4.host:2,", b"4")
    (box / ".Sendt/new").mkdir()
    put(box / "dovecot.index", b"no mail")
    assert [raw for _, raw in messages_on_disk(box)] == [b"1", b"2", b"4"]


def test_folders_are_searched_in_order_and_other_files_left(tmp_path: Path) -> None:
    for name in ("b/message.eml", "a/message.eml", "a/Faktura.pdf", "a/expected.json", "c.EML"):
        put(tmp_path / name, name.encode())
    put(tmp_path / "d/gammel.mbox", MBOX)
    sources = [str(Path(source).relative_to(tmp_path)) for source, _ in messages_on_disk(tmp_path)]
    assert sources == ["a/message.eml", "b/message.eml", "c.EML", "d/gammel.mbox#1", "d/gammel.mbox#2"]


def test_an_empty_file_is_an_empty_mail(tmp_path: Path) -> None:
    assert [raw for _, raw in messages_on_disk(put(tmp_path / "a.eml", b""))] == [b""]


def test_an_empty_folder_has_none(tmp_path: Path) -> None:
    assert list(messages_on_disk(tmp_path)) == []


def test_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(messages_on_disk(tmp_path / "nothing"))


def test_a_link_to_the_folder_itself_ends(tmp_path: Path) -> None:
    put(tmp_path / "a.eml")
    (tmp_path / "again").symlink_to(tmp_path)
    assert len(list(messages_on_disk(tmp_path))) == 1
