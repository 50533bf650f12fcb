import hashlib

import pytest

from sentiment.errors import ModelError
from sentiment.models.checksums import read_checksums, verify_checksums, write_checksums
from sentiment.models.embedded import PACKED_FILES, load_embedded

BACK = r".*Install Polytone again.*git checkout -- .*build-default"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.json").write_bytes(b"{}")
    (tmp_path / "b.bin").write_bytes(bytes(range(256)))
    write_checksums(tmp_path, ["b.bin", "a.json"])
    return tmp_path


def test_the_list_is_that_of_coreutils(folder):
    sums = [hashlib.sha256(content).hexdigest() for content in (b"{}", bytes(range(256)))]
    listed = (folder / "SHA256SUMS").read_text()
    assert listed == f"{sums[0]}  a.json\n{sums[1]}  b.bin\n"
    assert read_checksums(folder) == dict(zip(["a.json", "b.bin"], sums, strict=True))


def test_what_was_not_changed_passes(folder):
    verify_checksums(folder, required=["a.json", "b.bin"])


def test_a_file_that_is_needed_must_be_listed(folder):
    (folder / "c.json").write_bytes(b"{}")
    with pytest.raises(ModelError, match="does not list c.json" + BACK):
        verify_checksums(folder, required=["c.json"])


@pytest.mark.parametrize("content", ["", "abc  a.json\n", "<html>\n"])
def test_a_damaged_list_is_refused(folder, content):
    (folder / "SHA256SUMS").write_text(content)
    with pytest.raises(ModelError, match="SHA256SUMS is damaged" + BACK):
        verify_checksums(folder, required=[])


def flip_a_byte(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut_short(path):
    path.write_bytes(path.read_bytes()[:-7])


@pytest.mark.parametrize("harm", [flip_a_byte, cut_short])
@pytest.mark.parametrize("name", PACKED_FILES)
def test_a_model_with_a_changed_file_is_not_opened(packed, name, harm):
    load_embedded(packed.folder)
    harm(packed.folder / name)
    size = f"{(packed.folder / name).stat().st_size:,} bytes"
    message = f"{name} is damaged, cut short or of another version: its {size}"
    with pytest.raises(ModelError, match=message + BACK):
        load_embedded(packed.folder)


@pytest.mark.parametrize("name", [*PACKED_FILES, "SHA256SUMS"])
def test_a_model_with_a_missing_file_is_not_opened(packed, name):
    (packed.folder / name).unlink()
    with pytest.raises(ModelError, match=f"no file .*{name}" + BACK):
        load_embedded(packed.folder)


def test_the_model_in_the_package_is_whole():
    from sentiment.settings import embedded_model_folder

    verify_checksums(embedded_model_folder(), required=PACKED_FILES)
