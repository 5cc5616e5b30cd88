"""The command line: options, the clock, printing and exit codes. Everything heavy is imported inside the commands."""

from __future__ import annotations

import click

from closeout.cli.correspondence import log
from closeout.cli.documents import check, invoice, notice, report
from closeout.cli.evidence import bundle, verify
from closeout.cli.folders import build, new, schema, templates
from closeout.cli.importing import import_time
from closeout.cli.issuing import credit_note, register
from closeout.cli.receivables import remind, statement
from closeout.cli.signing import sign


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="closeout", prog_name="closeout")
def cli() -> None:
    """End a freelance contract well.

    closeout reads one folder a contract (engagement.yaml, time.csv, invoices.csv, messages/) and writes the notice,
    the final invoice, the communication log and the closing report.

    Begin with: closeout new FOLDER
    """


_DOCUMENTS = (notice, invoice, credit_note, statement, remind, log, report, check, bundle)
_FOLDERS = (build, sign, verify, new, schema, templates, import_time, register)
for _command in (*_DOCUMENTS, *_FOLDERS):
    cli.add_command(_command)
