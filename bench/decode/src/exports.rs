//! The decoder as a bare WebAssembly module, without any glue.
//!
//! **Invariant:** the module is called by one thread; the caller writes a piece to `input(length)` and hands it over by
//! `feed(length)` before it asks for another buffer.

#![allow(unsafe_code, reason = "an export by its own name is unsafe to declare; there is no unsafe block")]

use std::cell::RefCell;

use crate::Reply;

thread_local! {
    static REPLY: RefCell<Reply> = RefCell::default();
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// The address of a buffer with room for a piece of this length.
#[unsafe(no_mangle)]
extern "C" fn input(length: usize) -> *mut u8 {
    INPUT.with_borrow_mut(|input| {
        if input.len() < length {
            input.resize(length, 0);
        }
        input.as_mut_ptr()
    })
}

/// Reads the piece that was written to the buffer.
#[unsafe(no_mangle)]
extern "C" fn feed(length: usize) {
    let _ = INPUT.with_borrow(|input| {
        input.get(..length).map(|piece| REPLY.with_borrow_mut(|reply| reply.feed(piece)))
    });
}

/// Ends the reply, gives the sum to check, and is ready for the next reply.
#[unsafe(no_mangle)]
extern "C" fn end() -> usize {
    REPLY.with_borrow_mut(std::mem::take).end().sum()
}
