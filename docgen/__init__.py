"""docgen: formal drafts from structured facts, every figure traceable to its fact.

The five verbs: `read_facts` (file → facts), `compose` (template and facts → document),
`render` (document → bytes); `Library` holds templates, phrases, styles and norms.
"""

__version__ = "0.1.0"
