//! The cards' fonts: those in the binary, and the system's for Chinese, Japanese and Korean.

use std::fs;
use std::path::{Path, PathBuf};

use takumi::prelude::{FontOverride, FontResource, Fonts};

use super::paint::DrawError;

/// The family that text is set in; the others are asked only for what it lacks, in the order they are loaded.
pub(super) const FAMILY: &str = "Noto Sans";

/// A larger file is left alone: it would cost more memory than such names are worth.
const LARGEST_FILE: u64 = 40 * 1024 * 1024;

/// Folders below a font folder that are still looked into.
const DEEPEST: usize = 4;

/// Parts of the names of files that cover Chinese, Japanese and Korean, in order of preference.
const CJK_FILES: [&str; 9] = [
    "notosanscjk-regular",
    "notosanscjk",
    "sourcehansans",
    "droidsansfallback",
    "wqy-microhei",
    "wqy-zenhei",
    "pingfang",
    "hiragino",
    "msyh",
];

/// Loads every font.
///
/// # Errors
/// When a font in the binary can't be read, which only a broken build brings about.
pub(super) fn load() -> Result<Fonts, DrawError> {
    let mut fonts = Fonts::default();
    let built_in: [(&str, f32, &'static [u8]); 5] = [
        (FAMILY, 400.0, ttf_noto_sans::REGULAR),
        (FAMILY, 700.0, ttf_noto_sans::BOLD),
        ("DejaVu Sans", 400.0, dejavu::sans::regular()),
        ("DejaVu Sans", 700.0, dejavu::sans::bold()),
        ("Noto Emoji", 400.0, epaint_default_fonts::NOTO_EMOJI_REGULAR),
    ];
    for (family, weight, bytes) in built_in {
        let info = FontOverride { family_name: Some(family.into()), weight: Some(weight), ..FontOverride::default() };
        let font = FontResource::new(takumi::prelude::FontSource::from_static(bytes)).override_info(info);
        fonts.register(font).map_err(|error| DrawError::Font { family, reason: error.to_string() })?;
    }
    register_cjk(&mut fonts);
    Ok(fonts)
}

/// Adds the first of the system's files that the engine can read. Without one such text is drawn as boxes.
fn register_cjk(fonts: &mut Fonts) {
    for path in cjk_files(&font_folders()) {
        let Ok(bytes) = fs::read(&path) else { continue };
        match fonts.register(FontResource::new(bytes)) {
            Ok(_) => return,
            Err(error) => tracing::warn!(path = %path.display(), %error, "a font that can't be read"),
        }
    }
    tracing::info!("no font for Chinese, Japanese and Korean among the system's: such text is drawn as boxes");
}

/// Where systems keep fonts.
fn font_folders() -> Vec<PathBuf> {
    ["/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts", "C:\\Windows\\Fonts"]
        .map(PathBuf::from)
        .into()
}

/// Files below `folders` that cover these scripts, best first.
fn cjk_files(folders: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in folders {
        gather(folder, DEEPEST, &mut found);
    }
    found.sort();
    found.into_iter().map(|(_, path)| path).collect()
}

fn gather(folder: &Path, depth: usize, found: &mut Vec<(usize, PathBuf)>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        // The link's target is followed: distributions link fonts into these folders.
        let Ok(about) = fs::metadata(entry.path()) else { continue };
        if about.is_dir() && depth > 0 {
            gather(&entry.path(), depth - 1, found);
        } else if about.is_file()
            && about.len() <= LARGEST_FILE
            && let Some(place) = preference(&entry.file_name().to_string_lossy())
        {
            found.push((place, entry.path()));
        }
    }
}

/// The place of a file's name in `CJK_FILES`; `None` for other files.
fn preference(name: &str) -> Option<usize> {
    let name: String = name.to_lowercase().chars().filter(|c| !matches!(c, ' ' | '_')).collect();
    let font = [".ttf", ".otf", ".ttc"].iter().any(|ending| name.ends_with(ending));
    CJK_FILES.iter().position(|part| font && name.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_font_for_east_asian_scripts_is_found_however_deep_it_lies() {
        let root = tempfile::tempdir().unwrap();
        let deep = root.path().join("truetype/deep");
        fs::create_dir_all(&deep).unwrap();
        for name in ["DroidSansFallbackFull.ttf", "DejaVuSans.ttf", "notes-droidsansfallback.txt"] {
            fs::write(root.path().join("truetype").join(name), "x").unwrap();
        }
        fs::write(deep.join("NotoSansCJK-Regular.ttc"), "x").unwrap();
        let found = cjk_files(&[root.path().to_path_buf(), root.path().join("absent")]);
        let names: Vec<_> = found.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["NotoSansCJK-Regular.ttc", "DroidSansFallbackFull.ttf"]);
    }
}
