//! People's accounts in this process, over the embedded store in a folder of its own and under the journeys that come
//! with the product. Time stands still until it is moved, so that waiting can be passed over.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, anyhow, bail};
use async_trait::async_trait;
use aws_lc_rs::hmac;
use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use credentials::passphrase::Cost;
use data_encoding::BASE32_NOPAD;
use engine::{Clock, Engine, Entropy, Keys, Stated};
use hosted::mail::Message;
use journey::SourceFile;
use ledger::keys::MasterKey;
use ledger::note::SigningKey;
use people::{Courier, Entered, Letter, Opened, People, Prefix, RelyingParty, Secrets, Settings, Visit};
use store::embedded::EmbeddedStore;
use tempfile::TempDir;
use vocabulary::{DeviceId, Moment, Origin, Span};

use crate::stopwatch;

/// A passphrase that nobody has leaked.
const PASSPHRASE: &str = "eleven quiet harbours";
/// One that is nobody's.
pub(super) const WRONG: &str = "twelve loud harbours";

/// The cheapest hash that there can be, where what a guess costs is not what is measured.
pub(super) const CHEAP: Cost = Cost {
    memory_kib: 8,
    passes: 1,
    lanes: 1,
};

/// People's accounts.
pub(super) struct House {
    pub(super) people: Arc<People>,
    clock: Arc<HandClock>,
    mail: Arc<Mail>,
    _folder: TempDir,
}

struct HandClock(AtomicI64);

impl Clock for HandClock {
    fn now(&self) -> Moment {
        Moment::from_millis(self.0.load(Ordering::Relaxed))
    }
}

/// The operating system's randomness.
#[expect(
    clippy::disallowed_methods,
    reason = "what is measured includes the real source"
)]
pub(super) fn randomness() -> SystemRandom {
    SystemRandom::new()
}

struct Chance(SystemRandom);

impl Entropy for Chance {
    fn fill(&self, bytes: &mut [u8]) {
        // Figures of a machine without randomness would be of no use to anybody.
        if self.0.fill(bytes).is_err() {
            std::process::abort();
        }
    }
}

/// Keeps the link of each newcomer's letter.
#[derive(Default)]
struct Mail(Mutex<HashMap<String, String>>);

#[async_trait]
impl Courier for Mail {
    async fn take(&self, letter: Letter) -> Result<(), String> {
        if let Message::ConfirmSignUp { link, .. } = letter.message {
            let mut links = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            links.insert(letter.to.as_str().to_owned(), link);
        }
        Ok(())
    }
}

impl Mail {
    fn link(&self, address: &str) -> Option<String> {
        let mut links = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        links.remove(address)
    }
}

impl House {
    /// A new house, in which a passphrase costs this much.
    pub(super) fn new(cost: Cost) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let store = Arc::new(EmbeddedStore::open(folder.path())?);
        let clock = Arc::new(HandClock(AtomicI64::new(stopwatch::now().as_millis())));
        let name = "bench/safeconduct".parse().map_err(|error| anyhow!("{error}"))?;
        let keys = Keys {
            master: MasterKey::from_bytes(&[7; 32])?,
            signing: SigningKey::from_seed(name, &[9; 32])?,
        };
        let chance = Arc::new(Chance(randomness()));
        let engine = Arc::new(Engine::new(
            store,
            stated()?,
            keys,
            Arc::clone(&clock) as Arc<dyn Clock>,
            chance,
        ));
        let party = RelyingParty::new("id.example.org", "Bench")?;
        let settings = Settings {
            cost,
            ..Settings::new("Bench", "https://id.example.org", party, Prefix::new("bench_")?)
        };
        let mail = Arc::new(Mail::default());
        let courier = Arc::clone(&mail) as Arc<dyn Courier>;
        let people = People::new(engine, Secrets::derive(&[5; 32])?, settings, courier);
        Ok(Self {
            people: Arc::new(people),
            clock,
            mail,
            _folder: folder,
        })
    }

    /// Lets time go by.
    pub(super) fn pass(&self, span: Span) {
        self.clock.0.fetch_add(span.as_millis(), Ordering::Relaxed);
    }

    /// Opens the account of somebody, with a passphrase and an app that shows codes, as the pages let them.
    pub(super) async fn sign_up(&self, number: u32) -> anyhow::Result<Box<Entered>> {
        let (visit, address) = (visit(number)?, address(number));
        self.people.begin_sign_up(&visit, &address, "Ada", None).await??;
        let link = self
            .mail
            .link(&address)
            .context("no letter came for a newcomer")?;
        let way = self.people.go_on_with_sign_up(&visit, &link)??;
        let chosen = self.people.choose_passphrase(&way, PASSPHRASE).await??;
        let chosen =
            chosen.map_err(|problem| anyhow!("the passphrase of a newcomer was refused: {problem:?}"))?;
        let code = code(&chosen.secret, self.clock.now())?;
        match self.people.open_with_app(&visit, &chosen.ticket, &code).await? {
            Opened::In(entered) => Ok(entered),
            other => bail!("an account could not be opened: {other:?}"),
        }
    }
}

/// The address of somebody; whether there is such a person depends on who signed up.
pub(super) fn address(number: u32) -> String {
    format!("person{number:07}@example.org")
}

/// Somebody at a device of theirs, in a network of theirs.
pub(super) fn visit(number: u32) -> anyhow::Result<Visit> {
    // A network is 256 addresses, and numbers that follow each other are to be in different ones.
    let [_, host, second, third] = number.to_be_bytes();
    let address = Ipv4Addr::new(10, second, third, host);
    Ok(Visit {
        from: Origin {
            ip: Some(IpAddr::V4(address)),
            agent: Some("Mozilla/5.0 (X11; Linux) Firefox/140.0".into()),
            device: Some(DeviceId::new(&format!("dev-{number}"))?),
        },
        languages: None,
    })
}

/// The journeys that come with the product.
fn stated() -> anyhow::Result<Stated> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../journeys");
    let mut files = Vec::new();
    for file in std::fs::read_dir(folder).context("the journeys are not where this was built")? {
        let path = file?.path();
        let name = path.display().to_string();
        files.push(SourceFile::new(name, std::fs::read_to_string(&path)?));
    }
    files.sort_by(|left, right| left.name.cmp(&right.name));
    let read = Stated::read(&files, false);
    let (stated, _) =
        read.map_err(|_| anyhow!("the journeys have errors; `safeconduct check` names them"))?;
    Ok(stated)
}

/// The code that an app shows (RFC 6238), for a secret as a page writes it.
fn code(secret: &str, at: Moment) -> anyhow::Result<String> {
    let secret = BASE32_NOPAD.decode(secret.trim_end_matches('=').as_bytes())?;
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &secret);
    let step = u64::try_from(at.as_millis() / 30_000)?;
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let offset = tag.last().map_or(0, |byte| usize::from(byte & 0x0F));
    let four = tag.get(offset..offset + 4).context("a tag has 20 bytes")?;
    let number = u32::from_be_bytes(four.try_into()?) & 0x7FFF_FFFF;
    Ok(format!("{:06}", number % 1_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_rfc() {
        // RFC 6238, appendix B, the last six digits.
        let secret = BASE32_NOPAD.encode(b"12345678901234567890");
        let check = |seconds: i64, expected: &str| {
            let at = Moment::from_millis(seconds * 1_000);
            assert_eq!(code(&secret, at).unwrap(), expected, "{seconds}");
        };
        check(59, "287082");
        check(1_111_111_109, "081804");
        check(20_000_000_000, "353130");
    }

    #[tokio::test]
    async fn somebody_who_signed_up_is_signed_in() {
        let house = House::new(CHEAP).unwrap();
        let entered = house.sign_up(1).await.unwrap();
        let found = house.people.signed_in(&entered.secret).await.unwrap();
        assert_eq!(found.map(|found| found.account), Some(entered.account));
    }
}
