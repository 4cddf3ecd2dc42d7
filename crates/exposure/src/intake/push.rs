//! A push to a repository, as GitHub and GitLab tell of it. Only which repository it was is read; what was pushed is
//! fetched and looked at, never believed.

use serde::Deserialize;

/// Longest address of a repository, in bytes.
const MOST_ADDRESS: usize = 512;

/// Why a body is no push.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PushError {
    /// Not what this code host sends.
    #[error("the body is not a push of this code host")]
    NotAPush,
}

/// The repository that was pushed to, by its address for cloning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Push {
    /// As told.
    pub clone_url: String,
}

#[derive(Deserialize)]
struct GitHub {
    repository: GitHubRepository,
}

#[derive(Deserialize)]
struct GitHubRepository {
    clone_url: String,
}

#[derive(Deserialize)]
struct GitLab {
    project: GitLabProject,
}

#[derive(Deserialize)]
struct GitLabProject {
    git_http_url: String,
}

impl Push {
    /// Reads GitHub's event `push`.
    ///
    /// # Errors
    /// [`PushError::NotAPush`].
    pub fn of_github(body: &[u8]) -> Result<Self, PushError> {
        let told: GitHub = serde_json::from_slice(body).map_err(|_| PushError::NotAPush)?;
        Self::to(told.repository.clone_url)
    }

    /// Reads GitLab's events `Push Hook` and `Tag Push Hook`, and the system hook `push`.
    ///
    /// # Errors
    /// [`PushError::NotAPush`].
    pub fn of_gitlab(body: &[u8]) -> Result<Self, PushError> {
        let told: GitLab = serde_json::from_slice(body).map_err(|_| PushError::NotAPush)?;
        Self::to(told.project.git_http_url)
    }

    fn to(clone_url: String) -> Result<Self, PushError> {
        if clone_url.len() > MOST_ADDRESS || clone_url.chars().any(char::is_control) {
            return Err(PushError::NotAPush);
        }
        Ok(Self { clone_url })
    }

    /// Which of the repositories that are watched it is. The address that is then fetched is the one that the team
    /// wrote down, so that nobody who can send a webhook can point us anywhere else.
    pub fn among<'a>(&self, watched: &'a [String]) -> Option<&'a String> {
        let told = plain(&self.clone_url);
        watched.iter().find(|known| plain(known) == told)
    }
}

/// An address without what may be written one way or another: the ending `.git`, a slash, capitals, and a user.
fn plain(address: &str) -> String {
    let address = address.trim().trim_end_matches('/');
    let address = address.strip_suffix(".git").unwrap_or(address);
    let without_user = match address.split_once("://") {
        Some((scheme, rest)) => {
            let host_ends = rest.find('/').unwrap_or(rest.len());
            let (host, path) = rest.split_at(host_ends);
            let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
            format!("{scheme}://{host}{path}")
        }
        None => address.to_owned(),
    };
    without_user.to_lowercase()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_the_repositories_that_the_team_wrote_down_are_known() {
        let watched = [
            "https://github.com/Acme/shop.git".to_owned(),
            "https://git.example.org/tools".to_owned(),
        ];
        let check = |url: &str, expected: Option<usize>| {
            let body = serde_json::json!({"ref": "refs/heads/main", "repository": {"clone_url": url}});
            let push = Push::of_github(body.to_string().as_bytes()).unwrap();
            assert_eq!(push.among(&watched), expected.map(|at| &watched[at]), "{url}");
        };
        check("https://github.com/acme/shop.git", Some(0));
        check("https://github.com/Acme/shop", Some(0));
        check("https://somebody@github.com/acme/shop/", Some(0));
        check("https://git.example.org/tools.git", Some(1));
        check("https://github.com/acme/shop2.git", None);
        check("https://evil.example/github.com/acme/shop.git", None);
        check("https://github.com@evil.example/acme/shop.git", None);
        check("http://github.com/acme/shop.git", None);
        check("file:///etc", None);
        check("", None);
    }

    #[test]
    fn each_code_host_has_a_shape_of_its_own() {
        let github = br#"{"repository":{"clone_url":"https://a.example/b.git","private":true},"after":"0"}"#;
        let gitlab = br#"{"object_kind":"push","project":{"git_http_url":"https://a.example/b.git"}}"#;
        assert_eq!(
            Push::of_github(github).unwrap().clone_url,
            "https://a.example/b.git"
        );
        assert_eq!(
            Push::of_gitlab(gitlab).unwrap().clone_url,
            "https://a.example/b.git"
        );
        for body in [&github[..40], b"", b"[]", b"{}", b"null", gitlab] {
            assert_eq!(Push::of_github(body), Err(PushError::NotAPush));
        }
        assert_eq!(Push::of_gitlab(github), Err(PushError::NotAPush));
        let long = format!(r#"{{"repository":{{"clone_url":"{}"}}}}"#, "x".repeat(513));
        assert_eq!(Push::of_github(long.as_bytes()), Err(PushError::NotAPush));
        let odd = br#"{"repository":{"clone_url":"https://a.example/b\u000a--upload-pack=x"}}"#;
        assert_eq!(Push::of_github(odd), Err(PushError::NotAPush));
    }

    proptest! {
        #[test]
        fn no_body_is_too_odd(body in any::<Vec<u8>>(), address in any::<String>()) {
            prop_assert!(Push::of_github(&body).is_err() && Push::of_gitlab(&body).is_err());
            prop_assert_eq!(plain(&plain(&address)).is_empty(), plain(&address).is_empty());
        }
    }
}
