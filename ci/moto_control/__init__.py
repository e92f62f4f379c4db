"""moto's server on loopback, for `ci/moto` and `ci/with-moto`: Python >= 3.8 (moto itself needs 3.10)."""
