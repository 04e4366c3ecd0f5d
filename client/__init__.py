"""The ways in: a link for programs, a terminal, and what the browser is served."""
