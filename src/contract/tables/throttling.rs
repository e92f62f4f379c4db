//! Which responses ask for a lower rate.

/// Error codes by which EC2 rejects requests that come too fast.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>
const CODES: [&str; 4] = ["RequestLimitExceeded", "Throttling", "EC2ThrottledException", "SlowDown"];
/// How much of a body is searched, in bytes. Errors are short: a body with the code further on is not one.
const SEARCHED: usize = 4096;

/// Whether a response rejects a request because of the rate.
pub fn is_throttled(status: u16, body: &[u8]) -> bool {
    if status == 429 {
        return true;
    }
    let text = String::from_utf8_lossy(&body[..body.len().min(SEARCHED)]);
    status >= 400 && CODES.iter().any(|code| text.contains(&format!("<Code>{code}</Code>")))
}
