//! Asking a data directory for links and keys: the server that runs on it, or, where none does, directly.
//!
//! Both ways go through the same routes, so that they cannot differ.

use std::path::Path;
use std::sync::Arc;

use ::people::{Courier, Letter};
use anyhow::{Context, bail};
use engine::Stated;
use serde_json::Value;
use server::{Server, Settings};
use tokio::net::UnixListener;
use vocabulary::Mark;

use crate::house::House;
use crate::journeys;
use crate::people::{self, PeopleConfig};
use crate::real::RealClock;

/// Sends a request to the socket of the data directory.
pub(super) async fn ask(
    data: &Path,
    method: reqwest::Method,
    path: &str,
    body: Option<&impl serde::Serialize>,
) -> anyhow::Result<Value> {
    let house = House::at(data);
    house.must_exist()?;
    if let Ok(answer) = send(&house, &method, path, body).await {
        return answer;
    }
    // Nobody listens: no server runs here, so serve this one request.
    let serving = serve_here(&house).await?;
    let answer = send(&house, &method, path, body)
        .await
        .context("the data directory does not answer")?;
    serving.abort();
    answer
}

/// The outer error means that nobody answered.
async fn send(
    house: &House,
    method: &reqwest::Method,
    path: &str,
    body: Option<&impl serde::Serialize>,
) -> reqwest::Result<anyhow::Result<Value>> {
    let client = reqwest::Client::builder().unix_socket(house.socket()).build()?;
    let mut request = client.request(method.clone(), format!("http://admin{path}"));
    if let Some(body) = body {
        request = request.json(body);
    }
    let answer = request.send().await?;
    let fine = answer.status().is_success();
    let body: Value = answer.json().await?;
    Ok(if fine {
        Ok(body)
    } else {
        Err(anyhow::anyhow!(
            "{}",
            body.get("detail")
                .and_then(Value::as_str)
                .unwrap_or("it was refused")
        ))
    })
}

async fn serve_here(house: &House) -> anyhow::Result<tokio::task::JoinHandle<()>> {
    let Ok((stated, _)) = Stated::read(&journeys::default(), false) else {
        bail!("the default journeys cannot be read")
    };
    let engine = Arc::new(house.open(stated, Arc::new(RealClock)).await?);
    let settings = Settings::default();
    let config = PeopleConfig::default();
    let people = people::people(
        Arc::clone(&engine),
        house.people_secrets(&engine).await?,
        config.settings(&settings.public_url, Mark::Real)?,
        Arc::new(NoPost),
        Arc::default(),
    );
    let server = Server::new(people, settings, None);
    let listener = listen(house)?;
    Ok(tokio::spawn(async move {
        if let Err(error) = server.serve_admin(listener).await {
            tracing::error!(%error, "the admin socket failed");
        }
    }))
}

/// Where no server runs, no letters go out: what is asked here must not depend on one.
struct NoPost;

#[async_trait::async_trait]
impl Courier for NoPost {
    async fn take(&self, _: Letter) -> Result<(), String> {
        Err("no server runs here, so no messages go out; start one and ask again".to_owned())
    }
}

/// The socket of a data directory. One that a server left behind when it was killed is replaced: whoever
/// holds the directory's lock is the only one who may listen.
pub(super) fn listen(house: &House) -> anyhow::Result<UnixListener> {
    let path = house.socket();
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(error).context("the old admin socket cannot be removed");
        }
        _ => {}
    }
    let listener = UnixListener::bind(&path)
        .with_context(|| format!("the admin socket `{}` cannot be made", path.display()))?;
    let only_owner = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(&path, only_owner)?;
    Ok(listener)
}
