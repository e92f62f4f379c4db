//! What supports the claim about AWS that a finding rests on.

use contract::tables;
use serde_json::Value;

use crate::finding::fingerprint::without_positions;
use crate::finding::model::Finding;
use crate::finding::table::EvidenceColumn;

impl Finding {
    /// What supports the claim about AWS that it rests on, a sentence each, beside the pages in [`source`](Self::source):
    /// `in 917 of 917 recorded places, 896 since 2019, newest 2024`. Empty where only the pages do.
    pub fn evidence(&self) -> Vec<String> {
        match self.kind.evidence() {
            EvidenceColumn::None => Vec::new(),
            EvidenceColumn::Member => self.of_member().unwrap_or_default(),
            EvidenceColumn::Codes => self.of_codes(),
            EvidenceColumn::Place => self.of_place(),
        }
    }

    fn of_member(&self) -> Option<Vec<String>> {
        let path = without_positions(&self.path);
        let members = tables::always_present(self.operation.as_deref()?);
        Some(members.iter().find(|member| member.path == path)?.evidence().sentences())
    }

    fn of_place(&self) -> Vec<String> {
        let path = without_positions(&self.path);
        let evidence = |operation: &str| tables::member_evidence(operation, path.trim_end_matches("[]"));
        self.operation.as_deref().map_or_else(Vec::new, |operation| evidence(operation).sentences())
    }

    fn of_codes(&self) -> Vec<String> {
        let codes = match &self.expected {
            Some(Value::String(code)) => vec![code.as_str()],
            Some(Value::Array(codes)) => codes.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let of_code = |code: &str| {
            let evidence = tables::error_evidence(code, self.operation.as_deref());
            evidence.sentences().into_iter().map(|sentence| format!("{code}: {sentence}")).collect::<Vec<_>>()
        };
        codes.into_iter().flat_map(of_code).collect()
    }
}
