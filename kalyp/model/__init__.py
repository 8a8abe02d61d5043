"""What documents, frameworks and core blocks are; nothing here knows a file or a format."""
