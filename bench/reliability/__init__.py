"""Whether nothing is lost: every call that fails, deaths at every moment, power cuts, many at once."""
