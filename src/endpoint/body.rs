//! The body of the SDK's requests, replaced by the form that the caller built.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use bytes::Bytes;

tokio::task_local! {
    /// The form of the call under way. It is task-local because an interceptor of its own for each call costs the SDK
    /// a fifth of a call's CPU time.
    pub(crate) static BODY: Bytes;
}

/// Puts [`BODY`] into the SDK's requests before they are signed.
#[derive(Debug)]
pub(crate) struct BodyOverride;

impl Intercept for BodyOverride {
    fn name(&self) -> &'static str {
        "BodyOverride"
    }

    /// Runs once a call: later attempts are made of the same request.
    fn modify_before_retry_loop(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let body = BODY.try_with(Bytes::clone)?;
        let request = context.request_mut();
        request.headers_mut().insert("content-length", body.len().to_string());
        *request.body_mut() = SdkBody::from(body);
        Ok(())
    }
}
