//! What one resource shows of another.
