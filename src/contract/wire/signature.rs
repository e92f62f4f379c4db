//! How a hand-made request is signed; in YAML in kebab-case.

/// A valid signature (SigV4), or one of the ways of being invalid.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::EnumString, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Signature {
    /// Valid.
    Right,
    /// Made with a secret key that does not belong to the access key.
    WrongSecret,
    /// Made with an access key that does not exist.
    UnknownKey,
    /// No signature.
    None,
    /// Made an hour ago.
    Expired,
    /// Made for another region.
    WrongRegion,
    /// Made for another service.
    WrongService,
    /// Valid when it was made; then the parameter `DryRun=true` was added, so that an endpoint that does not notice
    /// creates nothing.
    TamperedBody,
}
