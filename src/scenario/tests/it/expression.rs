//! Expressions, templates and checks: values remain values, whatever characters they contain.

use proptest::prelude::*;
use scenario::{EvaluateError, Expression, MissingVariable, Scope, Template};
use serde_json::{Value, json};

fn scope(variables: &[(&str, Value)]) -> Scope {
    variables.iter().map(|(name, value)| (*name, value.clone())).collect()
}

fn evaluate(expression: &str, data: &Value, variables: &[(&str, Value)]) -> Result<Value, EvaluateError> {
    Expression::parse(expression).unwrap().evaluate(data, &scope(variables))
}

#[test]
fn a_variable_is_text_within_quotes_and_a_value_outside() {
    let data = json!({ "Size": 8, "Name": "a-8", "Tags": { "x-8": "yes" } });
    let size = [("size", json!(8)), ("names", json!(["a-8", "b"]))];
    for expression in [
        "Size == ${size}",
        "Size == `${size}`",
        "Name == 'a-${size}'",
        "Name == `\"a-${size}\"`",
        "Tags.\"x-${size}\" == 'yes'",
        "contains(${names}, Name)",
        "`{\"a\": [${size}]}`.a[0] == Size",
        "{\"k-${size}\": Size}.\"k-8\" == Size",
    ] {
        assert_eq!(evaluate(expression, &data, &size), Ok(json!(true)), "{expression}");
    }
}

#[test]
fn a_dollar_can_be_escaped() {
    assert_eq!(evaluate("'$${size} ${size} $ $$'", &json!({}), &[("size", json!(8))]), Ok(json!("${size} 8 $ $$")));
    let template = Template::new(json!({ "a": "$${size}-${size}", "b": "$$${size}" })).unwrap();
    assert_eq!(template.variables().collect::<Vec<_>>(), ["size"]);
    assert_eq!(template.resolve(&scope(&[("size", json!(8))])), Ok(json!({ "a": "${size}-8", "b": "$${size}" })));
}

#[test]
fn a_template_that_is_one_variable_keeps_its_type() {
    let variables = scope(&[("n", json!(3)), ("list", json!([1, null])), ("net.vpc", json!("vpc-1"))]);
    let template =
        Template::new(json!({ "a": "${n}", "b": ["${list}", "x${n}"], "c": "${net.vpc}", "d": "${list.0}" })).unwrap();
    let resolved = template.resolve(&variables).unwrap();
    assert_eq!(resolved, json!({ "a": 3, "b": [[1, null], "x3"], "c": "vpc-1", "d": 1 }));
}

#[test]
fn names_with_dots_take_precedence_over_members() {
    let variables = scope(&[("net", json!({ "vpc": "member", "subnets": ["a", "b"] })), ("net.vpc", json!("export"))]);
    assert_eq!(variables.get("net.vpc"), Some(&json!("export")));
    assert_eq!(variables.get("net.subnets.1"), Some(&json!("b")));
    assert_eq!(variables.get("net.subnets.2"), None);
    assert_eq!(variables.get("net.subnets.x"), None);
    assert_eq!(variables.get("ne"), None);
}

#[test]
fn a_missing_variable_is_named() {
    let missing = MissingVariable::Absent { name: "id".into() };
    assert_eq!(Template::new(json!("x-${id}")).unwrap().resolve(&Scope::new()), Err(missing.clone()));
    let error = evaluate("Name == '${id}'", &json!({}), &[]).unwrap_err();
    assert_eq!(error.missing(), Some(&missing));
    assert_eq!(error.to_string(), "`Name == '${id}'`: the variable `id` has no value");
}

#[test]
fn only_scalars_are_allowed_within_text() {
    let error = evaluate("Name == '${id}'", &json!({}), &[("id", json!(["a"]))]).unwrap_err();
    let shown =
        "`Name == '${id}'`: the variable `id` is a list, which is not allowed within other text; write \"${id}\" alone";
    assert_eq!(error.to_string(), shown);
}

#[test]
fn the_error_of_a_function_names_an_absent_member() {
    let error = evaluate("starts_with(KeyMaterial, '-----')", &json!({}), &[]).unwrap_err();
    let shown = "`starts_with(KeyMaterial, '-----')`: argument 1 of `starts_with` must be of type string, not null (the member is absent)";
    assert_eq!(error.to_string(), shown);
    let error = evaluate("Name == 'a' && length(Tags)", &json!({ "Name": "a" }), &[]).unwrap_err();
    assert!(error.to_string().contains("argument 1 of `length`"), "{error}");
    let error = evaluate("sort_by(Items, &@)", &json!({ "Items": [{}, {}] }), &[]).unwrap_err();
    assert!(error.to_string().contains("`sort_by`"), "{error}");
}

#[test]
fn an_expression_reference_is_not_a_value() {
    assert!(evaluate("&Name", &json!({}), &[]).unwrap_err().to_string().contains("only allowed as an argument"));
}

/// Strings with many characters that are special in JMESPath, JSON or placeholders.
fn tricky() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("'".to_owned()),
        Just("\\".to_owned()),
        Just("\"".to_owned()),
        Just("`".to_owned()),
        Just("${x}".to_owned()),
        Just("$${".to_owned()),
        Just("' || 'a' == 'a".to_owned()),
        Just("\u{e000}0\u{e002}".to_owned()),
        Just("\u{e001}0\u{e002}".to_owned()),
        Just("\n".to_owned()),
        any::<String>(),
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_value_gets_out_of_its_quotes(value in tricky(), other in tricky()) {
        let data = json!({ "Name": value, "Map": { value.clone(): 1 } });
        let variables = [("x", json!(value)), ("other", json!(other))];
        for expression in ["'${x}'", "`\"${x}\"`", "${x}", "`${x}`", "join('', ['${x}'])"] {
            prop_assert_eq!(evaluate(expression, &data, &variables).unwrap(), json!(value), "{}", expression);
        }
        prop_assert_eq!(evaluate("Name == '${x}'", &data, &variables).unwrap(), json!(true));
        prop_assert_eq!(evaluate("Name == '${other}'", &data, &variables).unwrap(), json!(value == other));
        prop_assert_eq!(evaluate("Map.\"${x}\"", &data, &variables).unwrap(), json!(1));
        prop_assert_eq!(evaluate("'${x}${other}'", &data, &variables).unwrap(), json!(format!("{value}{other}")));
    }

    #[test]
    fn a_value_in_a_template_is_not_read_again(value in tricky()) {
        let template = Template::new(json!(["${x}", "<${x}>"])).unwrap();
        let resolved = template.resolve(&scope(&[("x", json!(value))])).unwrap();
        prop_assert_eq!(resolved, json!([value, format!("<{value}>")]));
    }

    #[test]
    fn any_text_is_parsed_or_refused(text in "[a-c.\\[\\]{}()'\"`$|&!=<>*@?:, 0-9\\\\-]{0,40}") {
        if let Ok(expression) = Expression::parse(&text) {
            prop_assert_eq!(expression.text(), &text);
            let _ = expression.evaluate(&json!({ "a": [1, { "b": "c" }] }), &scope(&[("a", json!("x"))]));
        }
        let _ = Template::new(json!(text));
    }
}
