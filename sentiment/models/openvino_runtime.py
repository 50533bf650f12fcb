"""OpenVINO on the CPU: opened without its telemetry, compiled for a thread a request.

Batches are scored by a thread for each core (:mod:`sentiment.models.batching`). A compiled
graph has as many streams of one thread, so that every thread of ours computes alone on one
copy of the weights; a compiled copy for each thread is no faster and takes more memory.
"""

from __future__ import annotations

import sys
from collections import deque
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from sentiment.errors import MissingExtraError
from sentiment.settings import cpu_count

if TYPE_CHECKING:
    import openvino
    from numpy.typing import NDArray

FloatPrecision = Literal["float32", "bfloat16"]
_PACKAGE = _EXTRA = "openvino"
_TELEMETRY = "openvino_telemetry"
_DEVICE = "CPU"
_HINTS = {"float32": "f32", "bfloat16": "bf16"}


def import_openvino() -> Any:
    """The package ``openvino``, which may not tell anybody that it was imported.

    With its dependency ``openvino_telemetry`` it sends an event to its makers as soon as it
    is imported and keeps an id in the home folder. It works the same where that package
    cannot be imported, so this process does not let it, now or later. Raises
    :class:`MissingExtraError` where ``openvino`` is not installed.
    """
    sys.modules.setdefault(_TELEMETRY, None)  # type: ignore[arg-type]  # import's own word for no
    try:
        import openvino
    except ImportError as error:
        raise MissingExtraError(_PACKAGE, extra=_EXTRA) from error
    return openvino


def fastest_float() -> FloatPrecision:
    """``bfloat16`` where OpenVINO finds instructions for it in this CPU, else ``float32``."""
    abilities = import_openvino().Core().get_property(_DEVICE, "OPTIMIZATION_CAPABILITIES")
    return "bfloat16" if "BF16" in abilities else "float32"


class CompiledGraph:
    """A graph ready to run on this CPU; safe to share by threads.

    ``precision`` is a hint: a CPU without instructions for bfloat16 computes in float32.
    """

    def __init__(self, graph: openvino.Model, *, precision: FloatPrecision) -> None:
        settings = {
            "INFERENCE_PRECISION_HINT": _HINTS[precision],
            "NUM_STREAMS": cpu_count(),
            "INFERENCE_NUM_THREADS": cpu_count(),
            "ENABLE_CPU_PINNING": False,  # other processes' threads would be pinned to the same
            "DYNAMIC_QUANTIZATION_GROUP_SIZE": 0,  # else VNNI may round what flows to int8
        }
        self._compiled = import_openvino().Core().compile_model(graph, _DEVICE, settings)
        self._idle: deque[Any] = deque()  # requests; never more than ran at the same time

    def run(self, *inputs: NDArray[np.float32]) -> NDArray[np.float32]:
        """The graph's only output for ``inputs`` in the order of its parameters."""
        try:
            request = self._idle.pop()
        except IndexError:
            request = self._compiled.create_infer_request()
        found = request.infer([np.ascontiguousarray(i) for i in inputs], share_inputs=True)
        self._idle.append(request)
        return np.asarray(found[0])
