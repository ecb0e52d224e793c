"""docgen: formal drafts from structured facts, every figure traceable to its fact.

The verbs, each in the package of its stage:

    from docgen.library import Library          # templates, phrases, styles, norms
    from docgen.facts import dictionary_of, read_facts, check_facts
    from docgen.compose import compose          # template and facts → document
    from docgen.render import render            # document → bytes

    library = Library()
    facts, findings = read_facts(path, dictionary_of(library))
    document = compose(library.template("work_report/half_year"), facts, library)
    data = render(document, "docx", library.style(document.meta.style))

Importing this package loads nothing, so that the command line starts quickly.
"""

from typing import Final

__version__: Final = "0.1.0"
