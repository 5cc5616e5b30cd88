"""The examples give exactly the documents that lie beside them; `make golden` renews those."""

from pathlib import Path

import pytest

from tests.golden import AS_OF, EXAMPLES, documents


def test_every_example_has_goldens() -> None:
    assert {path.parent.name for path in EXAMPLES.glob("*/engagement.yaml")} == set(AS_OF)


@pytest.mark.apart
@pytest.mark.parametrize("example", AS_OF)
def test_an_example_gives_its_golden_documents(example: str) -> None:
    made = documents(example)
    expected = EXAMPLES / example / "expected"
    assert made.keys() == {path.name for path in expected.iterdir()}
    for name, text in made.items():
        assert text == Path(expected / name).read_text(encoding="utf-8"), f"{name} differs; see make golden"
