//! The way into the console: a link that works once, and the session that it opens.

use store::{Credential, Purpose};
use vocabulary::{Moment, Span};

use super::{Secret, SecretKind};
use crate::{Engine, EngineError};

/// How long a link waits to be used.
pub const LINK_LIFE: Span = Span::from_hours(1);
/// How long a console session lasts.
pub const SESSION_LIFE: Span = Span::from_hours(12);

/// A signed-in console session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsoleSession {
    /// SHA-256 of its secret.
    pub hash: [u8; 32],
    /// When it ends.
    pub expires_at: Moment,
}

impl Engine {
    /// Whether this is the first start on this store: true once, ever.
    pub async fn settle_first_start(&self) -> Result<bool, EngineError> {
        let mine = self.random::<16>();
        Ok(self.store.settle("first-start", &mine).await? == mine)
    }

    /// Makes a link secret for the owner.
    pub async fn make_link(&self) -> Result<Secret, EngineError> {
        self.make_credential(SecretKind::Link, Purpose::Link, LINK_LIFE)
            .await
            .map(|(secret, _)| secret)
    }

    /// Spends a link; `None` if it was spent, has expired or never was. Of two who try at once, one gets in.
    pub async fn spend_link(&self, presented: &str) -> Result<Option<(Secret, ConsoleSession)>, EngineError> {
        let Ok(link) = Secret::read(presented, SecretKind::Link) else {
            return Ok(None);
        };
        if self
            .store
            .end_credential(Purpose::Link, link.hash(), self.now())
            .await?
            .is_none()
        {
            return Ok(None);
        }
        self.make_credential(SecretKind::Console, Purpose::Console, SESSION_LIFE)
            .await
            .map(Some)
    }

    /// The live console sessions.
    pub async fn console_sessions(&self) -> Result<Vec<ConsoleSession>, EngineError> {
        let now = self.now();
        let all = self.store.credentials(Purpose::Console).await?;
        let live = all
            .into_iter()
            .filter(|credential| credential.ended_at.is_none() && now < credential.expires_at);
        Ok(live
            .map(|credential| ConsoleSession {
                hash: credential.hash,
                expires_at: credential.expires_at,
            })
            .collect())
    }

    /// Ends a console session.
    pub async fn leave_console(&self, hash: [u8; 32]) -> Result<(), EngineError> {
        self.store
            .end_credential(Purpose::Console, hash, self.now())
            .await?;
        Ok(())
    }

    async fn make_credential(
        &self,
        kind: SecretKind,
        purpose: Purpose,
        life: Span,
    ) -> Result<(Secret, ConsoleSession), EngineError> {
        let secret = self.make_secret(kind);
        let made_at = self.now();
        let session = ConsoleSession {
            hash: secret.hash(),
            expires_at: made_at + life,
        };
        let credential = Credential {
            id: self.public_id("con"),
            purpose,
            hash: session.hash,
            body: b"{}".to_vec(),
            made_at,
            expires_at: session.expires_at,
            ended_at: None,
        };
        self.add_credential(credential).await?;
        Ok((secret, session))
    }
}
