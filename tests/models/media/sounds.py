"""Recordings as browsers make them."""

import array
import io
import itertools
import math

import av

RATE = 48_000
# Ten waves, so that all frames are alike.
STEP, TONE = 960, 500
LOUDNESS = 12_000


def webm(seconds: float, *, layout: str = "mono") -> bytes:
    """Return a tone as Opus in WebM."""
    target = io.BytesIO()
    with av.open(target, "w", format="webm") as container:
        stream = container.add_stream("libopus", rate=RATE, layout=layout)
        samples = _wave(1 if layout == "mono" else 2)
        for start in range(0, int(RATE * seconds), STEP):
            container.mux(stream.encode(_frame(start, layout, samples)))
        container.mux(stream.encode(None))
    return target.getvalue()


def crossings(samples: bytes) -> int:
    """Count how often 16-bit samples change their sign: twice for each wave."""
    values = array.array("h", samples)
    return sum((a < 0) != (b < 0) for a, b in itertools.pairwise(values))


def _wave(channels: int) -> bytes:
    """Return the samples of one frame."""
    angles = (2 * math.pi * TONE * at / RATE for at in range(STEP))
    heights = [int(LOUDNESS * math.sin(angle)) for angle in angles]
    return array.array("h", [h for h in heights for _ in range(channels)]).tobytes()


def _frame(start: int, layout: str, samples: bytes) -> av.AudioFrame:
    frame = av.AudioFrame(format="s16", layout=layout, samples=STEP)
    frame.sample_rate, frame.pts = RATE, start
    frame.planes[0].update(samples)
    return frame
