"""Pictures that people put into the content folder: which are let through, and their previews."""
