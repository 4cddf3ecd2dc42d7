//! Every object of a git repository, inflated once and shown once.
