"""How a command of the command line is made: built by typer only when it is the one that runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from searchcable.cli import exits
from searchcable.cli.arguments import options_first

Function = TypeVar("Function", bound=Callable[..., int])


class Command(TyperCommand):
    """A command whose function returns its exit code."""

    def invoke(self, ctx: Any) -> None:
        """Run the command, and leave with its exit code or that of what it raised."""
        passing = (typer.Exit, typer.Abort, typer.BadParameter)
        ctx.exit(exits.run(lambda: super(Command, self).invoke(ctx), passing=passing))


class QueryCommand(Command):
    """A command that takes a query: a word may begin with a hyphen."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments, the options of which may stand between the words."""
        arities = {
            name: 0 if getattr(param, "is_flag", False) else 1
            for param in self.get_params(ctx)
            if param.param_type_name == "option"
            for name in (*param.opts, *param.secondary_opts)
        }
        return super().parse_args(ctx, options_first(args, arities))


_apps: Final[dict[str, typer.Typer]] = {}


def command(
    cls: type[Command] = Command, *, name: str | None = None, hidden: bool = False
) -> Callable[[Function], Function]:
    """Make a function a command, under `name` or its own."""

    def decorate(function: Function) -> Function:
        made = typer.Typer(
            add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
        )
        made.command(name or function.__name__, cls=cls, hidden=hidden)(function)
        _apps[name or function.__name__] = made
        return function

    return decorate


class Group(TyperGroup):
    """All commands. Typer would build each from its annotations, whichever of them is run."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{**settings, "commands": {}})
        self.commands = _Built()  # type: ignore[assignment]  # it is only read


class _Built(Mapping[str, Any]):
    """The commands by name, in the order in which they were made; each built when asked for."""

    def __getitem__(self, name: str) -> Any:
        return typer.main.get_command(_apps[name])

    def __iter__(self) -> Iterator[str]:
        return iter(_apps)

    def __len__(self) -> int:
        return len(_apps)
