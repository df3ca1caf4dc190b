"""`--show-completion` and `--install-completion`: commands and flags on the tab key."""

import os
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from appliance.errors import InvalidArgumentError, UnavailableError, in_words

NAME, VARIABLE = "appliance", "_APPLIANCE_COMPLETE"
SHELLS = ("bash", "zsh", "fish")
# What a shell needs besides the file.
NEEDS = {
    "bash": "Bash reads it where the package bash-completion is installed.",
    "zsh": "In ~/.zshrc there must be: fpath+=(~/.zfunc); autoload -Uz compinit; "
    "compinit",
    "fish": "Fish reads it by itself.",
}


def script(root: click.Command, shell: str) -> str:
    """Return what a shell must read; "" for the shell means the user's own."""
    chosen = shell or Path(os.environ.get("SHELL", "")).name
    kind = get_completion_class(chosen)
    if kind is None or chosen not in SHELLS:
        raise InvalidArgumentError(
            f"Say for which shell: {', '.join(SHELLS)}; yours is "
            f"{chosen or 'not known'}."
        )
    return kind(root, {}, NAME, VARIABLE).source()


def install(root: click.Command, shell: str) -> str:
    """Write it where the shell of this user looks; return what is to be said."""
    chosen = shell or Path(os.environ.get("SHELL", "")).name
    text = script(root, chosen)
    place = _place(chosen)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UnavailableError(in_words(error)) from error
    return f"{place}: it works in every new shell. {NEEDS[chosen]}"


def _place(shell: str) -> Path:
    home = Path.home()
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    configuration = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    return {
        "bash": data / "bash-completion/completions" / NAME,
        "zsh": home / ".zfunc" / f"_{NAME}",
        "fish": configuration / "fish/completions" / f"{NAME}.fish",
    }[shell]
