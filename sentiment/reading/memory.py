"""Which allocator Arrow uses while exports are read."""

from __future__ import annotations

import os
from functools import cache


@cache
def spare_memory() -> None:
    """Let Arrow take memory in small pages, where its build can.

    Its usual allocator (mimalloc) asks Linux for huge pages, and the kernel clears
    2 MB for every few kilobytes that a column needs: a third of the processor time of
    reading a million reviews. jemalloc takes small pages. An allocator that a person
    chose by ARROW_DEFAULT_MEMORY_POOL stays. Buffers made before keep their allocator.
    """
    import pyarrow as pa

    if "ARROW_DEFAULT_MEMORY_POOL" in os.environ:
        return
    if "jemalloc" in pa.supported_memory_backends():
        pa.set_memory_pool(pa.jemalloc_memory_pool())
