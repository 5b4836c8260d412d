"""What `scripts/opensearch` does: setting up, installing and running the nodes of a cluster."""
