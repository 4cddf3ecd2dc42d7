//! The corpus of breached passwords: imported, looked up, served.
