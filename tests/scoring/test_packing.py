"""A model file comes back as it was, or says what is wrong with it."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gongwen_clean.errors import ModelError
from gongwen_clean.scoring.packing import MAGIC, Planes, read_planes, write_planes

PLANE = st.sampled_from([np.uint8, np.uint16, np.float32]).flatmap(
    lambda kind: hnp.arrays(kind, st.integers(0, 40))
)


@pytest.fixture
def model_file(tmp_path: Path) -> Path:
    path = tmp_path / "small.lm"
    planes: Planes = {
        "narrow": np.arange(200, dtype=np.uint8),
        "wide": np.array([1, 254, 255, 256, 65535], np.uint16),
    }
    write_planes(path, {"order": 3, "sources": ["甲.jsonl"]}, planes)
    return path


@pytest.fixture(scope="module")
def any_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("planes") / "any.lm"


@settings(max_examples=25)
@given(planes=st.dictionaries(st.text(max_size=5), PLANE, max_size=4))
def test_read_planes_returns_what_was_written(any_path: Path, planes: Planes) -> None:
    write_planes(any_path, {"note": "任意"}, planes)
    header, read = read_planes(any_path)
    assert header["note"] == "任意"
    assert list(read) == list(planes)
    for name, plane in planes.items():
        assert read[name].dtype == plane.dtype
        np.testing.assert_array_equal(read[name], plane)


def test_header_is_readable_text_that_names_the_sources(model_file: Path) -> None:
    content = model_file.read_bytes()
    header, _ = json.JSONDecoder().raw_decode(content[8 + 4 + 16 :].decode("utf-8", "replace"))
    assert header["sources"] == ["甲.jsonl"]
    assert [plane["count"] for plane in header["planes"]] == [200, 5]


def test_read_planes_refuses_any_changed_byte(model_file: Path) -> None:
    content = model_file.read_bytes()
    for place in range(0, len(content), 3):
        model_file.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(ModelError, match=r"small\.lm"):
            read_planes(model_file)


def test_read_planes_refuses_any_shortened_file(model_file: Path) -> None:
    content = model_file.read_bytes()
    for length in range(0, len(content), 3):
        model_file.write_bytes(content[:length])
        with pytest.raises(ModelError, match=r"small\.lm"):
            read_planes(model_file)


def test_read_planes_names_the_format_it_cannot_read(tmp_path: Path) -> None:
    path = tmp_path / "later.lm"
    write_planes(path, {"format": 99}, {})
    with pytest.raises(ModelError, match="format 99"):
        read_planes(path)


def test_read_planes_refuses_what_is_no_model(tmp_path: Path) -> None:
    path = tmp_path / "text.lm"
    path.write_text("各位代表：", encoding="utf-8")
    with pytest.raises(ModelError, match=MAGIC.decode()):
        read_planes(path)


def test_read_planes_names_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"nowhere\.lm"):
        read_planes(tmp_path / "nowhere.lm")
