"""From data to the bytes of pages: what must be made anew, the frame that all pages get, blocks in prose."""
