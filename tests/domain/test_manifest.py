"""The lines of SHA256SUMS."""

from closeout.domain.manifest import BundledFile, sums


def test_a_line_has_the_hash_two_spaces_and_the_name() -> None:
    files = (BundledFile("a b.txt", 1, "0" * 64), BundledFile("sources/ä", 2, "1" * 64))
    assert sums(files) == f"{'0' * 64}  a b.txt\n{'1' * 64}  sources/ä\n"
