"""The register: which numbers were issued, for what, and the very bytes that went out."""
