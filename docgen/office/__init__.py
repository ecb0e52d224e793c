"""LibreOffice as the printer: a .docx that we made becomes a PDF, and the PDF is proved."""

from docgen.office.program import Office, Printing, find_program, printing_of

__all__ = ["Office", "Printing", "find_program", "printing_of"]
