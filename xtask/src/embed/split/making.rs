//! A half in the making: what it imports, defines and fills, with numbers of its own.
//!
//! **Invariant:** a function that has no number here is never called from here; that it is, is an error.

use std::collections::{BTreeMap, BTreeSet};

use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{
    CodeSection, ConstExpr, ElementSection, Elements, EntityType, ExportSection, FunctionSection,
    ImportSection, Module, TypeSection,
};
use wasmparser::TypeRef;

use super::Result;
use super::module::Parts;

/// A half in the making.
#[derive(Default)]
pub struct Half {
    pub numbers: Numbers,
    pub imports: ImportSection,
    functions: FunctionSection,
    pub exports: ExportSection,
    pub elements: ElementSection,
    pub code: CodeSection,
}

/// Which numbers functions and types have in the half.
#[derive(Default)]
pub struct Numbers {
    functions: BTreeMap<u32, u32>,
    /// Types are numbered as they are first named.
    types: Vec<u32>,
}

impl Numbers {
    fn add(&mut self, function: u32) {
        let next = self.functions.len() as u32;
        self.functions.insert(function, next);
    }
}

impl Reencode for Numbers {
    type Error = String;

    fn function_index(&mut self, function: u32) -> Result<u32> {
        let number = self.functions.get(&function).copied();
        number.ok_or_else(|| Error::UserError(format!("function {function} is called from the other half")))
    }

    fn type_index(&mut self, ty: u32) -> Result<u32> {
        let there = self.types.iter().position(|there| *there == ty);
        Ok(there.unwrap_or_else(|| {
            self.types.push(ty);
            self.types.len() - 1
        }) as u32)
    }
}

impl Half {
    /// Imports a function.
    pub fn import(&mut self, module: &str, name: &str, ty: u32, function: u32) -> Result<()> {
        self.numbers.add(function);
        self.imports.import(module, name, EntityType::Function(self.numbers.type_index(ty)?));
        Ok(())
    }

    /// Imports those of the glue's functions that this half calls.
    pub fn import_glue(&mut self, parts: &Parts, called: &BTreeSet<u32>) -> Result<()> {
        for (place, import) in parts.imports.iter().enumerate() {
            let TypeRef::Func(ty) = import.ty else {
                return Err(Error::UserError(format!("{} is imported, and is no function", import.name)));
            };
            if called.contains(&(place as u32)) {
                self.import(import.module, import.name, ty, place as u32)?;
            }
        }
        Ok(())
    }

    /// Takes these functions in, as far as they are not imported, those that begin alike side by side: what is made of
    /// one generic function is then found again by who compresses it. That takes two hundredths off.
    pub fn define(&mut self, parts: &Parts, functions: &BTreeSet<u32>) -> Result<()> {
        let of = |function: &u32| &parts.functions[(function - parts.imported()) as usize];
        let defined = functions.iter().filter(|function| **function >= parts.imported());
        let mut defined: Vec<u32> = defined.copied().collect();
        defined.sort_by_key(|function| (of(function).0, of(function).1.as_bytes()));
        for function in &defined {
            self.numbers.add(*function);
        }
        for (ty, body) in defined.iter().map(of) {
            self.functions.function(self.numbers.type_index(*ty)?);
            self.numbers.parse_function_body(&mut self.code, body.clone())?;
        }
        Ok(())
    }

    /// Fills the slots of these functions; neighbours share a segment.
    pub fn fill(&mut self, parts: &Parts, functions: &BTreeSet<u32>) -> Result<()> {
        let mut runs: Vec<(u32, Vec<u32>)> = Vec::new();
        for (slot, function) in parts.slots.iter().filter(|(_, function)| functions.contains(function)) {
            let number = self.numbers.function_index(*function)?;
            match runs.last_mut() {
                Some((first, run)) if *first + run.len() as u32 == *slot => run.push(number),
                _ => runs.push((*slot, vec![number])),
            }
        }
        for (first, run) in runs {
            let offset = ConstExpr::i32_const(first as i32);
            self.elements.active(None, &offset, Elements::Functions(run.into()));
        }
        Ok(())
    }

    /// Begins the module: types, imports, and which functions it has.
    pub fn begin(&mut self, parts: &Parts, module: &mut Module) -> Result<()> {
        let mut types = TypeSection::new();
        for ty in self.numbers.types.clone() {
            let signature = parts.signatures.get(ty as usize).cloned();
            let signature = signature.ok_or_else(|| Error::UserError(format!("there is no type {ty}")))?;
            types.ty().func_type(&self.numbers.func_type(signature)?);
        }
        module.section(&types).section(&self.imports).section(&self.functions);
        Ok(())
    }
}
