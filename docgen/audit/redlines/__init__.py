"""How a redline is shown: in the terminal, as Markdown, as a page, as Word's tracked changes."""
