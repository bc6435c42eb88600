//! Decides which function goes into which half, at given slots of the function table.
//!
//! **Invariant:** each function that is called is in one of the two. What an export or a slot that stays leads to is in
//! the first, so a call there finds its function always.

use std::collections::{BTreeMap, BTreeSet};

use wasm_encoder::Module;
use wasmparser::{ExternalKind, Operator};

use super::half::{first, second};
use super::module::Parts;
use super::{Halves, Result};

/// Which functions go where, by their numbers in the original.
pub struct Plan {
    pub first: BTreeSet<u32>,
    pub second: BTreeSet<u32>,
    /// What the second half calls in the first, or in the page's glue.
    pub called: BTreeSet<u32>,
}

/// Cuts `wasm` so that what only these slots lead to is in the second module.
pub fn cut(wasm: &[u8], slots: &BTreeSet<u32>) -> Result<Halves> {
    let parts = Parts::read(wasm)?;
    let plan = plan(&parts, slots)?;
    Ok(Halves {
        first: first(&parts, &plan)?,
        second: if plan.second.is_empty() { Module::new().finish() } else { second(&parts, &plan)? },
    })
}

fn plan(parts: &Parts, slots: &BTreeSet<u32>) -> Result<Plan> {
    let calls = calls(parts)?;
    let (behind, staying): (Vec<_>, Vec<_>) =
        parts.slots.iter().copied().partition(|(slot, _)| slots.contains(slot));
    let functions = |slots: Vec<(u32, u32)>| slots.into_iter().map(|(_, function)| function);
    let exported = parts.exports.iter().filter(|export| export.kind == ExternalKind::Func);
    let roots = exported.map(|export| export.index).chain(functions(staying));
    let first = reached(roots.collect(), &calls);
    let mut second = reached(functions(behind).collect(), &calls);
    second.retain(|function| *function >= parts.imported() && !first.contains(function));
    let called = second.iter().flat_map(|function| &calls[function]);
    let called = called.filter(|function| !second.contains(function)).copied().collect();
    Ok(Plan { first, second, called })
}

/// Whom each function calls, or names.
fn calls(parts: &Parts) -> Result<BTreeMap<u32, Vec<u32>>> {
    let mut calls = BTreeMap::new();
    for (place, (_, body)) in parts.functions.iter().enumerate() {
        let mut called = Vec::new();
        for operator in body.get_operators_reader()? {
            match operator? {
                Operator::Call { function_index }
                | Operator::ReturnCall { function_index }
                | Operator::RefFunc { function_index } => called.push(function_index),
                _ => {}
            }
        }
        calls.insert(parts.imported() + place as u32, called);
    }
    Ok(calls)
}

fn reached(mut open: Vec<u32>, calls: &BTreeMap<u32, Vec<u32>>) -> BTreeSet<u32> {
    let mut reached = BTreeSet::new();
    while let Some(function) = open.pop() {
        if reached.insert(function) {
            open.extend(calls.get(&function).into_iter().flatten());
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use wasmparser::{ExternalKind, Parser, Payload, Validator};

    use super::cut;

    /// Slot 1 is a door; behind it are `behind` and the glue's `b`. `both` is on both sides.
    const WHOLE: &str = r#"(module
        (type $t (func (param i32) (result i32)))
        (import "glue" "a" (func $a (type $t)))
        (import "glue" "b" (func $b (type $t)))
        (table 4 4 funcref) (memory 1) (global $g (mut i32) (i32.const 7))
        (func $enter (export "enter") (type $t)
            (call_indirect (type $t) (call $both (call $a (local.get 0))) (i32.const 1)))
        (func $door (type $t) (call $behind (call $both (local.get 0))))
        (func $behind (type $t) (i32.add (call $b (local.get 0)) (global.get $g)))
        (func $both (type $t) (i32.load (local.get 0)))
        (func $staying (type $t) (local.get 0))
        (func $nobody (type $t) (local.get 0))
        (elem (i32.const 1) $door $staying $door)
        (data (i32.const 8) "kept"))"#;

    /// What a module imports, exports, and how many functions it defines.
    fn outline(wasm: &[u8]) -> (Vec<String>, Vec<String>, usize) {
        Validator::new().validate_all(wasm).unwrap();
        let (mut imports, mut exports, mut functions) = (Vec::new(), Vec::new(), 0);
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.unwrap() {
                Payload::ImportSection(all) => imports
                    .extend(all.into_imports().map(Result::unwrap).map(|it| [it.module, it.name].join(" "))),
                Payload::ExportSection(all) => {
                    exports.extend(all.into_iter().map(Result::unwrap).map(|it| match it.kind {
                        ExternalKind::Func => format!("{}()", it.name),
                        _ => it.name.to_owned(),
                    }));
                }
                Payload::CodeSectionStart { count, .. } => functions = count as usize,
                _ => {}
            }
        }
        (imports, exports, functions)
    }

    fn halves(slots: &[u32]) -> super::Halves {
        let wasm = wat::parse_str(WHOLE).unwrap();
        cut(&wasm, &slots.iter().copied().collect::<BTreeSet<_>>()).unwrap()
    }

    #[test]
    fn what_only_the_slots_lead_to_is_in_the_second_half() {
        let halves = halves(&[1, 3]);
        let (imports, exports, functions) = outline(&halves.first);
        assert_eq!(imports, ["glue a"]);
        assert_eq!(exports, ["enter()", "m0", "t0", "g0", "f5()"]);
        assert_eq!(functions, 3, "enter, both, staying");
        let (imports, exports, functions) = outline(&halves.second);
        assert_eq!(imports, ["glue b", "first f5", "first m0", "first t0", "first g0"]);
        assert!(exports.is_empty());
        assert_eq!(functions, 2, "door, behind");
    }

    #[test]
    fn a_function_that_another_slot_has_too_stays() {
        let halves = halves(&[1]);
        assert_eq!(outline(&halves.first).2, 5);
        assert_eq!(outline(&halves.second), Default::default());
    }

    #[test]
    fn without_slots_it_stays_as_it_is() {
        let (imports, exports, functions) = outline(&halves(&[]).first);
        assert_eq!((imports, exports), (vec!["glue a".into(), "glue b".into()], vec!["enter()".into()]));
        assert_eq!(functions, 5, "all but nobody");
    }

    #[test]
    fn what_it_does_not_know_is_not_cut() {
        let start = wat::parse_str("(module (func $f) (start $f))").unwrap();
        assert!(cut(&start, &BTreeSet::new()).is_err());
        let memory = wat::parse_str(r#"(module (import "glue" "m" (memory 1)))"#).unwrap();
        assert!(cut(&memory, &BTreeSet::new()).is_err());
    }
}
