//! A log read line by line.

use vocabulary::Event;

use crate::counts::Counts;
use crate::input::Input;
use crate::jsonl;
use crate::line::Line;
use crate::ocsf::OcsfReader;
use crate::openssh::OpenSshReader;
use crate::settings::Settings;

/// Reads one log from its first line to its last.
#[derive(Debug)]
pub struct Reader {
    format: Format,
    counts: Counts,
}

#[derive(Debug)]
enum Format {
    OpenSsh(Box<OpenSshReader>),
    Jsonl,
    Ocsf(OcsfReader),
}

impl Reader {
    /// A reader at the beginning of a log.
    pub fn new(input: Input, settings: Settings) -> Self {
        let format = match input {
            Input::OpenSsh => Format::OpenSsh(Box::new(OpenSshReader::new(settings))),
            Input::Jsonl => Format::Jsonl,
            Input::Ocsf => Format::Ocsf(OcsfReader::default()),
        };
        Self {
            format,
            counts: Counts::default(),
        }
    }

    /// Reads one line, with or without its line break, and pushes the events that it tells of. `number` is
    /// the line's place in the log, which keys and messages are made of: count from 1 and leave none out.
    pub fn line(&mut self, number: u64, line: &[u8], events: &mut Vec<Event>) {
        let before = events.len();
        self.counts.lines += 1;
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        // Many editors write a byte order mark before the first line.
        let line = if number == 1 {
            line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line)
        } else {
            line
        };
        let was = match &mut self.format {
            Format::OpenSsh(reader) => reader.line(number, line, events),
            Format::Jsonl => jsonl::line(line, events),
            Format::Ocsf(reader) => {
                let refused = reader.line(number, line, events);
                for refused in &refused {
                    self.counts
                        .note_not_understood(refused.line, &refused.text, || refused.says.clone());
                }
                if events.len() == before && refused.is_empty() {
                    self.counts.ignored += 1;
                }
                self.counts.events += (events.len() - before) as u64;
                return;
            }
        };
        match was {
            Line::NotUnderstood(says) => self.counts.note_not_understood(number, line, || says),
            Line::Understood if events.len() == before => self.counts.ignored += 1,
            Line::Understood => {}
        }
        self.counts.events += (events.len() - before) as u64;
    }

    /// Says what was held back until the end of the log. Call it once, after the last line.
    pub fn finish(&mut self, events: &mut Vec<Event>) {
        let before = events.len();
        match &mut self.format {
            Format::OpenSsh(reader) => reader.finish(events),
            Format::Jsonl => {}
            Format::Ocsf(reader) => {
                if let Some(refused) = reader.finish() {
                    self.counts
                        .note_not_understood(refused.line, &refused.text, || refused.says.clone());
                }
            }
        }
        self.counts.events += (events.len() - before) as u64;
    }

    /// How it went so far.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vocabulary::Moment;

    #[test]
    fn line_breaks_and_byte_order_marks_are_no_part_of_a_line() {
        for input in Input::ALL {
            let read = |line: &[u8]| {
                let mut reader = Reader::new(input, Settings::at(Moment::from_millis(1_795_253_400_000)));
                let mut events = Vec::new();
                reader.line(1, line, &mut events);
                events
            };
            let plain = input.example().as_bytes();
            let expected = read(plain);
            assert_eq!(expected.len(), 1);
            for line in [
                [plain, b"\n"].concat(),
                [plain, b"\r\n"].concat(),
                [b"\xef\xbb\xbf", plain].concat(),
            ] {
                assert_eq!(read(&line), expected, "{input}");
            }
        }
    }
}
