"""Rich blocks → core blocks, for one edition: a document in one language or in a pair of languages."""
