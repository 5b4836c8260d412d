"""The engine for more than one machine: an OpenSearch cluster, https://opensearch.org/.

    engine      the index behind an alias
    connecting  where a cluster is, and what its faults mean
    schema      the mapping, from the table of fields
    documents   rows made ready for the writer, in any process
    new_words   which of their words the lexicon still lacks
    writing     the writer
    sending     one bulk request
    rebuilding  an index of another version, built anew beside the old one
    reading     a snapshot
    compiling   the query language in the cluster's own
    lexicon     the words of a snapshot, by their stems

Processes that read cables import `documents`, and with it no client.
"""
