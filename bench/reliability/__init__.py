"""What the project promises of hostile input, held against many thousand made ones; see docs/reliability.md."""
