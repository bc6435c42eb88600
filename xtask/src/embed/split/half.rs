//! Writes the two halves.
//!
//! The second imports memory, tables and globals of the first, and fills its slots and its data when it is instantiated.
//! **Invariant:** tables and globals have the same numbers in both; only functions and types are numbered anew.

use wasm_encoder::reencode::Reencode;
use wasm_encoder::{ConstExpr, DataSection, EntityType, ExportKind, Module, RawSection, SectionId};
use wasmparser::ExternalKind;

use super::Result;
use super::cut::Plan;
use super::making::{Half, Numbers};
use super::module::Parts;

/// What the second half calls the first.
const FIRST: &str = "first";

/// What the page loads at the beginning.
pub fn first(parts: &Parts, plan: &Plan) -> Result<Vec<u8>> {
    let mut half = Half::default();
    half.import_glue(parts, &plan.first)?;
    half.define(parts, &plan.first)?;
    for export in &parts.exports {
        let index = match export.kind {
            ExternalKind::Func => half.numbers.function_index(export.index)?,
            _ => export.index,
        };
        let kind = half.numbers.export_kind(export.kind)?;
        half.exports.export(export.name, kind, index);
    }
    if !plan.is_whole() {
        for (name, _, kind, index) in common(parts, &mut half.numbers)? {
            half.exports.export(&name, kind, index);
        }
        for (name, function) in plan.shared(parts) {
            let index = half.numbers.function_index(function)?;
            half.exports.export(&name, ExportKind::Func, index);
        }
    }
    half.fill(parts, &plan.first)?;
    let mut module = Module::new();
    half.begin(parts, &mut module)?;
    for (id, bytes) in &parts.own {
        module.section(&RawSection { id: *id, data: bytes });
    }
    module.section(&half.exports).section(&half.elements);
    if let Some(count) = parts.data_count {
        module.section(&RawSection { id: SectionId::DataCount as u8, data: count });
    }
    module.section(&half.code);
    let mut data = DataSection::new();
    for datum in &parts.data {
        // What the second half brings is blank: nobody looks at it before.
        let mut bytes = datum.bytes.to_vec();
        for (address, byte) in (datum.address..).zip(&mut bytes) {
            if plan.data.iter().any(|range| range.contains(&address)) {
                *byte = 0;
            }
        }
        data.active(0, &ConstExpr::i32_const(datum.address as i32), bytes);
    }
    if !parts.data.is_empty() {
        module.section(&data);
    }
    Ok(module.finish())
}

/// What is loaded later.
pub fn second(parts: &Parts, plan: &Plan) -> Result<Vec<u8>> {
    let mut half = Half::default();
    half.import_glue(parts, &plan.called)?;
    for (name, function) in plan.shared(parts) {
        let (ty, _) = parts.functions[(function - parts.imported()) as usize];
        half.import(FIRST, &name, ty, function)?;
    }
    for (name, ty, ..) in common(parts, &mut half.numbers)? {
        half.imports.import(FIRST, &name, ty);
    }
    half.define(parts, &plan.second)?;
    let new = plan.second.difference(&plan.first).chain(&plan.glue);
    half.fill(parts, &new.copied().collect())?;
    let mut module = Module::new();
    half.begin(parts, &mut module)?;
    module.section(&half.elements).section(&half.code);
    let mut data = DataSection::new();
    for range in &plan.data {
        data.active(0, &ConstExpr::i32_const(range.start as i32), parts.memory(range));
    }
    if !plan.data.is_empty() {
        module.section(&data);
    }
    Ok(module.finish())
}

/// What the halves share beside functions, as the second imports it: its name, its type, its kind and its number.
fn common(parts: &Parts, numbers: &mut Numbers) -> Result<Vec<(String, EntityType, ExportKind, u32)>> {
    let mut common = Vec::new();
    for (index, memory) in (0..).zip(&parts.memories) {
        let ty = EntityType::Memory(numbers.memory_type(*memory)?);
        common.push((format!("m{index}"), ty, ExportKind::Memory, index));
    }
    for (index, table) in (0..).zip(&parts.tables) {
        let ty = EntityType::Table(numbers.table_type(*table)?);
        common.push((format!("t{index}"), ty, ExportKind::Table, index));
    }
    for (index, global) in (0..).zip(&parts.globals) {
        let ty = EntityType::Global(numbers.global_type(*global)?);
        common.push((format!("g{index}"), ty, ExportKind::Global, index));
    }
    Ok(common)
}

/// The names of functions that the second half calls in the first: `A` to `Z`, `AA`, and so on.
fn name_of(mut place: u32) -> String {
    let mut name = String::new();
    loop {
        name.insert(0, char::from(b'A' + (place % 26) as u8));
        match (place / 26).checked_sub(1) {
            Some(rest) => place = rest,
            None => return name,
        }
    }
}

impl Plan {
    /// The functions of the first half that the second calls, with the names that they have between them.
    fn shared(&self, parts: &Parts) -> impl Iterator<Item = (String, u32)> {
        let functions = self.called.iter().copied().filter(|function| *function >= parts.imported());
        (0..).map(name_of).zip(functions)
    }
}
