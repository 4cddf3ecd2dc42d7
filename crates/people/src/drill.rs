//! The drill for leaked tokens: a token of an account that is nobody's, to be found like any other, so that it is known
//! how long it takes. Everything about it is marked as a drill and never counted as real.

use vocabulary::{AccountId, Mark, Span, catalogue::kinds};

use crate::tokens::{IssuedToken, NewToken};
use crate::visit::Visit;
use crate::{People, PeopleError};

/// The account of drills. A platform must not have a person of this id.
const ACCOUNT: &str = "drill-leaked-token";
/// How long a planted token lives at most.
const LIFE: Span = Span::from_days(1);

/// Whether an account is that of drills.
pub(crate) fn is_drill(account: &AccountId) -> bool {
    account.as_str() == ACCOUNT
}

impl People {
    /// Makes a token that is to be planted where the intake finds it. It opens nothing: no platform knows its account.
    pub async fn plant_token(&self) -> Result<IssuedToken, PeopleError> {
        let account = AccountId::new(ACCOUNT).map_err(|error| PeopleError::fault(&error))?;
        let wanted = NewToken {
            name: "drill".to_owned(),
            scopes: vec!["drill".to_owned()],
            life: Some(LIFE),
            bound_to: None,
            service: true,
        };
        let (token, bearer) = self.new_bearer(&account, &wanted, LIFE)?;
        let listed = self.listed_of(&bearer)?;
        let visit = Visit::default();
        let mut event = self.event(kinds::TOKEN_CREATED, &account, Some(&visit))?;
        event.mark = Mark::Drill;
        let event = event
            .with("token_id", bearer.id.clone())
            .with("until", bearer.expires_at);
        let issued = self.issue(&account, event, vec![], bearer, &visit).await?;
        issued.map_err(|problem| PeopleError::fault(&problem))?;
        Ok(IssuedToken { token, listed })
    }

    /// How long it took until a planted token was refused; `None` as long as nobody found it.
    pub async fn planted_token_refused_after(&self, id: &str) -> Result<Option<Span>, PeopleError> {
        let account = AccountId::new(ACCOUNT).map_err(|error| PeopleError::fault(&error))?;
        let seen = self.engine.see(&account).await?;
        let known = seen.state.facts.tokens.get(id);
        let after = known.and_then(|token| token.leak.as_ref()?.refused_after);
        Ok(after.map(|millis| Span::from_millis(millis.into())))
    }
}
