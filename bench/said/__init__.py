"""How well it is told what was said: quotations checked against transcripts, and half-remembered lines found."""
