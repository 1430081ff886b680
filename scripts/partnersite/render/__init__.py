"""From values to HTML: texts, templates, and the joining of a page with its shell."""
