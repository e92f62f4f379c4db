//! Signatures of hand-made requests: valid ones, and every way of being invalid.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign};
use aws_sigv4::sign::v4;
use aws_smithy_runtime_api::client::identity::Identity;
use bytes::Bytes;
use contract::Signature;

/// The age of an expired signature. EC2 accepts signed requests for five minutes, presigned ones until they expire:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html>
const AGE: Duration = Duration::from_secs(3600);
/// How long a presigned request is valid.
const EXPIRES_IN: Duration = Duration::from_secs(300);
/// An access key id of the right form that does not exist.
const UNKNOWN_KEY: &str = "AKIAEC2COMPATNOBODY0";
/// A secret key of the right form that belongs to no access key.
const WRONG_SECRET: &str = "ec2-compat/not+the+right+secret/0123456789";

/// What a signature is made for.
pub(crate) struct CredentialScope<'a> {
    pub(crate) signature: Signature,
    pub(crate) presigned: bool,
    /// `ec2`.
    pub(crate) service: &'a str,
    pub(crate) region: &'a str,
    pub(crate) now: SystemTime,
}

/// Signs a request in place; for [`Signature::None`] does nothing.
///
/// # Errors
/// The request cannot be signed: for example, a header is not text.
pub(crate) fn apply(
    request: &mut http::Request<Bytes>,
    credentials: &Credentials,
    scope: &CredentialScope<'_>,
) -> Result<(), String> {
    if scope.signature == Signature::None {
        return Ok(());
    }
    let identity = Identity::from(signer(scope.signature, credentials));
    let mut settings = SigningSettings::default();
    if scope.presigned {
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(EXPIRES_IN);
    }
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(region(scope))
        .name(if scope.signature == Signature::WrongService { "s3" } else { scope.service })
        .time(if scope.signature == Signature::Expired { scope.now - AGE } else { scope.now })
        .settings(settings)
        .build()
        .map_err(|error| error.to_string())?;
    let instructions = {
        let mut headers = Vec::with_capacity(request.headers().len());
        for (name, value) in request.headers() {
            headers.push((name.as_str(), value.to_str().map_err(|_| format!("the header {name} is not text"))?));
        }
        let uri = request.uri().to_string();
        let signable = SignableRequest::new(
            request.method().as_str(),
            uri,
            headers.into_iter(),
            SignableBody::Bytes(request.body()),
        )
        .map_err(|error| error.to_string())?;
        sign(signable, &params.into()).map_err(|error| error.to_string())?.into_parts().0
    };
    instructions.apply_to_request_http1x(request);
    Ok(())
}

/// The credentials to sign with.
fn signer(signature: Signature, valid: &Credentials) -> Credentials {
    let token = valid.session_token().map(str::to_owned);
    match signature {
        Signature::WrongSecret => Credentials::new(valid.access_key_id(), WRONG_SECRET, token, None, "wrong-secret"),
        Signature::UnknownKey => Credentials::new(UNKNOWN_KEY, WRONG_SECRET, None, None, "unknown-key"),
        _ => valid.clone(),
    }
}

/// The region to sign for. The wrong one is a real region, too.
fn region<'a>(scope: &CredentialScope<'a>) -> &'a str {
    match scope.signature {
        Signature::WrongRegion if scope.region == "us-east-1" => "us-west-2",
        Signature::WrongRegion => "us-east-1",
        _ => scope.region,
    }
}
