"""The side-car of a draft: what it was made of, kept as `.docgen/<draft file>.json` beside it.

It answers for the draft when the facts have gone on: which fact stands behind which words, which
conditions chose them, what was owed, and whether the draft was edited since.  The same draft has
the same side-car, byte for byte: no clock, no absolute path, everything sorted or in reading order.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from types import UnionType
from typing import Any, Final, cast, get_args, get_origin, get_type_hints

import docgen
from docgen.document import Document, Gap, Span, Text, block_texts, Heading, plain
from docgen.drafts.store import sha256
from docgen.errors import InputError
from docgen.facts.values import Fact, Facts, Group, Record, Records
from docgen.finding import Place
from docgen.language import figures
from docgen.library import Library, TemplateSource
from docgen.library.snippets import Phrase, resolve
