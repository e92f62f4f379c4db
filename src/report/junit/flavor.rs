//! The two flavors of JUnit.

/// The flavor of a JUnit file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum JunitFlavor {
    /// With the attributes that readers use and no schema has: `file`, `line` and `timestamp` of a case.
    #[default]
    Common,
    /// Valid against `junit-10.xsd`, with which Jenkins' xUnit plugin validates its input:
    /// <https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd>
    Strict,
}
