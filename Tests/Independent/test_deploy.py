"""The files of deploy: systemd takes the unit, and every setting they name exists."""
import re
import shutil
import subprocess

import pytest
from server import ROOT, Server, clean_environment

DEPLOY = ROOT / "deploy"


@pytest.fixture(scope="module")
def settings(tmp_path_factory) -> set[str]:
    """Every key of the configuration table, under its own name and the one it has in the environment."""
    binary = Server(tmp_path_factory.mktemp("hearth") / "data").binary
    shown = subprocess.run([str(binary), "config", "print", "--default"], capture_output=True, text=True, env=clean_environment())
    keys = set(re.findall(r"^#?([a-z.]+) =", shown.stdout, re.M))
    assert "http.listen" in keys, shown
    return keys | {"HEARTH_" + key.upper().replace(".", "_") for key in keys}


@pytest.mark.parametrize("name", ["Containerfile", "compose.yaml", "hearth.service", "hearth.env.example", "postgres.md"])
def test_every_setting_that_is_named_exists(settings, name):
    text = (DEPLOY / name).read_text()
    named = set(re.findall(r"\bHEARTH_[A-Z_]+", text)) | set(re.findall(r"`((?:store|http|tcp|drain|public|trust)\.[a-z.]+)`", text))
    assert named and named <= settings, named - settings


def test_systemd_takes_the_unit(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze")
    unit = tmp_path / "hearth.service"
    # The program need not be installed for this.
    unit.write_text((DEPLOY / "hearth.service").read_text().replace("/usr/local/bin/hearth", "/bin/true"))
    result = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True)
    assert result.returncode == 0 and "hearth.service" not in result.stderr, result.stderr
