"""The allocator of Arrow while exports are read."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pytest

from sentiment.reading.memory import spare_memory


@pytest.fixture(autouse=True)
def usual_pool() -> Iterator[None]:
    before = pa.default_memory_pool()
    spare_memory.cache_clear()
    yield
    spare_memory.cache_clear()
    pa.set_memory_pool(before)


def test_jemalloc_is_taken_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ARROW_DEFAULT_MEMORY_POOL", raising=False)
    pa.set_memory_pool(pa.system_memory_pool())
    spare_memory()
    expected = "jemalloc" if "jemalloc" in pa.supported_memory_backends() else "system"
    assert pa.default_memory_pool().backend_name == expected


def test_a_persons_own_choice_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARROW_DEFAULT_MEMORY_POOL", "system")
    pa.set_memory_pool(pa.system_memory_pool())
    spare_memory()
    assert pa.default_memory_pool().backend_name == "system"
