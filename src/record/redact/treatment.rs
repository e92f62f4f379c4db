//! The names that secrets follow, and how each value is redacted.

/// How the value that follows a name is redacted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Treatment {
    /// All of it is removed.
    Whole,
    /// It begins with an access key id, whose middle is masked.
    KeyId,
    /// All of it is removed, unless it is an AWS signature, whose parts have names of their own.
    Authorization,
    /// All of it is removed, except the lines that name the kind of a key.
    Member,
    /// `-----BEGIN`: the body that follows is removed if it is a private key.
    Pem,
    /// `-----END`: the end of a body that follows a BEGIN.
    PemEnd,
    /// `PuTTY-User-Key-File-`: all lines after this one are removed.
    Putty,
    /// `://`: a password before the host is removed.
    Url,
}

/// Names whose values are secret wherever they occur: SigV4's
/// (<https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html>), SigV2's, and credentials.
pub(crate) const NAMES: &[(&str, Treatment)] = &[
    ("x-amz-signature", Treatment::Whole),
    ("x-amz-security-token", Treatment::Whole),
    ("x-amz-credential", Treatment::KeyId),
    ("credential", Treatment::KeyId),
    ("signature", Treatment::Whole),
    ("signatureprovided", Treatment::Whole),
    ("awsaccesskeyid", Treatment::KeyId),
    ("securitytoken", Treatment::Whole),
    ("sessiontoken", Treatment::Whole),
    ("session_token", Treatment::Whole),
    ("aws_session_token", Treatment::Whole),
    ("secretaccesskey", Treatment::Whole),
    ("secret_access_key", Treatment::Whole),
    ("aws_secret_access_key", Treatment::Whole),
    ("authorization", Treatment::Authorization),
    ("-----BEGIN", Treatment::Pem),
    ("-----END", Treatment::PemEnd),
    ("PuTTY-User-Key-File-", Treatment::Putty),
    ("://", Treatment::Url),
];
