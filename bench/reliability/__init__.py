"""What the project promises of damage, accidents and hostile input, held against made ones; see docs/reliability.md."""
