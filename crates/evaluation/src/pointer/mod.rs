//! Pointer.
