//! People who open accounts, sign in, and add to their protection, as the pages let them.

use aws_lc_rs::hmac;
use people::{Aim, Entered, FirstHalf, Opened, SignIn, SignedIn, Visit, Wanted};
use vocabulary::{AccountId, Factor, Moment, Span};

use super::{Browser, House, laptop};

/// A passphrase that nobody has leaked.
pub(crate) const PASSPHRASE: &str = "eleven quiet harbours";

/// An app that shows codes.
#[derive(Debug, Clone)]
pub(crate) struct App(Vec<u8>);

impl App {
    /// From the secret as a page shows it.
    pub(crate) fn new(secret: &str) -> Self {
        const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
        for letter in secret.bytes().filter(|letter| *letter != b'=') {
            let value = LETTERS.iter().position(|known| *known == letter).unwrap();
            held = held << 5 | u32::try_from(value).unwrap();
            bits += 5;
            if bits >= 8 {
                bits -= 8;
                bytes.push(u8::try_from(held >> bits & 0xFF).unwrap());
            }
        }
        Self(bytes)
    }

    /// The code of a moment (RFC 6238), written here once more, by hand.
    pub(crate) fn code(&self, at: Moment) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let step = u64::try_from(at.as_millis() / 30_000).unwrap();
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let tag = tag.as_ref();
        let offset = usize::from(tag[19] & 0x0F);
        let four: [u8; 4] = tag[offset..offset + 4].try_into().unwrap();
        format!("{:06}", (u32::from_be_bytes(four) & 0x7FFF_FFFF) % 1_000_000)
    }
}

/// Somebody with an account.
pub(crate) struct Person {
    pub(crate) account: AccountId,
    pub(crate) address: String,
    pub(crate) browser: Browser,
    pub(crate) app: Option<App>,
    /// What their browser keeps.
    pub(crate) secret: String,
    pub(crate) who: SignedIn,
}

impl Person {
    async fn arrive(
        house: &House,
        address: &str,
        browser: Browser,
        app: Option<App>,
        entered: Entered,
    ) -> Self {
        house.letters();
        Self {
            account: entered.account.clone(),
            address: address.to_owned(),
            browser,
            app,
            who: house.signed_in(&entered.secret).await,
            secret: entered.secret.to_string(),
        }
    }

    /// Opens an account with a passkey.
    pub(crate) async fn with_passkey(house: &House, address: &str) -> Self {
        let way = begin(house, address).await;
        let (mut browser, visit) = (Browser::new(), laptop());
        let challenge = house.page(&visit);
        let options = house
            .people
            .newcomer_options(&way, challenge)
            .await
            .unwrap()
            .unwrap();
        let answer = browser.create(&options);
        let opened = house
            .people
            .open_with_passkey(&visit, &way, challenge, &answer, "laptop")
            .await;
        Self::arrive(house, address, browser, None, entered(opened.unwrap())).await
    }

    /// Opens an account with [`PASSPHRASE`] and an app.
    pub(crate) async fn with_app(house: &House, address: &str) -> Self {
        let way = begin(house, address).await;
        let (opened, app) = set_up(house, &laptop(), &way, PASSPHRASE).await;
        Self::arrive(house, address, Browser::new(), Some(app), entered(opened)).await
    }

    /// Proves anew that it is them, with the passkey or with passphrase and app.
    pub(crate) async fn freshen(&mut self, house: &House) {
        let aim = Aim {
            renews: Some((self.account.clone(), self.who.session.clone())),
            return_to: None,
        };
        let entered = self.sign_in_at(house, &laptop(), PASSPHRASE, &aim).await;
        let entered = entered.unwrap();
        self.secret = entered.secret.to_string();
        self.who = house.signed_in(&self.secret).await;
        house.letters();
    }

    /// Signs in from nothing, where every session was ended.
    pub(crate) async fn freshen_from_nothing(&mut self, house: &House) {
        let entered = self.sign_in(house, &laptop()).await.unwrap();
        self.secret = entered.secret.to_string();
        self.who = house.signed_in(&self.secret).await;
        house.letters();
    }

    /// Whether the passphrase and a recovery code let them in.
    pub(crate) async fn sign_in_with_code(&self, house: &House, code: &str) -> bool {
        let (visit, aim) = (laptop(), Aim::default());
        let first = house
            .people
            .sign_in_with_passphrase(&visit, &self.address, PASSPHRASE, &aim)
            .await;
        let FirstHalf::Second(second) = first.unwrap() else {
            return false;
        };
        let factor = Factor::RecoveryCode;
        let ended = house
            .people
            .sign_in_with_code(&visit, &second.ticket, factor, code)
            .await;
        matches!(ended.unwrap(), SignIn::In(_))
    }

    /// Signs in at a device, with what they have.
    pub(crate) async fn sign_in(&mut self, house: &House, visit: &Visit) -> Option<Entered> {
        self.sign_in_at(house, visit, PASSPHRASE, &Aim::default()).await
    }

    pub(crate) async fn sign_in_at(
        &mut self,
        house: &House,
        visit: &Visit,
        passphrase: &str,
        aim: &Aim,
    ) -> Option<Entered> {
        let Some(app) = self.app.clone() else {
            return sign_in_with(house, visit, &mut self.browser, aim).await;
        };
        // Each code works once, and time moves on between two sign-ins.
        house.pass(Span::from_minutes(1));
        let first = house
            .people
            .sign_in_with_passphrase(visit, &self.address, passphrase, aim)
            .await;
        let FirstHalf::Second(second) = first.unwrap() else {
            return None;
        };
        let code = app.code(house.now());
        let ended = house
            .people
            .sign_in_with_code(visit, &second.ticket, Factor::Totp, &code)
            .await;
        match ended.unwrap() {
            SignIn::In(entered) => Some(*entered),
            _ => None,
        }
    }

    /// Adds a passkey of another browser, and keeps its letters.
    pub(crate) async fn add_passkey(&self, house: &House) -> Browser {
        add_passkey(house, &self.who, &laptop()).await
    }

    /// Adds a sheet of recovery codes, and keeps its letters.
    pub(crate) async fn add_codes(&self, house: &House) -> Vec<String> {
        let kept = house.people.codes_to_keep(&self.who, None).await.unwrap();
        let done = house
            .people
            .keep_codes(&laptop(), &self.who, &kept.ticket)
            .await
            .unwrap();
        assert!(done.is_ok(), "{done:?}");
        kept.codes
    }

    /// The ids of what they have of a kind.
    pub(crate) async fn ids_of(&self, house: &House, factor: Factor) -> Vec<String> {
        let safety = house.people.safety(&self.account).await.unwrap().unwrap();
        let held = safety
            .authenticators
            .into_iter()
            .filter(|held| held.factor == factor);
        held.map(|held| held.id).collect()
    }

    /// Adds an address and confirms it, and keeps the letters of that.
    pub(crate) async fn add_address(&self, house: &House, address: &str) {
        house.letters();
        let asked = house
            .people
            .add_address(&laptop(), &self.who, address)
            .await
            .unwrap();
        assert!(asked.is_ok(), "{asked:?}");
        let link = house.link();
        let confirmed = house.people.confirm_address(&laptop(), &link).await.unwrap();
        assert!(confirmed.is_ok(), "{confirmed:?}");
    }
}

/// A newcomer who has followed the link, before anything protects the account.
pub(crate) async fn begin(house: &House, address: &str) -> String {
    house.letters();
    let visit = laptop();
    house
        .people
        .begin_sign_up(&visit, address, "Ada", None)
        .await
        .unwrap()
        .unwrap();
    let link = house.link();
    house.people.go_on_with_sign_up(&visit, &link).unwrap().unwrap()
}

/// New protection with a passphrase and an app, at the end of a sign-up or a recovery.
pub(crate) async fn set_up(house: &House, visit: &Visit, way: &str, passphrase: &str) -> (Opened, App) {
    let set_up = house
        .people
        .choose_passphrase(way, passphrase)
        .await
        .unwrap()
        .unwrap()
        .unwrap();
    let app = App::new(&set_up.secret);
    let code = app.code(house.now());
    let opened = house
        .people
        .open_with_app(visit, &set_up.ticket, &code)
        .await
        .unwrap();
    (opened, app)
}

fn entered(opened: Opened) -> Entered {
    match opened {
        Opened::In(entered) => *entered,
        other => panic!("the account is not open: {other:?}"),
    }
}

/// Signs in with the passkey of a browser.
pub(crate) async fn sign_in_with(
    house: &House,
    visit: &Visit,
    browser: &mut Browser,
    aim: &Aim,
) -> Option<Entered> {
    let challenge = house.page(visit);
    let answer = browser.get(&house.people.passkey_options(challenge).unwrap());
    match house
        .people
        .sign_in_with_passkey(visit, challenge, &answer, aim)
        .await
        .unwrap()
    {
        SignIn::In(entered) => Some(*entered),
        _ => None,
    }
}

/// Adds the passkey of a new browser to somebody's account.
pub(crate) async fn add_passkey(house: &House, who: &SignedIn, visit: &Visit) -> Browser {
    let mut browser = Browser::new();
    add_key(house, who, visit, Wanted::Passkey, &mut browser).await;
    browser
}

/// Adds what a browser's authenticator makes to somebody's account.
pub(crate) async fn add_key(
    house: &House,
    who: &SignedIn,
    visit: &Visit,
    wanted: Wanted,
    browser: &mut Browser,
) {
    let challenge = house.page(visit);
    let options = house
        .people
        .add_options(who, wanted, challenge)
        .await
        .unwrap()
        .unwrap();
    let answer = browser.create(&options);
    let done = house
        .people
        .add_key(visit, who, wanted, challenge, &answer, "another")
        .await
        .unwrap();
    assert!(done.is_ok(), "{done:?}");
}
