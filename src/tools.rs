//! Tools: functions of the page that a model may call, and the loop in which it does.
//!
//! Nothing is run here. A declaration says what there is ([`Declaration`], [`Tools`]), arguments are checked against its
//! schema ([`schema`]), and [`Rounds`] says after each answer and each event what is to be done next. The shell runs
//! functions, asks the visitor, holds the clock, and puts results into the conversation. **Invariant:** pure and total;
//! no call that was begun is ever left without a result, whatever comes in whatever order.

mod arguments;
mod close;
mod declaration;
mod declared;
mod number;
mod registry;
mod rounds;
mod same;
pub mod schema;
mod words;

pub use close::close;
pub use declaration::Declaration;
pub use registry::Tools;
pub use rounds::{End, Event, Fault, Rounds, Step};
pub use same::{normal, same};
pub use words::{detail, heard, indented, said};
