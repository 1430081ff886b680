"""What one build knows of the last: keys of what everything was made from, and what is remembered by them."""
