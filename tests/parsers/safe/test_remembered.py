"""No text of a document waits in the memory of a process that has read it."""

import json
import pickle
import struct
import subprocess
import sys

import pytest

from parsers.file_reader import Document
from parsers.safe.file_types import FileType

# Runs what reads documents or mails, tells on the error stream what its caches of texts hold when it has answered.
RUNS = """
import functools, gc, importlib, json, sys

def held():
    gc.unfreeze()
    caches = [each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper)]
    ours = [each for each in caches if each.__module__.startswith("parsers.") and each.cache_parameters()["maxsize"]]
    return {f"{each.__module__}.{each.__name__}": each.cache_info().currsize for each in ours}

importlib.import_module(sys.argv[1]).main(4_000_000_000)
sys.stderr.write(json.dumps(held()))
"""
WITHOUT_TEXTS = {"parsers.form.vocabulary.labels._of_length", "parsers.readers.shared.tick_boxes.is_symbol_font"}


def in_memory_after(module: str, asked: object) -> dict[str, int]:
    message = pickle.dumps(asked)
    done = subprocess.run(
        [sys.executable, "-c", RUNS, module],
        input=struct.pack(">Q", len(message)) + message,
        capture_output=True,
        check=True,
        timeout=120,
    )
    assert b"Ada Quill" in done.stdout  # it was read
    found: dict[str, int] = json.loads(done.stderr)
    return found


FORM = "Rapid Review Referral Form\n\nName of child: Ada Quill\nDate of birth: 3/4/2015\nDate of incident: 9/11/2026\n"


@pytest.mark.slow
def test_a_process_that_has_read_a_document_remembers_none_of_its_texts() -> None:
    held = in_memory_after(
        "parsers.document", Document(name="form.txt", content=FORM.encode(), kind=FileType.TEXT, forms=())
    )
    assert "parsers.form.vocabulary.labels.asked" in held
    assert {name for name, size in held.items() if size} <= WITHOUT_TEXTS
