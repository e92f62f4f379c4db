"""Amazon EC2's manners over an emulator, for `ci/aws-manners`: Python >= 3.8, standard library only.

Each manner is a layer of one proxy: what was just created is not found yet, reads lag behind writes, requests are
throttled, quotas are an account's defaults, a zone lacks instance types, states take time, terminated instances linger,
and now and then a request fails. What each manner does is drawn from the seed, the manner's name and the request.
"""
