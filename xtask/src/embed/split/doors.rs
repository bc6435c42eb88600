//! What only doors lead to.
//!
//! **Invariant:** a slot or a datum is given only if no path leads to it from an export, other than by the address of a
//! door. A door that is called is a function like others.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Result;
use super::linked::{Linked, Node};

/// Bytes of a header.
const SHORT: usize = 8;

/// What only doors lead to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Behind {
    /// Slots of the function table.
    pub slots: BTreeSet<u32>,
    /// Addresses of data, in order and apart.
    pub data: Vec<Range<u32>>,
}

/// What only doors lead to. Nothing, if the module has no relocations.
pub fn behind(wasm: &[u8]) -> Result<Behind> {
    let Some(linked) = Linked::of(wasm)? else { return Ok(Behind::default()) };
    let reached = linked.reached();
    let is_behind = |function: u32| !reached.contains(&Node::Function(function));
    let slots = linked.slots.iter().filter(|(_, function)| is_behind(*function)).map(|(slot, _)| *slot);
    Ok(Behind { slots: slots.collect(), data: linked.data_behind(&reached) })
}

impl Linked {
    /// The addresses of the data that were not reached; padding between two of them goes with them.
    fn data_behind(&self, reached: &BTreeSet<Node>) -> Vec<Range<u32>> {
        let mut behind = Vec::new();
        for (segment, base) in &self.segments {
            // What each byte is: padding, of the first half, or behind a door.
            let mut bytes = vec![None; segment.len()];
            for (range, node) in self.data.iter().filter(|(range, _)| segment.contains(&range.start)) {
                let is_reached = reached.contains(node);
                for byte in &mut bytes[range.start - segment.start..range.end - segment.start] {
                    *byte = Some(is_reached || *byte == Some(true));
                }
            }
            let mut run: Option<Range<u32>> = None;
            for (address, byte) in (*base..).zip(bytes) {
                match (byte, &mut run) {
                    (Some(false), Some(run)) => run.end = address + 1,
                    (Some(false), None) => run = Some(address..address + 1),
                    (Some(true), run) => behind.extend(run.take()),
                    (None, _) => {}
                }
            }
            behind.extend(run);
        }
        // A short one is not worth its header.
        behind.retain(|run| run.len() > SHORT);
        behind
    }

    /// What can be reached without a door.
    fn reached(&self) -> BTreeSet<Node> {
        let mut reached = BTreeSet::new();
        let mut open = self.roots.clone();
        while let Some(node) = open.pop() {
            if reached.insert(node) {
                open.extend(self.edges.get(&node).into_iter().flatten());
            }
        }
        reached
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use rustc_demangle::demangle;
    use wasmparser::{KnownCustom, Name, Parser, Payload};

    use super::super::module::Parts;
    use super::{Behind, behind};

    const LINKED: &[u8] = include_bytes!("../../../tests/fixtures/doors.wasm");

    fn names() -> BTreeMap<u32, String> {
        let mut names = BTreeMap::new();
        for payload in Parser::new(0).parse_all(LINKED) {
            let Payload::CustomSection(section) = payload.unwrap() else { continue };
            let KnownCustom::Name(parts) = section.as_known() else { continue };
            for part in parts {
                if let Name::Function(map) = part.unwrap() {
                    names.extend(map.into_iter().map(|naming| {
                        let naming = naming.unwrap();
                        (naming.index, format!("{:#}", demangle(naming.name)))
                    }));
                }
            }
        }
        names
    }

    #[test]
    fn what_only_the_door_leads_to_is_behind_it() {
        let (names, behind) = (names(), behind(LINKED).unwrap());
        let parts = Parts::read(LINKED).unwrap();
        let of = |is_behind: bool| {
            let slots = parts.slots.iter().filter(|(slot, _)| behind.slots.contains(slot) == is_behind);
            slots.map(|(_, function)| names[function].as_str()).collect::<Vec<_>>()
        };
        assert_eq!(of(true), ["doors::later_door", "<doors::Behind as doors::Step>::step"]);
        let before =
            ["doors::shared", "<doors::Called as doors::Step>::step", "<doors::Before as doors::Step>::step"];
        assert_eq!(of(false), before);
    }

    #[test]
    fn without_relocations_nothing_is_behind_a_door() {
        let wasm =
            wat::parse_str(r#"(module (table 2 funcref) (func $later_a) (elem (i32.const 0) $later_a))"#);
        assert_eq!(behind(&wasm.unwrap()).unwrap(), Behind::default());
    }

    #[test]
    fn what_is_no_module_is_an_error() {
        assert!(behind(b"\0asm\x01\0\0\0\x02\x09\x01").is_err());
    }
}
