//! Responses in place of another service: the identity of the caller, which many clients request before anything else.

use crate::refusal::escaped;
use crate::request::ClientCall;

/// Whether a request is for the identity of the caller
/// (<https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>).
pub(crate) fn is_identity(call: &ClientCall) -> bool {
    call.service == "sts" && call.action.as_deref() == Some("GetCallerIdentity")
}

/// The response to that.
///
/// The caller is a client of ec2-compat. The account is that of the endpoint's facts, if there is one.
pub(crate) fn response(account: Option<&str>) -> String {
    let account = escaped(account.unwrap_or("000000000000"));
    let id = uuid::Uuid::new_v4();
    format!(
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>\
         <Arn>arn:aws:iam::{account}:user/ec2-compat-observed-client</Arn><UserId>AIDAEC2COMPATOBSERVE</UserId>\
         <Account>{account}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>{id}</RequestId>\
         </ResponseMetadata></GetCallerIdentityResponse>"
    )
}
