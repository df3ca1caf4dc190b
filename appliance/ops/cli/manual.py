"""How `--help` reads: what a command does, its own options, the instance, examples.

Help is laid out in this order everywhere, so that what is particular comes first and
what all have in common last.
"""

import click

from appliance.ops.cli.examples import EXAMPLES

OUTCOME = (
    ("0", "Good."),
    ("1", "Not good, or it failed: stderr says what and why."),
    ("2", "Wrong use, or a refusal to begin: nothing was changed."),
)
Definitions = list[tuple[str, str]]


class InstanceOption(click.Option):
    """A flag that says which instance is meant, and how it is told of."""


class Manual(click.Command):
    """A command whose help has the parts of a manual page."""

    def format_options(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write its own options first, then those that name the instance."""
        own: Definitions = []
        instance: Definitions = []
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record and isinstance(parameter, click.Option):
                common = isinstance(parameter, InstanceOption)
                (instance if common else own).append(record)
        _section(formatter, "Options", own)
        _section(formatter, "Which instance, as for serve", instance)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write examples and exit codes."""
        _explain_use(ctx, formatter)


class Manuals(click.Group):
    """A group of such commands, each with its whole first sentence."""

    command_class = Manual

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """List the commands with whole sentences: a cut one explains nothing."""
        found: Definitions = []
        for name in self.list_commands(ctx):
            each = self.get_command(ctx, name)
            if each and not each.hidden:
                sentence = (each.help or "").split("\n\n")[0]
                found.append((name, " ".join(sentence.split())))
        _section(formatter, "Commands", found)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write examples and exit codes."""
        _explain_use(ctx, formatter)


def _explain_use(ctx: click.Context, formatter: click.HelpFormatter) -> None:
    _, *path = ctx.command_path.split()
    if examples := EXAMPLES.get(tuple(path)):
        with formatter.section("Examples"):
            for example in examples:
                formatter.write(f"{'':{formatter.current_indent}}appliance {example}\n")
    _section(formatter, "Exit codes", list(OUTCOME))


def _section(
    formatter: click.HelpFormatter, title: str, definitions: Definitions
) -> None:
    if definitions:
        with formatter.section(title):
            formatter.write_dl(definitions)
