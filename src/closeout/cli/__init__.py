"""The command line: options, the clock, printing and exit codes. Everything heavy is imported inside the commands."""

from __future__ import annotations

import click

from closeout.cli.documents import check, invoice, log, notice, report
from closeout.cli.folders import build, new, schema, templates
from closeout.cli.importing import import_time


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="closeout", prog_name="closeout")
def cli() -> None:
    """End a freelance contract well.

    closeout reads one folder a contract (engagement.yaml, time.csv, invoices.csv, messages/) and writes the notice,
    the final invoice, the communication log and the closing report.

    Begin with: closeout new FOLDER
    """


for _command in (notice, invoice, log, report, check, build, new, schema, templates, import_time):
    cli.add_command(_command)
