"""The document: frozen, slotted, and with its metadata as a mapping."""

from dataclasses import FrozenInstanceError

import pytest

from gongwen_clean.document import Document, Field

FIELDS = (Field("title", "关于放假的通知", 0, 7), Field("source", "禾县日报", 11, 15))


def test_document_metadata_maps_keys_to_values() -> None:
    document = Document(None, "", "", fields=FIELDS)
    assert document.metadata == {"title": "关于放假的通知", "source": "禾县日报"}


def test_document_metadata_is_empty_without_fields() -> None:
    assert Document(None, "甲", "甲").metadata == {}


def test_document_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Document(None, "甲", "甲").text = "乙"  # type: ignore[misc]


def test_document_has_no_room_for_other_attributes() -> None:
    assert not hasattr(Document(None, "甲", "甲"), "__dict__")


def test_document_metadata_is_a_copy() -> None:
    document = Document(None, "", "", fields=FIELDS)
    document.metadata.clear()
    assert len(document.metadata) == 2
