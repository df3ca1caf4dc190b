"""The image: what its recipe promises, and, where an engine runs, that it keeps it."""

import fnmatch
import re
from pathlib import Path

from appliance.config import SETTINGS

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "docker" / "Dockerfile"


def instructions() -> list[tuple[str, str]]:
    """Read the recipe as (instruction, rest) pairs, continuations joined."""
    text = DOCKERFILE.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    pairs = (line.partition(" ") for line in joined.splitlines() if line)
    return [(word, rest.strip()) for word, _, rest in pairs]


def values(word: str) -> list[str]:
    """Return the arguments of every instruction of this name."""
    return [rest for name, rest in instructions() if name == word]


def ignored(path: str) -> bool:
    """Whether .dockerignore keeps a top-level path out of the build."""
    verdict = False
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for line in lines:
        pattern = line.removeprefix("!")
        if line and not line.startswith("#") and fnmatch.fnmatch(path, pattern):
            verdict = not line.startswith("!")
    return verdict


def test_base_is_the_builders_choice() -> None:
    assert next(word for word, _ in instructions()) == "ARG"
    assert [base.split()[0] for base in values("FROM")] == ["${BASE_IMAGE}"] * 2


def test_classic_builder_understands_it() -> None:
    for rest in values("RUN"):
        assert not rest.startswith("--")
        assert "<<" not in rest


def test_process_is_nobody_special() -> None:
    assert values("USER") == ["10001:10001"]
    words = [word for word, _ in instructions()]
    assert max(i for i, word in enumerate(words) if word == "RUN") < words.index("USER")


def test_volume_is_owned_before_it_is_declared() -> None:
    # The classic builder discards what happens to a volume's directory afterwards.
    words = [word for word, _ in instructions()]
    assert max(i for i, word in enumerate(words) if word == "RUN") < words.index(
        "VOLUME"
    )
    assert values("VOLUME") == ["/var/opt/memos"]


def test_port_is_the_programs_default() -> None:
    (port,) = [setting.default for setting in SETTINGS if setting.name == "port"]
    assert values("EXPOSE") == [port]


def test_data_directory_yields_to_the_operators_choice() -> None:
    (data,) = [setting for setting in SETTINGS if setting.name == "data"]
    environment = " ".join(values("ENV"))
    assert f"{data.memos}=/var/opt/memos" in environment
    assert data.variable not in environment


def test_engine_can_ask_for_health() -> None:
    (check,) = values("HEALTHCHECK")
    assert check.endswith('CMD ["appliance", "healthcheck"]')


def test_everything_copied_exists_and_is_let_in() -> None:
    sources = [
        source
        for rest in values("COPY")
        if not rest.startswith("--from")
        for source in rest.split()[:-1]
    ]
    assert "appliance" in sources
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert [source for source in sources if ignored(source)] == []


def test_private_files_are_kept_out() -> None:
    assert ignored("data")
    assert ignored(".git")
    assert ignored(".venv")
