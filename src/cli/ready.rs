//! What several commands need first: a bank without errors.

use std::path::Path;
use std::sync::Arc;

use super::Failed;
use crate::bank::Bank;

/// The bank in `dir`, or the built-in one; its errors are printed as `check` prints them.
pub fn bank(dir: Option<&Path>) -> Result<Arc<Bank>, Failed> {
    let bank = match dir {
        Some(dir) => Bank::load(dir),
        None => Bank::built_in(),
    };
    match bank {
        Ok(bank) => Ok(Arc::new(bank)),
        Err(problems) => {
            eprintln!("{}", problems.render(false));
            Err(Failed::Setting("The bank has errors; `cloud-drill check` shows them alone.".to_owned()))
        }
    }
}
