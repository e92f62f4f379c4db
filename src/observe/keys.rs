//! Keys that open nothing.

/// An access key that a client is given for the time of its run. Only the proxy accepts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThrowawayKeys {
    /// The access key id, in AWS's form: `AKIA` and 16 letters or digits.
    pub access_key_id: String,
    /// The secret key: 40 letters.
    pub secret_key: String,
}

impl ThrowawayKeys {
    /// Random keys in the form of AWS's. Nothing but the proxy accepts them.
    pub fn random() -> Self {
        let letters = |count: usize, of: &[u8]| -> String {
            (0..count).map(|_| char::from(of[fastrand::usize(..of.len())])).collect()
        };
        ThrowawayKeys {
            access_key_id: format!("AKIA{}", letters(16, b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")),
            secret_key: letters(40, b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"),
        }
    }
}
