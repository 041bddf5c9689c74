"""Holds every answer of the server to its own OpenAPI document, and keeps which codes each call was seen to answer with."""
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import requests
from jsonschema import Draft202012Validator

BUILD = Path(__file__).resolve().parents[2] / ".build"


class Answers:
    """What was answered in this run. The document is read from the first server that is asked."""

    def __init__(self) -> None:
        self.document: dict | None = None
        self.seen: dict[str, set[int]] = defaultdict(set)
        self.validators: dict[tuple[str, str], Draft202012Validator] = {}

    def note(self, base: str, method: str, path: str, status: int, answer: Any) -> None:
        """Fails where an answer has a shape or a code that the document does not name."""
        if self.document is None:
            self.read(base)
        validator = self.validators.get((method, path.split("?")[0]))
        if validator is None:
            return
        assert status == 200, f"{method} {path}: HTTP status {status}"
        error = next(iter(validator.iter_errors(answer)), None)
        assert error is None, f"{method} {path}: {json.dumps(answer)[:500]} is not in the document: {error.message[:500]}"
        self.seen[f"{method} {path.split('?')[0]}"].add(answer["code"])

    def read(self, base: str) -> None:
        self.document = requests.get(base + "/openapi.json", timeout=20).json()
        for path, operations in self.document["paths"].items():
            for method, operation in operations.items():
                self.validators[method.upper(), path] = Draft202012Validator(schema_of(operation))

    def text(self) -> str:
        """All of it, for a file or another process."""
        return json.dumps({"document": self.document, "seen": {call: sorted(codes) for call, codes in sorted(self.seen.items())}})

    def add(self, text: str | None) -> None:
        """Takes in what another process was answered."""
        other = json.loads(text) if text else {"document": None, "seen": {}}
        self.document = self.document or other["document"]
        for call, codes in other["seen"].items():
            self.seen[call].update(codes)

    def save(self) -> None:
        if self.document is not None:
            BUILD.mkdir(exist_ok=True)
            (BUILD / "answers.json").write_text(self.text())


def schema_of(operation: dict) -> dict:
    """The shape of every answer of an operation."""
    return operation["responses"]["200"]["content"]["application/json"]["schema"]


def codes_of(operation: dict) -> list[int]:
    """The codes of the failures that an operation names."""
    return schema_of(operation)["anyOf"][1]["properties"]["code"]["enum"]


ANSWERS = Answers()
