import os
import subprocess
import sys

import numpy as np
import pytest

from sentiment.errors import MissingExtraError
from sentiment.models.openvino_runtime import CompiledGraph, fastest_float, import_openvino

ALONE = """
import sys
sys.addaudithook(lambda event, args: event == "socket.connect" and sys.exit("connected"))
from sentiment.models.openvino_runtime import import_openvino
import_openvino().Core()
try:
    import openvino_telemetry
except ImportError:
    print([name for name in sys.modules if name.startswith("openvino_telemetry.")])
"""


def test_importing_it_tells_nobody_and_writes_nothing(tmp_path):
    outside_ci = {name: value for name, value in os.environ.items() if name != "CI"}
    done = subprocess.run(
        [sys.executable, "-c", ALONE],
        env={**outside_ci, "HOME": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_missing_package_is_named_with_its_install_line(monkeypatch):
    monkeypatch.setitem(sys.modules, "openvino", None)
    with pytest.raises(MissingExtraError, match=r"'openvino'.*pip install 'polytone\[openvino\]'"):
        import_openvino()


@pytest.mark.parametrize(
    ("abilities", "expected"),
    [(["FP32", "INT8"], "float32"), (["BF16", "FP32", "INT8"], "bfloat16")],
)
def test_the_cpu_decides(monkeypatch, abilities, expected):
    core = type("Core", (), {"get_property": lambda self, device, name: abilities})
    monkeypatch.setattr(import_openvino(), "Core", core)
    assert fastest_float() == expected


def test_an_answer_is_not_overwritten_by_the_next_one():
    openvino = import_openvino()
    given = openvino.opset13.parameter([-1, 2])
    doubled = openvino.opset13.multiply(given, np.float32(2))
    graph = CompiledGraph(openvino.Model([doubled], [given], "double"), precision="float32")
    first = graph.run(np.array([[1, 2], [3, 4]], dtype=np.float32))
    second = graph.run(np.array([[5, 6], [7, 8], [9, 10]], dtype=np.float32)[:, ::-1])
    assert first.tolist() == [[2, 4], [6, 8]]
    assert second.tolist() == [[12, 10], [16, 14], [20, 18]]
