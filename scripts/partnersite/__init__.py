"""Build a vendor's multilingual partner-programme site out of YAML and Markdown in git."""

__version__ = "0.1.0"
