//! Pointer movement.
