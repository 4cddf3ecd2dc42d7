//! What the kernel says of a process (proc(5)): CPU time and memory.

use std::process::Command;
use std::sync::OnceLock;

/// CPU seconds that a process has used, in user and kernel mode, ended threads included. Also told of a process
/// that has ended and was not waited for yet. `None` where there is no such process.
pub(crate) fn cpu_seconds(pid: u32) -> Option<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    Some(cpu_ticks(&stat)? / ticks_a_second())
}

/// Bytes of memory that a process holds now.
pub(crate) fn resident_bytes(pid: u32) -> Option<u64> {
    kibibytes(&status(pid)?, "VmRSS:").map(|number| number << 10)
}

/// The most bytes of memory that a process has held at any time.
pub(crate) fn peak_bytes(pid: u32) -> Option<u64> {
    kibibytes(&status(pid)?, "VmHWM:").map(|number| number << 10)
}

fn status(pid: u32) -> Option<String> {
    std::fs::read_to_string(format!("/proc/{pid}/status")).ok()
}

/// How many of the kernel's ticks make a second; 100 on nearly every Linux.
pub(crate) fn ticks_a_second() -> f64 {
    static TICKS: OnceLock<f64> = OnceLock::new();
    *TICKS.get_or_init(|| {
        let told = Command::new("getconf").arg("CLK_TCK").output().ok();
        told.and_then(|told| String::from_utf8(told.stdout).ok())
            .and_then(|text| text.trim().parse().ok())
            .unwrap_or(100.0)
    })
}

/// `utime` and `stime`, the 14th and 15th field. The second, the program's name, may hold spaces and brackets.
fn cpu_ticks(stat: &str) -> Option<f64> {
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut times = fields.split(' ').skip(11).map(str::parse::<f64>);
    Some(times.next()?.ok()? + times.next()?.ok()?)
}

fn kibibytes(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix(" kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_found_behind_a_name_with_brackets() {
        let check = |stat: &str, expected: Option<f64>| assert_eq!(cpu_ticks(stat), expected, "{stat}");
        check("7 (a) b) S 1 2 3 4 5 6 7 8 9 10 30 12 13 14", Some(42.0));
        check("7 (a) S 1 2", None);
        check("", None);
    }

    #[test]
    fn memory_is_told_in_kibibytes() {
        let check = |name: &str, expected: Option<u64>| {
            assert_eq!(
                kibibytes("Name:\tx\nVmHWM:\t  2048 kB\nVmRSS:\t 1024 kB\n", name),
                expected
            );
        };
        check("VmRSS:", Some(1_024));
        check("VmHWM:", Some(2_048));
        check("VmSwap:", None);
    }

    #[test]
    fn this_very_process_is_known() {
        let pid = std::process::id();
        assert!(cpu_seconds(pid).is_some());
        assert!(resident_bytes(pid) <= peak_bytes(pid));
    }
}
