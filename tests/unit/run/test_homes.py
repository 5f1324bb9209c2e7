import os
from pathlib import Path

from gisgrid.run.homes import ROOTS_PLACE, home, socket_folder

LONG = Path("/srv") / ("a-folder-with-a-very-long-name-indeed" * 3)


def test_a_chosen_home_is_taken() -> None:
    assert home(Path("/srv/project"), Path("/srv/there")) == Path("/srv/there")


def test_roots_cluster_lies_where_an_unprivileged_account_may_enter() -> None:
    place = home(Path("/srv/project"))
    expected = ROOTS_PLACE if os.geteuid() == 0 else Path("/srv/project")
    assert place.parent == expected


def test_two_projects_have_two_homes() -> None:
    assert home(Path("/srv/one")) != home(Path("/srv/two"))


def test_a_sockets_path_is_short_and_always_the_same() -> None:
    folder = socket_folder(LONG)
    assert len(os.fsencode(folder / ".s.PGSQL.5432")) < 100
    assert folder == socket_folder(LONG)
    assert folder != socket_folder(LONG / "other")


def test_a_short_folder_keeps_its_socket() -> None:
    assert socket_folder(Path("/srv/x")) == Path("/srv/x/socket")
