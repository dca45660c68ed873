//! Migrations, questions and the page are built into the binary; cargo must notice when only they change.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed=questions");
    println!("cargo:rerun-if-changed=assets");
}
