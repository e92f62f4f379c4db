/**
 * A step for Jenkins pipelines: `ec2Compat(source: 'ec2-compat.git', target: 'my-cloud')` in a stage of an agent with git,
 * bash, and python3 with `venv` (for `program`) or cargo and a C compiler (without it). ci/README.md has an example; the
 * library is the folder ci/jenkins ("Library Path"). Its commands are the scripts of ci/job, from a checkout of `source`.
 *
 * source     the repository of ec2-compat, for git to clone; required
 * ref        its tag or branch; default: v1
 * target     the endpoint, by its name in the endpoints file; required
 * endpoints  the endpoints file; default: endpoints.yaml
 * level      core, standard or extended: the scenarios of that level and of those below it; default: all
 * filters    more filters, separated by blanks; `!FILTER` excludes
 * failOn     the mildest severity of a new deviation that fails the build: breaking, differs (default) or cosmetic
 * known      a file of known deviations, or a folder of such files
 * program    what pip installs: a wheel's file, its URL, or a requirement; default: `source` is compiled, once
 * shard      K/N: only shard K of N runs; default: all
 * merge      a folder with the directories of shards, which are merged; nothing runs
 * out        the run's directory; default: reports/ec2-compat
 */
def call(Map settings) {
    def variables = [
        source: 'EC2_COMPAT_SOURCE', ref: 'EC2_COMPAT_REF', target: 'EC2_COMPAT_TARGET', endpoints: 'EC2_COMPAT_ENDPOINTS',
        level: 'EC2_COMPAT_LEVEL', filters: 'EC2_COMPAT_FILTERS', failOn: 'EC2_COMPAT_FAIL_ON', known: 'EC2_COMPAT_KNOWN',
        shard: 'EC2_COMPAT_SHARD', merge: 'EC2_COMPAT_MERGE', program: 'EC2_COMPAT_PROGRAM', out: 'EC2_COMPAT_OUT'
    ]
    def values = [ref: 'v1', out: 'reports/ec2-compat'] + settings
    for (name in values.keySet()) {
        if (!variables.containsKey(name)) {
            error("ec2Compat: unknown setting ${name}; settings: ${variables.keySet().join(', ')}")
        }
    }
    for (name in ['source', 'target']) {
        if (!values[name]) {
            error("ec2Compat: ${name} is missing")
        }
    }
    def environment = []
    for (name in values.keySet()) {
        environment.add("${variables[name]}=${values[name]}".toString())
    }
    withEnv(environment) {
        sh 'rm -rf .ec2-compat && git clone --quiet --depth 1 --branch "$EC2_COMPAT_REF" "$EC2_COMPAT_SOURCE" .ec2-compat'
        sh '.ec2-compat/ci/job/install'
        try {
            sh '.ec2-compat/ci/job/run'
        } finally {
            try {
                sh '.ec2-compat/ci/job/sweep'
            } finally {
                junit testResults: "${values.out}/junit.xml", allowEmptyResults: true
                archiveArtifacts artifacts: "${values.out}/**", allowEmptyArchive: true
            }
        }
    }
}
