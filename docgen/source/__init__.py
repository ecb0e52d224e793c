"""YAML files as text with places, every slip reported in the user's words."""

from docgen.source.files import MAX_BYTES, read_bytes, read_text
from docgen.source.nodes import ROWS, MappingNode, Node, Parsed, Plain, Scalar, SequenceNode, plain
from docgen.source.reader import read_file, read_yaml
from docgen.source.slips import short

__all__ = [
    "MAX_BYTES",
    "ROWS",
    "MappingNode",
    "Node",
    "Parsed",
    "Plain",
    "Scalar",
    "SequenceNode",
    "plain",
    "read_bytes",
    "read_file",
    "read_text",
    "read_yaml",
    "short",
]
