"""The way in: what happens to an exception."""

import pytest

import closeout.__main__
from closeout.diagnostic import Code, Location, UserError


def fail_with(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(closeout.__main__, "cli", fail)


def test_what_a_user_can_mend_is_a_message(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    fail_with(UserError.of(Code.BAD_DATE, "no day", Location("a\x1b.csv", 2, 3), "mend it"), monkeypatch)
    with pytest.raises(SystemExit) as exit_:
        closeout.__main__.main()
    assert exit_.value.code == 2
    assert capsys.readouterr().err == "a\ufffd.csv:2:3: error[CO205]: no day\n    hint: mend it\n"


def test_a_bug_shows_its_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    fail_with(RuntimeError("ours"), monkeypatch)
    with pytest.raises(RuntimeError, match="ours"):
        closeout.__main__.main()
    assert "Please report it" in capsys.readouterr().err
