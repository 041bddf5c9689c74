"""Every failure of the catalogue happens for its documented reason, with its code, its status and its words: a test for each row
and each door that clients see it at. `scripts/failures` prints the table of them."""
import re
from pathlib import Path

import provoke_accounts  # noqa: F401
import provoke_groups  # noqa: F401
import provoke_license  # noqa: F401
import provoke_messages  # noqa: F401
import provoke_roster  # noqa: F401
import provoke_server  # noqa: F401
import pytest
from conftest import World
from provoking import CONNECTION, NEVER, NOTICE, PROVOCATIONS, REST, Stage, doors, row_named, rows

CASES = [(row["name"], door) for row in rows() if not row.get("later") for door in doors(row) if (row["name"], door) not in NEVER]


@pytest.fixture
def stage(world: World, tmp_path: Path, cluster) -> Stage:
    stage = Stage(world, tmp_path, cluster)
    yield stage
    stage.close()


@pytest.mark.parametrize(("name", "door"), CASES, ids=[f"{name}-{door}" for name, door in CASES])
def test_every_failure(stage: Stage, name: str, door: str):
    provocation = PROVOCATIONS[name, door]
    row = row_named(name)
    told = row_named(provocation.told_as) if provocation.told_as else row
    seen = provocation.run(stage)
    if door == REST:
        assert seen.status == 200 and seen.code == row["rest"], (seen.status, seen.json)
        if row["rest"] == 10002 and row["name"] != "InvalidUserNameParameter":
            assert "invalid request parameter" in seen.message
        else:
            assert seen.message == told["message"]
    elif door == CONNECTION:
        assert (seen.code, seen.reason) == (row["status"], told["reason"])
    else:
        assert sorted(set(seen)) == sorted(int(number) for number in re.findall(r"\((\d+)\)", row["notice"]))


def test_every_row_is_provoked_at_every_door_or_says_why_not():
    wanted = {(row["name"], door) for row in rows() if not row.get("later") for door in doors(row)}
    assert wanted == set(PROVOCATIONS) | set(NEVER)
    assert not set(PROVOCATIONS) & set(NEVER)
    # Who cannot be seen anywhere is no row.
    assert all(any((row["name"], door) in PROVOCATIONS for door in doors(row)) for row in rows() if not row.get("later"))


def test_every_provocation_says_how():
    assert all(provocation.how.endswith(".") for provocation in PROVOCATIONS.values())


def test_only_files_and_push_are_still_to_come():
    later = {row["name"] for row in rows() if row.get("later")}
    assert all(re.match("InvalidFile|ServerFile|Push|ServerAppNotifier", name) for name in later)
