"""The judges, set up once: Saxon is heavy."""

from __future__ import annotations

import pytest

from tests.conformance.judges import Judges


@pytest.fixture(scope="session")
def judges() -> Judges:
    return Judges()
