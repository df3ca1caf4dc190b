"""The program that turns a recording into WAV."""

import io
import subprocess
import sys
import wave

import pytest

from appliance.models.media import wav
from tests.models.media.pictures import picture
from tests.models.media.sounds import TONE, crossings, webm


def run(content: bytes) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "appliance.models.media.wav"]
    return subprocess.run(command, input=content, capture_output=True, check=False)


@pytest.mark.parametrize("layout", ["mono", "stereo"])
def test_the_tone_is_still_heard(layout: str) -> None:
    finished = run(webm(1.0, layout=layout))
    assert finished.returncode == 0, finished.stderr
    with wave.open(io.BytesIO(finished.stdout)) as made:
        assert (made.getnchannels(), made.getsampwidth()) == (1, 2)
        assert made.getframerate() == wav.RATE
        assert made.getnframes() == pytest.approx(wav.RATE, rel=0.02)
        heard = crossings(made.readframes(made.getnframes()))
    assert heard == pytest.approx(2 * TONE, rel=0.03)


@pytest.mark.parametrize("content", [b"", b"no sound", picture("PNG"), webm(1.0)[:60]])
def test_what_is_no_recording_ends_without_one(content: bytes) -> None:
    finished = run(content)
    assert finished.returncode not in (0, wav.TOO_LONG)
    assert finished.stdout == b""


def test_a_recording_that_would_be_too_long_ends_early() -> None:
    program = (
        "import sys; from appliance.models.media import wav;"
        " wav.MAX_BYTES = wav.RATE; sys.exit(wav.main())"
    )
    command = [sys.executable, "-c", program]
    finished = subprocess.run(
        command, input=webm(1.0), capture_output=True, check=False
    )
    assert finished.returncode == wav.TOO_LONG
    assert finished.stdout == b""
