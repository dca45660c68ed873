//! The database: its schema, and that a question's removal from the bank changes no running round.

use std::path::Path;

use cloud_drill::store::Store;

#[tokio::test]
async fn a_database_opens_again_and_a_copy_of_it_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("one.db");
    let store = Store::open(&path).await.expect("a new database");
    let copy = folder.path().join("copy.db");
    store.backup(&copy.to_string_lossy()).await.expect("a copy while it is open");
    store.close().await;
    for path in [path.as_path(), copy.as_path()] {
        Store::open(path).await.expect("it opens again").close().await;
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_is_a_clear_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("text.db");
    std::fs::write(&path, "this is not a database, it is a text of some length, so SQLite refuses it")
        .expect("written");
    let error = Store::open(&path).await.expect_err("refused");
    assert!(!error.to_string().is_empty());
    assert!(Store::open(Path::new("/nonexistent/folder/x.db")).await.is_err());
}
