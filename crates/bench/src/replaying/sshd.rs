//! A log as a server on the internet has it: guesses from many places, day and night, and a few people at work.
//!
//! Made here from what the OpenSSH server writes (its `auth.c`, `auth2.c` and `packet.c`, and PAM's `pam_unix`);
//! no line is anybody's. Connections overlap, as they do in real logs.

use std::collections::VecDeque;

use crate::dice::Dice;

/// Names that exist and are guessed at, the most frequent first.
const REAL: [&str; 4] = ["root", "git", "backup", "www-data"];
/// Names that are guessed at and do not exist.
const INVENTED: [&str; 16] = [
    "admin", "test", "user", "oracle", "postgres", "ubuntu", "ftpuser", "guest", "support", "pi", "hadoop",
    "jenkins", "mysql", "deploy", "nagios", "ansible",
];
/// People who work there.
const PEOPLE: u64 = 40;
/// Machines that guess.
const GUESSERS: u64 = 2_500;
/// Connections that are open at the same time.
const OPEN: usize = 12;
/// Lines a second, on average.
const PACE: u64 = 3;

/// Writes line after line.
pub(super) struct Server {
    dice: Dice,
    open: Vec<VecDeque<String>>,
    /// Seconds since the beginning of the month.
    second: u64,
    next_process: u64,
}

impl Server {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            dice: Dice::new(seed),
            open: vec![VecDeque::new(); OPEN],
            second: 5 * 3_600,
            next_process: 1_200,
        }
    }

    /// The next line, without its end.
    pub(super) fn line(&mut self) -> String {
        self.second += u64::from(self.dice.below(PACE) == 0);
        let place = usize::try_from(self.dice.below(OPEN as u64)).unwrap_or_default();
        let waiting = self.open.get_mut(place).and_then(VecDeque::pop_front);
        let message = waiting.unwrap_or_else(|| self.connect(place));
        let (minute, hour) = (self.second / 60 % 60, self.second / 3_600 % 24);
        // The month is as long as it has to be: February's dates would come around in the wrong order.
        let day = self.second / 86_400 % 30 + 1;
        format!(
            "Nov {day:>2} {hour:02}:{minute:02}:{:02} gate {message}",
            self.second % 60
        )
    }

    /// Somebody connects: their first line; the others wait for their turn.
    fn connect(&mut self, place: usize) -> String {
        let process = self.next_process;
        self.next_process += 1 + self.dice.below(3);
        let mut lines = match self.dice.below(100) {
            0..46 => self.guess_a_real_name(),
            46..84 => self.guess_an_invented_name(),
            84..90 => self.scan(),
            _ => self.work(),
        };
        for line in &mut lines {
            *line = format!("sshd[{process}]: {line}");
        }
        let first = lines.pop_front().unwrap_or_default();
        if let Some(open) = self.open.get_mut(place) {
            *open = lines;
        }
        first
    }

    /// Where a guesser is, and its port. A few of them do most of the guessing.
    fn guesser(&mut self) -> (String, u64) {
        let bound = 1 + self.dice.below(GUESSERS);
        let number = self.dice.below(bound);
        let mut of = Dice::new(number);
        let address = format!(
            "{}.{}.{}.{}",
            45 + of.below(150),
            of.below(256),
            of.below(256),
            1 + of.below(254)
        );
        (address, 1_024 + self.dice.below(64_000))
    }

    fn guess_a_real_name(&mut self) -> VecDeque<String> {
        let (at, port) = self.guesser();
        let name = if self.dice.below(10) < 8 {
            "root"
        } else {
            self.dice.one_of(&REAL).copied().unwrap_or("root")
        };
        let mut lines = VecDeque::new();
        lines.push_back(format!(
            "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost={at}  user={name}"
        ));
        lines.push_back(format!("Failed password for {name} from {at} port {port} ssh2"));
        match self.dice.below(4) {
            0 => {
                lines.push_back(format!(
                    "message repeated 2 times: [ Failed password for {name} from {at} port {port} ssh2]"
                ));
                lines.push_back(format!("error: maximum authentication attempts exceeded for {name} from {at} port {port} ssh2 [preauth]"));
                lines.push_back(format!("Disconnecting authenticating user {name} {at} port {port}: Too many authentication failures [preauth]"));
                lines.push_back(format!("PAM 2 more authentication failures; logname= uid=0 euid=0 tty=ssh ruser= rhost={at}  user={name}"));
            }
            1 => lines.push_back(format!(
                "Connection closed by authenticating user {name} {at} port {port} [preauth]"
            )),
            _ => {
                lines.push_back(format!(
                    "Received disconnect from {at} port {port}:11: Bye Bye [preauth]"
                ));
                lines.push_back(format!(
                    "Disconnected from authenticating user {name} {at} port {port} [preauth]"
                ));
            }
        }
        lines
    }

    fn guess_an_invented_name(&mut self) -> VecDeque<String> {
        let (at, port) = self.guesser();
        let name = self.dice.one_of(&INVENTED).copied().unwrap_or("admin");
        // Names of which there is no end, as guessers take them from lists.
        let name = if self.dice.below(3) == 0 {
            format!("{name}{}", self.dice.below(400))
        } else {
            name.to_owned()
        };
        [
            format!("Invalid user {name} from {at} port {port}"),
            "pam_unix(sshd:auth): check pass; user unknown".to_owned(),
            format!("pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost={at} "),
            format!("Failed password for invalid user {name} from {at} port {port} ssh2"),
            format!("Connection closed by invalid user {name} {at} port {port} [preauth]"),
        ]
        .into()
    }

    fn scan(&mut self) -> VecDeque<String> {
        let (at, port) = self.guesser();
        let line = match self.dice.below(3) {
            0 => format!("banner exchange: Connection from {at} port {port}: invalid format"),
            1 => format!("Connection reset by {at} port {port} [preauth]"),
            _ => "error: kex_exchange_identification: Connection closed by remote host".to_owned(),
        };
        [line].into()
    }

    fn work(&mut self) -> VecDeque<String> {
        let number = self.dice.below(PEOPLE);
        let (name, id) = (format!("person{number:02}"), 1_000 + number);
        let (at, port) = (
            format!("198.51.100.{}", 10 + number),
            1_024 + self.dice.below(64_000),
        );
        let accepted = if number.is_multiple_of(3) {
            format!("Accepted password for {name} from {at} port {port} ssh2")
        } else {
            let key = Dice::new(number).next();
            format!("Accepted publickey for {name} from {at} port {port} ssh2: ED25519 SHA256:{key:043}")
        };
        [
            accepted,
            format!("pam_unix(sshd:session): session opened for user {name}(uid={id}) by (uid=0)"),
            format!("Received disconnect from {at} port {port}:11: disconnected by user"),
            format!("Disconnected from user {name} {at} port {port}"),
            format!("pam_unix(sshd:session): session closed for user {name}"),
        ]
        .into()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn lines(count: usize) -> Vec<String> {
        let mut server = Server::new(7);
        std::iter::repeat_with(|| server.line()).take(count).collect()
    }

    #[test]
    fn the_log_is_the_same_for_the_same_seed_and_in_the_order_of_time() {
        let lines = lines(50_000);
        assert_eq!(lines, self::lines(50_000));
        let times: Vec<&str> = lines.iter().map(|line| &line[..15]).collect();
        assert!(times.is_sorted());
    }

    #[test]
    fn there_are_guesses_of_both_kinds_and_people_at_work() {
        let lines = lines(20_000);
        let share = |text: &str| lines.iter().filter(|line| line.contains(text)).count() * 100 / lines.len();
        assert!(
            (15..45).contains(&share("Failed password for ")),
            "{}",
            share("Failed password for ")
        );
        assert!((3..20).contains(&share("Failed password for invalid user ")));
        assert!((1..10).contains(&share("Accepted ")));
        assert!((1..10).contains(&share("session closed for user ")));
    }

    #[test]
    fn many_come_from_many_places() {
        let from: BTreeSet<String> = lines(50_000)
            .iter()
            .filter_map(|line| line.split_once(" from ")?.1.split(' ').next().map(str::to_owned))
            .collect();
        assert!(from.len() > 1_000, "{}", from.len());
    }
}
