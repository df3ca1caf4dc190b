"""Acts of operators."""
