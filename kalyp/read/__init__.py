"""YAML files → model, every value remembering file, line and column."""
