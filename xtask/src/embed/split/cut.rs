//! Decides which function goes into which half, at given slots of the function table.
//!
//! **Invariant:** each function that is called is in one of the two. What an export or a slot that stays leads to is in
//! the first, so a call there finds its function always.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use wasm_encoder::Module;
use wasmparser::{ExternalKind, Operator};

use super::doors::Behind;
use super::half::{first, second};
use super::module::Parts;
use super::{Halves, Result};

/// Which functions go where, by their numbers in the original.
pub struct Plan {
    pub first: BTreeSet<u32>,
    pub second: BTreeSet<u32>,
    /// The glue's functions in slots that the second fills: wasm-bindgen puts them into the place of its markers.
    pub glue: BTreeSet<u32>,
    /// What the second half calls in the first, or in the page's glue.
    pub called: BTreeSet<u32>,
    /// The data of the second half, by their addresses.
    pub data: Vec<Range<u32>>,
}

/// Cuts `wasm` so that these slots and data, and what only they lead to, are in the second module.
pub fn cut(wasm: &[u8], behind: &Behind) -> Result<Halves> {
    let parts = Parts::read(wasm)?;
    let plan = Plan::new(&parts, behind)?;
    let second = if plan.is_whole() { Module::new().finish() } else { second(&parts, &plan)? };
    Ok(Halves { first: first(&parts, &plan)?, second })
}

impl Plan {
    fn new(parts: &Parts, behind: &Behind) -> Result<Self> {
        let (data, calls) = (behind.data.clone(), calls(parts)?);
        let (behind, staying): (Vec<_>, Vec<_>) =
            parts.slots.iter().copied().partition(|(slot, _)| behind.slots.contains(slot));
        let functions = |slots: Vec<(u32, u32)>| slots.into_iter().map(|(_, function)| function);
        let exported = parts.exports.iter().filter(|export| export.kind == ExternalKind::Func);
        let roots = exported.map(|export| export.index).chain(functions(staying));
        let first = reached(roots.collect(), &calls);
        let behind: BTreeSet<u32> = functions(behind).filter(|function| !first.contains(function)).collect();
        let glue: BTreeSet<u32> =
            behind.iter().copied().filter(|function| *function < parts.imported()).collect();
        let mut second = reached(behind.into_iter().collect(), &calls);
        second.retain(|function| *function >= parts.imported() && !first.contains(function));
        copy_small(parts, &calls, &mut second);
        let called = second.iter().flat_map(|function| &calls[function]);
        let called = called.filter(|function| !second.contains(function)).chain(&glue).copied().collect();
        Ok(Self { first, second, glue, called, data })
    }

    /// True if all of it stays in the first half.
    pub fn is_whole(&self) -> bool {
        self.called.is_empty() && self.second.is_empty()
    }
}

/// Bytes of a body that are no more than the way to it in the other half.
const SMALL: usize = 32;

/// Takes functions of the first half into the second as well, if they are small and call nothing.
fn copy_small(parts: &Parts, calls: &BTreeMap<u32, Vec<u32>>, second: &mut BTreeSet<u32>) {
    let called: Vec<u32> = second.iter().flat_map(|function| &calls[function]).copied().collect();
    let is_small = |function: &u32| {
        let body = function.checked_sub(parts.imported()).map(|place| &parts.functions[place as usize].1);
        body.is_some_and(|body| body.as_bytes().len() <= SMALL) && calls[function].is_empty()
    };
    second.extend(called.into_iter().filter(is_small));
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
    use wasmparser::{ExternalKind, Parser, Payload, Validator};

    use super::{Behind, cut};

    /// Slot 1 is a door; behind it are `behind` and the glue's `b`. `both` is on both sides.
    const WHOLE: &str = r#"(module
        (type $t (func (param i32) (result i32)))
        (import "glue" "a" (func $a (type $t)))
        (import "glue" "b" (func $b (type $t)))
        (table 4 4 funcref) (memory 1) (global $g (mut i32) (i32.const 7))
        (func $enter (export "enter") (type $t)
            (call_indirect (type $t) (call $both (call $a (local.get 0))) (i32.const 1)))
        (func $door (type $t) (call $behind (call $both (local.get 0))))
        (func $behind (type $t) (i32.add (call $small (call $b (local.get 0))) (global.get $g)))
        (func $both (type $t) (i32.add (call $small (local.get 0))
            (i32.mul (i32.load offset=70000 (local.get 0)) (i32.const 70000))))
        (func $small (type $t) (i32.load (local.get 0)))
        (func $staying (type $t) (local.get 0))
        (func $nobody (type $t) (local.get 0))
        (elem (i32.const 0) $b $door $staying $door)
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

    /// The slots that a half fills.
    fn filled(half: &[u8]) -> Vec<u32> {
        super::Parts::read(half).unwrap().slots.into_iter().map(|(slot, _)| slot).collect()
    }

    fn halves(slots: &[u32]) -> super::Halves {
        let wasm = wat::parse_str(WHOLE).unwrap();
        let data = (!slots.is_empty()).then_some(9..11);
        cut(&wasm, &Behind { slots: slots.iter().copied().collect(), data: data.into_iter().collect() })
            .unwrap()
    }

    #[test]
    fn what_only_the_slots_lead_to_is_in_the_second_half() {
        let halves = halves(&[0, 1, 3]);
        assert_eq!([&halves.first, &halves.second].map(|half| filled(half)), [vec![2], vec![0, 1, 3]]);
        let (imports, exports, functions) = outline(&halves.first);
        assert_eq!(imports, ["glue a"]);
        assert_eq!(exports, ["enter()", "m0", "t0", "g0", "A()"]);
        assert_eq!(functions, 4, "enter, both, small, staying");
        let (imports, exports, functions) = outline(&halves.second);
        assert_eq!(imports, ["glue b", "first A", "first m0", "first t0", "first g0"]);
        assert!(exports.is_empty());
        assert_eq!(functions, 3, "door, behind, and small once more");
        let data = [&halves.first, &halves.second].map(|half| {
            let all = super::Parts::read(half).unwrap().data.into_iter();
            all.map(|datum| (datum.address, datum.bytes.to_vec())).collect::<Vec<_>>()
        });
        assert_eq!(data, [vec![(8, b"k\0\0t".to_vec())], vec![(9, b"ep".to_vec())]]);
    }

    #[test]
    fn a_function_that_another_slot_has_too_stays() {
        let halves = halves(&[0, 1]);
        assert_eq!(outline(&halves.first).2, 6);
        assert_eq!(outline(&halves.second), Default::default());
    }

    #[test]
    fn without_slots_it_stays_as_it_is() {
        let (imports, exports, functions) = outline(&halves(&[]).first);
        assert_eq!((imports, exports), (vec!["glue a".into(), "glue b".into()], vec!["enter()".into()]));
        assert_eq!(functions, 6, "all but nobody");
    }

    #[test]
    fn what_it_does_not_know_is_not_cut() {
        let start = wat::parse_str("(module (func $f) (start $f))").unwrap();
        assert!(cut(&start, &Behind::default()).is_err());
        let memory = wat::parse_str(r#"(module (import "glue" "m" (memory 1)))"#).unwrap();
        assert!(cut(&memory, &Behind::default()).is_err());
    }
}
