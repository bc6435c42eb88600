//! Stub.
use clap::Args;
#[derive(Args)]
pub struct Options {}
pub fn run(_: &Options) -> crate::step::Result {
    Ok(())
}
