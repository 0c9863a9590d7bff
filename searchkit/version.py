"""The version of searchkit, alone, so that it can be told without loading anything else."""

__version__ = "0.1.0"
