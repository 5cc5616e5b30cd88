"""What a bundle says to whoever opens it."""

from __future__ import annotations

import pytest

from closeout.rendering.bundle_readme import RECHECK, readme


@pytest.mark.parametrize("redacted", [False, True])
def test_it_says_how_to_check_and_what_that_proves_in_lines_that_fit(redacted: bool) -> None:  # noqa: FBT001
    text = readme(redacted=redacted)
    assert all(step in text for step in RECHECK)
    assert "They do not show who wrote a message" in text
    assert max(map(len, text.splitlines())) <= 120
    assert ("sources/ " in text) is not redacted
    assert ("What is redacted" in text) is redacted


def test_a_redacted_bundle_asks_for_no_check_that_must_fail() -> None:
    assert "assert" in readme(redacted=False)
    assert "assert" not in readme(redacted=True)
