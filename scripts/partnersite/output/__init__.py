"""What is written: one safe write, the manifest, the swap into place, and the files that index the site."""
