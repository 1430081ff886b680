"""From content to one Markdown tree per language: translations and fallbacks, values in prose, menu, shell pages."""
