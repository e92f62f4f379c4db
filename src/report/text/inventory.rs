//! What an account has after clean-up, in words.

use record::Inventory;

use crate::text::labels::counted;

/// `nothing new: 12 kinds of resources listed before and after the run; 2 creating calls without a response created nothing`.
pub fn inventory_in_words(inventory: &Inventory) -> String {
    let kinds = |number: usize| format!("{number} kind{} of resources", if number == 1 { "" } else { "s" });
    let mut parts = vec![format!("{} listed before and after the run", kinds(inventory.listed.len()))];
    if inventory.shards_not_listed > 0 {
        let shards = counted(inventory.shards_not_listed as usize, "shard");
        parts.push(format!("what {shards} may have left is not listed: not recorded to the end"));
    }
    if inventory.refuted > 0 {
        let calls = counted(inventory.refuted as usize, "creating call");
        parts.push(format!("{calls} without a readable response created nothing"));
    }
    if inventory.of_others > 0 {
        let appeared = counted(inventory.of_others as usize, "resource");
        parts.push(format!("{appeared} appeared meanwhile without a tag, name or part of the run: not touched"));
    }
    if inventory.remains > 0 {
        let (remains, verb) = match inventory.remains {
            1 => ("1 default".to_owned(), "is"),
            more => (format!("{more} defaults"), "are"),
        };
        parts.push(format!("{remains} of deleted VPCs (group, network ACL, main route table) {verb} still described"));
    }
    if !inventory.not_listed.is_empty() {
        let names: Vec<&str> = inventory.not_listed.keys().map(String::as_str).collect();
        parts.push(format!("{} could not be listed: {}", kinds(names.len()), names.join(", ")));
    }
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inventory_says_how_it_is_known_that_nothing_is_left() {
        let mut inventory = Inventory { listed: vec!["vpc".into()], ..Inventory::default() };
        assert_eq!(inventory_in_words(&inventory), "1 kind of resources listed before and after the run");
        inventory.shards_not_listed = 1;
        assert_eq!(
            inventory_in_words(&inventory),
            "1 kind of resources listed before and after the run; what 1 shard may have left is not listed: not \
             recorded to the end"
        );
        inventory.shards_not_listed = 0;
        inventory.listed.push("volume".into());
        (inventory.refuted, inventory.of_others, inventory.remains) = (1, 2, 3);
        inventory.not_listed.insert("fleet".into(), "DescribeFleets was rejected".into());
        assert_eq!(
            inventory_in_words(&inventory),
            "2 kinds of resources listed before and after the run; 1 creating call without a readable response created \
             nothing; 2 resources appeared meanwhile without a tag, name or part of the run: not touched; 3 defaults \
             of deleted VPCs (group, network ACL, main route table) are still described; 1 kind of resources could not be \
             listed: fleet"
        );
    }
}
