// Carries out a shared step of Jenkins with the steps that it uses: groovy pipeline.groovy STEP.groovy SETTINGS.json WORKSPACE
// Prints a line of JSON for each step. A step that fails ends the build, as in Jenkins.
import groovy.json.JsonOutput
import groovy.json.JsonSlurper

class Failed extends Exception {
    Failed(String message) { super(message) }
}

def file = new File(args[0])
Map settings = new JsonSlurper().parse(new File(args[1])) as Map
def workspace = new File(args[2])
def variables = new LinkedHashMap(System.getenv())
def note = { String step, value -> println JsonOutput.toJson([step: step, value: value]) }

def binding = new Binding()
binding.setVariable('withEnv', { List<String> added, Closure body ->
    def before = new LinkedHashMap(variables)
    added.each { def (name, value) = it.split('=', 2) as List; variables[name] = value }
    try { body() } finally { variables.clear(); variables.putAll(before) }
})
binding.setVariable('sh', { String script ->
    def process = new ProcessBuilder('bash', '-e', '-c', script).directory(workspace).redirectErrorStream(true)
    process.environment().clear()
    process.environment().putAll(variables)
    def running = process.start()
    running.inputStream.eachLine { System.err.println(it) }
    def status = running.waitFor()
    note('sh', [script: script, status: status])
    if (status) { throw new Failed("script returned exit code ${status}") }
})
binding.setVariable('error', { String message -> throw new Failed(message) })
binding.setVariable('junit', { Map given -> note('junit', given) })
binding.setVariable('archiveArtifacts', { Map given -> note('archiveArtifacts', given) })

def step = new GroovyShell(binding).parse(file)
try {
    step.call(settings)
} catch (Failed failed) {
    note('failed', failed.message)
    System.exit(1)
}
