//! Shows how far a scan is, once it takes longer than one would wait without asking.

use std::io::IsTerminal;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use scanner::Progress;

use crate::output::count;

/// How long nobody is told anything.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the bar moves.
const BEAT: Duration = Duration::from_millis(150);

/// Does the work, with a bar beside it if somebody looks on.
pub(super) fn beside<T>(progress: &Progress, wanted: bool, work: impl FnOnce() -> T) -> T {
    if !wanted || !std::io::stderr().is_terminal() {
        return work();
    }
    let (done, is_done) = channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || show(progress, &is_done));
        let result = work();
        drop(done);
        result
    })
}

fn show(progress: &Progress, is_done: &Receiver<()>) {
    if is_done.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    let plain = ProgressStyle::with_template("{spinner} {msg}");
    let long = ProgressStyle::with_template("{msg} {wide_bar} {percent} %, {eta} left");
    if let Ok(plain) = plain {
        bar.set_style(plain);
    }
    let mut is_long = false;
    while is_done.recv_timeout(BEAT) == Err(RecvTimeoutError::Timeout) {
        let (done, of) = progress.objects();
        if of == 0 {
            let (files, bytes) = progress.files();
            bar.set_message(format!("{} files, {} MB", count(files), count(bytes >> 20)));
            bar.tick();
            continue;
        }
        if let (false, Ok(long)) = (is_long, &long) {
            bar.set_style(long.clone());
            bar.reset_eta();
            is_long = true;
        }
        bar.set_length(of);
        bar.set_position(done);
        bar.set_message(format!("{} of {} objects", count(done), count(of)));
    }
    bar.finish_and_clear();
}
