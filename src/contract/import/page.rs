//! `PROVENANCE.md`: where the models of a folder come from, for people.

use std::fmt::Write as _;

use crate::api_version::Contract;

const HEAD: &str = "\
# Where these models come from

`ec2-compat contract import` wrote this file and the models beside it. Do not edit them: import again.

They are the data files of the Python package botocore, under the Apache License 2.0 as this project is, changed as
follows: prose is left out (`documentation` and the like, titles and descriptions of examples), so is what means
nothing on EC2's wire (`http`, `box`, `pattern`); operations, shapes and waiters are sorted by name; the files of one
API version are one JSON document, packed with zstd, in which every name stands once and is referred to by its place.
`ec2-compat contract show OPERATION` prints it for people.

Copyright of the originals: Amazon.com, Inc. or its affiliates.

To renew them:

    pip download --no-deps --no-binary :all: botocore==VERSION && tar xzf botocore-VERSION.tar.gz
    ec2-compat contract import botocore-VERSION/botocore/data/ec2/*/{service-2,waiters-2,paginators-1,examples-1}.json

| API version | operations | package | dated |
|---|---|---|---|
";

/// The text of the file beside these models, oldest API version first, that says where they come from.
pub fn provenance_page<'a>(models: impl IntoIterator<Item = &'a Contract>) -> String {
    let mut page = HEAD.to_owned();
    let mut digests = String::new();
    // Writing to a String cannot fail.
    for contract in models {
        let (version, operations, from) =
            (contract.api_version(), contract.operations().count(), contract.provenance());
        let _ = writeln!(page, "| {version} | {operations} | {} {} | {} |", from.package, from.version, from.dated);
        for (name, digest) in &from.files {
            let _ = writeln!(digests, "    {digest}  {}/{name}", from.source);
        }
    }
    page + "\nSHA-256 of the originals, unpacked:\n\n" + &digests
}
