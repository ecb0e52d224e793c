"""All that is looked for in a template, as `docgen check` does."""

from __future__ import annotations

from docgen.audit.calls import check_calls
from docgen.audit.deeds import check_deeds
from docgen.audit.figures import check_figures
from docgen.audit.measures import check_measures
from docgen.audit.optional import check_optional
from docgen.finding import Finding
from docgen.library import Library, TemplateSource


def check_template(template: TemplateSource, library: Library) -> tuple[Finding, ...]:
    """Everything found in the template, file by file, line by line, its own file first.

    Places name the file below templates/.  Raises TemplateError when it cannot be compiled.
    """
    checks = (check_calls, check_deeds, check_figures, check_optional, check_measures)
    found = [finding for check in checks for finding in check(template, library)]
    own = f"{template.id}.md.j2"
    return tuple(sorted(found, key=lambda f: (f.place.path != own, f.place.path, f.place.line)))
