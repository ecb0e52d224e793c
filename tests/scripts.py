"""The scripts of this repository, which are in no package, as modules."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from types import ModuleType

from tests.samples import ROOT


@cache
def script(name: str) -> ModuleType:
    """The script of that name (`rules` for scripts/rules.py), loaded once."""
    alias = f"scripts_{name}"
    spec = importlib.util.spec_from_file_location(alias, ROOT / f"scripts/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[alias] = module  # its dataclasses look for it there
    spec.loader.exec_module(module)
    return module
