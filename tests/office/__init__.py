"""Papers printed by the real LibreOffice, and by programs that do as a bad one does."""
