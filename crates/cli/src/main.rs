//! The `safeconduct` binary.

fn main() -> std::process::ExitCode {
    safeconduct::run()
}
