//! A presigned URL, made by Python's standard library: neither `curl` nor AWS's command line signs a request of EC2 in its
//! query string.

use contract::Signature;
use record::{EndpointHead, shell_word as word};

/// Prints the URL with its signature. Arguments: method, URL, region, service, age of the signature in seconds, body, and
/// headers to sign as `name: value`. Credentials come from the environment. A line without single quotes, by
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.
const SCRIPT: &str = concat!(
    "import sys,os,time,hmac,hashlib,functools;from urllib.parse import urlsplit,parse_qsl,quote;",
    "method,url,region,service,age,body=sys.argv[1:7];env=os.environ;at=urlsplit(url);",
    "sha=lambda text:hashlib.sha256(text.encode()).hexdigest();esc=lambda text:quote(text,safe=\"-_.~\");",
    "now=time.strftime(\"%Y%m%dT%H%M%SZ\",time.gmtime(time.time()-int(age)));",
    "scope=[now[:8],region,service,\"aws4_request\"];",
    "heads=sorted([(\"host\",at.netloc)]+[(name.lower(),value.strip()) for name,value in ",
    "(one.split(\":\",1) for one in sys.argv[7:])]);signed=\";\".join(name for name,_ in heads);",
    "pairs=parse_qsl(at.query,True)+[(\"X-Amz-Algorithm\",\"AWS4-HMAC-SHA256\"),",
    "(\"X-Amz-Credential\",\"/\".join([env[\"AWS_ACCESS_KEY_ID\"]]+scope)),(\"X-Amz-Date\",now),",
    "(\"X-Amz-Expires\",\"300\"),(\"X-Amz-SignedHeaders\",signed)];",
    "token=env.get(\"AWS_SESSION_TOKEN\");pairs+=[(\"X-Amz-Security-Token\",token)] if token else [];",
    "query=\"&\".join(name+\"=\"+value for name,value in sorted((esc(name),esc(value)) for name,value in pairs));",
    "path=quote(at.path or \"/\",safe=\"/-_.~\");",
    "asked=\"\\n\".join([method,path,query]+[\":\".join(head) for head in heads]+[\"\",signed,sha(body)]);",
    "text=\"\\n\".join([\"AWS4-HMAC-SHA256\",now,\"/\".join(scope),sha(asked)]);",
    "key=functools.reduce(lambda key,part:hmac.new(key,part.encode(),\"sha256\").digest(),scope+[text],",
    "(\"AWS4\"+env[\"AWS_SECRET_ACCESS_KEY\"]).encode());",
    "print(url.split(\"?\")[0]+\"?\"+query+\"&X-Amz-Signature=\"+key.hex())",
);

/// What a tampered request has that its signature does not cover.
const ADDED: &str = "DryRun=true";

/// A word for `curl`: the shell runs the script, which prints the presigned URL. `url` has no signature; `headers` are
/// signed.
pub(crate) fn url(
    method: &str,
    url: &str,
    body: &str,
    headers: &[String],
    signature: Signature,
    endpoint: &EndpointHead,
) -> String {
    let credentials = match signature {
        Signature::WrongSecret => "AWS_SECRET_ACCESS_KEY=not-the-secret ",
        Signature::UnknownKey => {
            "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=not-a-secret AWS_SESSION_TOKEN= "
        }
        _ => "",
    };
    let region = if signature == Signature::WrongRegion { "xx-elsewhere-1" } else { &endpoint.region };
    let service = if signature == Signature::WrongService { "s3" } else { "ec2" };
    let age = if signature == Signature::Expired { "3600" } else { "0" };
    let (url, added) = match signature {
        Signature::TamperedBody => (without_added(url), format!("&{ADDED}")),
        _ => (url.to_owned(), String::new()),
    };
    let arguments = [method, &url, region, service, age, body].into_iter().chain(headers.iter().map(String::as_str));
    let arguments: Vec<String> = arguments.map(word).collect();
    format!("\"$({credentials}python3 -c '{SCRIPT}' {}){added}\"", arguments.join(" "))
}

/// The URL as it was when it was signed.
fn without_added(url: &str) -> String {
    let before = [format!("&{ADDED}"), format!("?{ADDED}")];
    before.iter().find_map(|added| url.strip_suffix(added.as_str())).unwrap_or(url).to_owned()
}
