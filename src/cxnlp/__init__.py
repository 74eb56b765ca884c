"""cxnlp."""
