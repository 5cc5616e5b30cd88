"""The files of a small engagement with an invoice to issue, for tests that change them."""

from pathlib import Path

ENGAGEMENT = """\
freelancer:
  name: Ada Byron
  email: ada@example.com
  vat_id: DE123456788
  registration: HRB 1
  address: {street: Am Markt 1, postcode: "53111", city: Bonn, country: DE}
client:
  name: Acme B.V.
  address: {street: Kade 8, postcode: 7413 ZZ, city: Deventer, country: NL}
contract:
  title: Website
  start: 2026-01-05
  billing: hourly
  rate: 80
  currency: EUR
  payment_days: 14
  tax: {treatment: standard, rate: 19}
ending: {by: freelancer, notice_date: 2026-05-04}
"""
TIME = "date,description,hours,invoice\n2026-04-02,Import,2.5,\n"


def write_engagement(folder: Path, title: str = "Website") -> Path:
    """Write the engagement into a new folder; its final invoice is of 18 May 2026, over 238 EUR."""
    folder.mkdir()
    (folder / "engagement.yaml").write_text(ENGAGEMENT.replace("Website", title), encoding="utf-8")
    (folder / "time.csv").write_text(TIME, encoding="utf-8")
    return folder


def swap(path: Path, old: str, new: str) -> None:
    """Put `new` in the place of `old`, which stands in the file once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
