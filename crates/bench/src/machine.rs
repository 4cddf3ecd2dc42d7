//! The machine that a figure was taken on, and how busy everybody else kept it.

use std::path::Path;

use crate::process;

/// Says what the machine is: figures without it mean nothing.
pub(crate) fn print() {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let model = field("/proc/cpuinfo", "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let memory = field("/proc/meminfo", "MemTotal")
        .and_then(|text| text.split(' ').next()?.parse::<f64>().ok())
        .map_or(0.0, |kibibytes| kibibytes / f64::from(1 << 20));
    let load = read("/proc/loadavg");
    let load = load.split(' ').next().unwrap_or("unknown");
    println!("machine: {cores} cores ({model}), {memory:.0} GiB; load average when this began {load}");
}

/// CPU seconds that all programs together have used since the machine started, the hypervisor's share included.
pub(crate) fn busy_seconds() -> f64 {
    let text = read("/proc/stat");
    let ticks: Vec<f64> = text
        .lines()
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .skip(1)
        .take(8)
        .filter_map(|ticks| ticks.parse().ok())
        .collect();
    // user, nice, system, idle, iowait, irq, softirq, steal (proc(5)): all but the fourth and fifth are work.
    let idle: f64 = ticks.iter().skip(3).take(2).sum();
    (ticks.iter().sum::<f64>() - idle) / process::ticks_a_second()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(path)).unwrap_or_default()
}

/// The value of the first line `name : value`.
fn field(path: &str, name: &str) -> Option<String> {
    let text = read(path);
    let mut fields = text.lines().filter_map(|line| line.split_once(':'));
    fields
        .find(|(key, _)| key.trim() == name)
        .map(|(_, value)| value.trim().to_owned())
}
