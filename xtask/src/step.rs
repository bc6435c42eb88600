//! Steps that say what they do and how long they took.
//!
//! **Invariant:** a command's output is shown as it comes, so that nothing looks dead; a failure names the step.

use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// What a command gives: nothing, or one line that says what went wrong and what to do.
pub type Result<T = ()> = std::result::Result<T, String>;

/// Does one step, with its name before it and its time after it.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("── {name}");
    let start = Instant::now();
    let result = work();
    let seconds = start.elapsed().as_secs_f32();
    match &result {
        Ok(_) => println!("── {name}: done in {seconds:.1} s\n"),
        Err(_) => println!("── {name}: failed after {seconds:.1} s\n"),
    }
    result
}

/// Runs a command to its end; it must succeed.
pub fn must(command: &mut Command) -> Result {
    let name = name_of(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{name} failed ({status}); its output above says why")),
        Err(error) => Err(cannot_start(&name, &error)),
    }
}

/// Runs a command and gives what it prints.
pub fn output(command: &mut Command) -> Result<String> {
    let name = name_of(command);
    let output = command.output().map_err(|error| cannot_start(&name, &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    let last = String::from_utf8_lossy(&output.stderr).trim().lines().last().unwrap_or_default().to_owned();
    Err(format!("{name} failed: {last}"))
}

/// A command that runs in the project's folder.
pub fn command(program: impl AsRef<Path>) -> Command {
    let mut command = Command::new(program.as_ref());
    command.current_dir(crate::files::root());
    command
}

fn name_of(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let program = program.file_name().unwrap_or(command.get_program()).to_string_lossy();
    let first = command.get_args().next().map(|arg| arg.to_string_lossy()).unwrap_or_default();
    format!("{program} {first}").trim().to_owned()
}

fn cannot_start(name: &str, error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => format!("{name}: this program is not installed or not on the PATH"),
        _ => format!("{name}: {error}"),
    }
}
