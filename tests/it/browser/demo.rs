//! `cloud-drill sandbox` as a process, started as a newcomer does it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

pub struct Demo {
    child: Child,
    /// Of the page, with its slash.
    pub address: String,
}

impl Demo {
    /// Starts it on a free port and reads its one line; by then the first question is posted.
    pub fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_cloud-drill"))
            .args(["sandbox", "--listen", "127.0.0.1:0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let output = child.stdout.as_mut().expect("its output is piped");
        BufReader::new(output).read_line(&mut line).expect("its output can be read");
        let address = line.split_whitespace().find(|word| word.starts_with("http://"));
        let address = address.unwrap_or_else(|| panic!("no address in {line:?}")).to_owned();
        Self { child, address }
    }

    /// Ctrl-C; a part of it that failed fails the story though all assertions passed.
    pub fn end(mut self) {
        let process = self.child.id().to_string();
        let asked = Command::new("sh").args(["-c", "kill -INT \"$1\"", "sh", &process]).status();
        assert!(asked.expect("a shell").success(), "the sandbox was gone before its end");
        let ended = self.child.wait().expect("it ends");
        assert!(ended.success(), "Ctrl-C ended the sandbox with {ended}");
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // Without effect on one that has ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
