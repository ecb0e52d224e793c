"""The pieces of a .docx paper, an element of the page or two in each module."""
