//! Where things are, and the file operations that the standard library leaves open.

use std::fs;
use std::path::{Path, PathBuf};

use crate::step::Result;

/// The project's folder.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// What Trunk builds: the folder for a static host.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// What the demo server serves: `dist` and the examples.
pub fn site() -> PathBuf {
    target().join("site")
}

/// Cargo's folder for what it builds, wherever the user's settings put it: this program stands in
/// `<target>/debug`.
pub fn target() -> PathBuf {
    let program = std::env::current_exe().ok();
    let folder = program.as_deref().and_then(Path::parent).and_then(Path::parent);
    folder.map_or_else(|| root().join("target"), Path::to_owned)
}

pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

pub fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

pub fn write(path: &Path, content: impl AsRef<[u8]>) -> Result {
    fs::write(path, content).map_err(|error| format!("{}: {error}", path.display()))
}

pub fn make_folder(path: &Path) -> Result {
    fs::create_dir_all(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Removes a folder, if it is there.
pub fn remove_folder(path: &Path) -> Result {
    match fs::remove_dir_all(path) {
        Err(error) if path.exists() => Err(format!("{}: {error}", path.display())),
        _ => Ok(()),
    }
}

/// The names of the files in a folder, sorted.
pub fn names(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut names: Vec<String> =
        entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned())).collect();
    names.sort();
    Ok(names)
}

/// Copies a folder with all that is in it, over what is there.
pub fn copy_folder(from: &Path, to: &Path) -> Result {
    make_folder(to)?;
    for name in names(from)? {
        let (source, target) = (from.join(&name), to.join(&name));
        if source.is_dir() {
            copy_folder(&source, &target)?;
        } else {
            fs::copy(&source, &target).map_err(|error| format!("{}: {error}", source.display()))?;
        }
    }
    Ok(())
}
