"""What a bundle says to whoever opens it: what is in it, how to check it, and what the hashes prove."""

from __future__ import annotations

from typing import Final

RECHECK: Final = (
    "sha256sum -c SHA256SUMS (on macOS: shasum -a 256 -c SHA256SUMS) checks every file named there.",
    "SHA256SUMS names every file but itself. A file that it does not name was added.",
    "In record.jsonl, 'hash' is the SHA-256 of a zero byte, of the line up to ',\"hash\":', and of '}'.",
    "'chain' is the SHA-256 of the 'chain' before it (at first 32 zero bytes) and of 'hash', each as 32 bytes.",
    "chain_head in manifest.json is the last 'chain'.",
    "merkle_root is the root of the tree over all 'hash' values as in RFC 6962, section 2.1.",
    "With closeout: closeout verify bundle.zip, or the folder that it was unzipped to.",
)
_WHOLE: Final = """\
sources/        the files that were read, byte for byte; 'source' of an entry in the record says which bytes it is
"""
_LEFT_OUT: Final = """\
No sources: this copy is redacted. manifest.json has the sizes and SHA-256 values of the files that were left out, so
that they can be compared with these where they are shown in full.
"""
_REDACTED: Final = """\

What is redacted
----------------
Names, numbers and words that must not be seen are replaced by names in square brackets, such as [person 3], the same
wherever they stand. Ids and 'hash' values are those of the entries before they were redacted. So the chain can be
checked here, but not whether an entry has its hash; for that, the unredacted bundle is needed. Whoever guesses a
redacted text can confirm the guess by its hash.
"""


def readme(*, redacted: bool) -> str:
    """Return the text, in lines of at most 120 characters."""
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(RECHECK, 1))
    return f"""\
The communication between the parties to a contract, and the documents made from it
===================================================================================
documents/      the documents that closeout wrote
record.jsonl    every message as JSON, one a line, in order of time, with its hash
{_LEFT_OUT if redacted else _WHOLE}manifest.json   what this is, how much is in it, and the SHA-256 of every file
SHA256SUMS      the same values, for programs
{_REDACTED if redacted else ""}
How to check it
---------------
{steps}

In Python, without closeout:

    import hashlib
    head = bytes(32)
    for line in open("record.jsonl", "rb"):
        content, _, seal = line.rpartition(b',"hash":')
        leaf = bytes.fromhex(seal[1:65].decode())
{
        ""
        if redacted
        else '''        assert hashlib.sha256(bytes(1) + content + b"}").digest() == leaf
'''
    }        head = hashlib.sha256(head + leaf).digest()
    print(head.hex())  # chain_head in manifest.json

What the hashes prove, and what not
-----------------------------------
They show that nothing was changed, added or left out since the bundle was made, as long as you know one value from
then: the SHA-256 of the archive or of SHA256SUMS, which 'closeout bundle' and 'closeout verify' print. Tell that value
to the other side, or to somebody whom both trust, on the day on which the bundle is made; whoever changes a file could
make new hashes as well.
They do not show who wrote a message, nor that the exports were complete or unchanged before closeout read them.

The same folder gives the same bundle, byte for byte, with the same version of closeout and of the libraries that make
its PDFs. Files are stored in it without compression, whose results differ from program to program.
"""
