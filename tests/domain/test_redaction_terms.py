"""What is hidden where the user says nothing, or little."""

from __future__ import annotations

import msgspec
import pytest

from closeout.domain.redaction_terms import RedactionTerms


def test_without_a_word_everything_of_a_known_form_is_hidden() -> None:
    terms = RedactionTerms()
    assert (terms.third_parties, terms.phones, terms.emails, terms.accounts, terms.addresses) == (True,) * 5
    assert not terms.entries
    assert not terms.words


def test_a_slip_in_a_key_hides_nothing_by_mistake() -> None:
    with pytest.raises(msgspec.ValidationError, match="word"):
        msgspec.convert({"word": ["Falke"]}, RedactionTerms)
