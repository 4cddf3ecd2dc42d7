//! Looks for leaked tokens in files, archives, streams and git repositories.
