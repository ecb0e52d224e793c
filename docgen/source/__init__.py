"""YAML files as text with places, every slip reported in the user's words."""

from docgen.source.files import read_bytes, read_text
from docgen.source.nodes import ROWS, MappingNode, Node, Parsed, Plain, Scalar, SequenceNode, plain
from docgen.source.reader import read_file, read_yaml
from docgen.source.slips import short

__all__ = [
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
