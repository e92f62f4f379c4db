//! `PROVENANCE.md`: the origin of the models of a folder.

use std::fmt::Write as _;

use crate::api_version::Contract;

const HEAD: &str = "\
# Origin of these models

`ec2-compat contract import` wrote this file and the models beside it. Do not edit them: import again.

The models are the data files of the Python package botocore, under the Apache License 2.0 like this project, with the
following changes: prose is removed (`documentation` and the like, titles and descriptions of examples), and so are
traits without a meaning in EC2's protocol (`http`, `box`, `pattern`); operations, shapes and waiters are sorted by
name; the files of one API version are one JSON document, compressed with zstd, in which every name occurs once and is
referred to by index. `filters.yaml` has the names of the filters that the prose of the newest version lists, and the values
that it lists for them, and nothing else of it. `ec2-compat contract show OPERATION` prints an operation.

Copyright of the originals: Amazon.com, Inc. or its affiliates.

To update them:

    pip download --no-deps --no-binary :all: botocore==VERSION && tar xzf botocore-VERSION.tar.gz
    ec2-compat contract import botocore-VERSION/botocore/data/ec2/*/{service-2,waiters-2,paginators-1,examples-1}.json

| API version | operations | package | dated |
|---|---|---|---|
";

/// The text of `PROVENANCE.md` for these models, oldest API version first.
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
    page + "\nSHA-256 of the originals before compression:\n\n" + &digests
}
