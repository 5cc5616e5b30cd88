"""What the library imports for look-ups on the web is put off, and still there when it is called."""

from __future__ import annotations

import subprocess
import sys

from closeout.reading.stdnum_start import number_format

PROGRAM = """
import sys
before = set(sys.modules)
from closeout.reading.stdnum_start import number_format
assert number_format("iban").validate("DE89 3704 0044 0532 0130 00") == "DE89370400440532013000"
print(*sorted({"ssl", "pydoc", "pkgutil"} & set(sys.modules) - before))
import stdnum.iban, stdnum.util
print(stdnum.util.get_module_name(stdnum.iban))
"""


def test_heavy_modules_wait_until_they_are_called() -> None:
    result = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=True)
    assert result.stdout.splitlines() == ["", "IBAN (International Bank Account Number)"]


def test_a_format_checks_a_number() -> None:
    assert number_format("de.vat").validate("DE 123456788") == "123456788"
    assert number_format("bic").validate("COBADEFF") == "COBADEFF"
