"""A quick start changes when things are loaded, and nothing else."""

import subprocess
import sys

import pytest


def run(code: str) -> str:
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_rarely_used_parts_wait_and_still_work() -> None:
    output = run(
        "import ctypes.util, sys\n"
        "search = ctypes.util.find_library\n"
        "from closeout.rendering.weasyprint_start import import_weasyprint\n"
        "weasyprint = import_weasyprint()\n"
        "from weasyprint.pdf import fonts\n"
        "print('fontTools.subset' in sys.modules, 'fontTools.varLib.instancer' in sys.modules)\n"
        "print(ctypes.util.find_library is search)\n"
        "import fontTools.subset\n"
        "print(fonts.subset.Options is fontTools.subset.Options)\n"
        "try:\n"
        "    fonts.instantiateVariableFont({}, {})\n"
        "except ValueError:  # the real one misses a table\n"
        "    print('fontTools.varLib.instancer' in sys.modules)\n"
        "print(import_weasyprint() is weasyprint)\n"
    )
    assert output.split() == ["False", "False", "True", "True", "True", "True"]


def test_what_is_loaded_already_stays() -> None:
    output = run(
        "import fontTools.subset as before, sys\n"
        "from closeout.rendering.weasyprint_start import import_weasyprint\n"
        "import_weasyprint()\n"
        "print(sys.modules['fontTools.subset'] is before)\n"
    )
    assert output.split() == ["True"]


@pytest.mark.parametrize(("first_fails", "second_fails"), [(True, False), (True, True)])
def test_libraries_are_searched_in_earnest_before_one_is_called_missing(
    *, first_fails: bool, second_fails: bool
) -> None:
    output = run(
        "import importlib, sys\n"
        "from closeout.diagnostic import UserError\n"
        "from closeout.rendering import weasyprint_start\n"
        f"fails = [{first_fails}, {second_fails}]\n"
        "def import_module(name):\n"
        "    if fails.pop(0):\n"
        "        raise OSError('cannot load library pango')\n"
        "    return importlib.import_module('json')\n"
        "weasyprint_start.import_module = import_module\n"
        "try:\n"
        "    print(weasyprint_start.import_weasyprint().__name__)\n"
        "except UserError as error:\n"
        "    print(error)\n"
    )
    if second_fails:
        assert "error[CO703]: a library that draws the page is missing: cannot load library pango" in output
        assert "apt-get install libpango-1.0-0" in output
    else:
        assert output.split() == ["json"]
