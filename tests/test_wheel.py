"""What users get: the wheel, installed in an environment of its own and run far from the checkout."""

import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "upwork-hourly"
pytestmark = pytest.mark.xdist_group("wheel")  # build it once, whatever the number of workers
AS_OF = ("--as-of", "2026-11-16")


def run(*command: str | Path, cwd: Path) -> str:
    result = subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def closeout(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel where its dependencies, but not the checkout, can be imported; return the command."""
    environment = tmp_path_factory.mktemp("an environment")
    venv.create(environment, with_pip=False, symlinks=True)
    (library,) = environment.glob("lib/python*/site-packages")
    # A path in a .pth file brings our dependencies, but not their .pth files: the editable install stays behind.
    (library / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    python = environment / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python)
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=environment)
    where = run(python, "-c", "import closeout; print(closeout.__file__)", cwd=environment)
    assert where.startswith(str(library))
    return environment / "bin" / "closeout"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Return a working directory that holds a copy of the example, and no checkout."""
    shutil.copytree(EXAMPLE, tmp_path / "engagement")
    return tmp_path


def test_the_wheel_prints_its_version(closeout: Path, elsewhere: Path) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert version in run(closeout, "--version", cwd=elsewhere)


def test_the_wheel_carries_its_templates(closeout: Path, elsewhere: Path) -> None:
    listed = run(closeout, "templates", cwd=elsewhere)
    for template in sorted((ROOT / "templates" / "documents").iterdir()):
        assert template.name in listed


def test_the_wheel_writes_a_notice(closeout: Path, elsewhere: Path) -> None:
    engagement = yaml.safe_load((EXAMPLE / "engagement.yaml").read_text(encoding="utf-8"))
    letterhead, _, letter = run(closeout, "notice", "engagement", *AS_OF, cwd=elsewhere).partition("\n\n")
    assert engagement["freelancer"]["name"] in letterhead
    assert engagement["client"]["name"] in letter


def test_the_wheel_prints_an_invoice(closeout: Path, elsewhere: Path) -> None:
    run(closeout, "invoice", "engagement", *AS_OF, "-f", "pdf", "-o", "out.pdf", cwd=elsewhere)
    assert (elsewhere / "out.pdf").read_bytes().startswith(b"%PDF-")
