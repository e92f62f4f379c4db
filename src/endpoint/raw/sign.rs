//! Signatures of hand-made requests: right ones, and every way of being wrong.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign};
use aws_sigv4::sign::v4;
use aws_smithy_runtime_api::client::identity::Identity;
use bytes::Bytes;

use crate::raw::request::Signature;

/// How old an expired signature is. EC2 takes signed requests for five minutes, presigned ones for as long
/// as they say: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html>
const AGE: Duration = Duration::from_secs(3600);
/// How long a presigned request is good for.
const EXPIRES_IN: Duration = Duration::from_secs(300);
/// In the form of an access key id, and nobody's.
const NOBODY: &str = "AKIAEC2COMPATNOBODY0";
/// In the form of a secret key, and nobody's.
const GUESS: &str = "ec2-compat/not+the+right+secret/0123456789";

/// What a signature is made for.
pub(crate) struct Scope<'a> {
    pub(crate) signature: Signature,
    pub(crate) presigned: bool,
    pub(crate) region: &'a str,
    pub(crate) now: SystemTime,
}

/// Signs a request in place; for [`Signature::None`] does nothing.
///
/// # Errors
/// The request cannot be signed: a header that is no text, say.
pub(crate) fn apply(
    request: &mut http::Request<Bytes>,
    credentials: &Credentials,
    scope: &Scope<'_>,
) -> Result<(), String> {
    if scope.signature == Signature::None {
        return Ok(());
    }
    let identity = Identity::from(holder(scope.signature, credentials));
    let mut settings = SigningSettings::default();
    if scope.presigned {
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(EXPIRES_IN);
    }
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(region(scope))
        .name(if scope.signature == Signature::WrongService { "s3" } else { "ec2" })
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

/// Who signs.
fn holder(signature: Signature, right: &Credentials) -> Credentials {
    let token = right.session_token().map(str::to_owned);
    match signature {
        Signature::WrongSecret => Credentials::new(right.access_key_id(), GUESS, token, None, "wrong-secret"),
        Signature::UnknownKey => Credentials::new(NOBODY, GUESS, None, None, "unknown-key"),
        _ => right.clone(),
    }
}

/// The region signed for: a real one also where it is the wrong one.
fn region<'a>(scope: &Scope<'a>) -> &'a str {
    match scope.signature {
        Signature::WrongRegion if scope.region == "us-east-1" => "us-west-2",
        Signature::WrongRegion => "us-east-1",
        _ => scope.region,
    }
}
