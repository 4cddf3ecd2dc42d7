//! What becomes of data: a name that steps may give, with the kind of data that it is.

use journey::DataKind;

use super::court::plain;
use crate::import::draft::{Data, Draft};
use crate::import::ledger::{Ledger, marked};
use crate::import::model::Model;
use crate::import::name::Names;

/// Drafts the data. Gives back, for each datum of the model, the name that it has now.
pub(super) fn judge_data(model: &Model, ledger: &mut Ledger, draft: &mut Draft) -> Vec<Option<String>> {
    let mut names = Names::default();
    let mut given: Vec<Option<String>> = Vec::new();
    for datum in &model.data {
        let object = datum.object.clone();
        if let Some(same) = datum.same_as {
            let name = given.get(same).cloned().flatten();
            match &name {
                Some(name) => ledger.kept(object, format!("data `{name}`")),
                None => ledger.dropped(object, "the same as before"),
            }
            given.push(name);
            continue;
        }
        if let Some(why) = &datum.dropped {
            ledger.dropped(object, why);
            given.push(None);
            continue;
        }
        let name = names.give("", &object.name, "data");
        let mut comments = vec![object.origin()];
        match (datum.kind, &datum.guessed_from) {
            (Some(_), None) => ledger.kept(object, format!("data `{name}`")),
            (kind, from) => {
                let kind = kind.unwrap_or(DataKind::Sensitive).word();
                let asks = match from {
                    Some(from) => format!("is it `{kind}`? That is guessed from {from}"),
                    None => format!("how delicate is it? `{kind}` stands there until somebody says"),
                };
                comments.push(format!("Ask: {}", marked(&asks)));
                ledger.question(object, asks, Some(format!("data `{name}`")));
            }
        }
        draft.data.push(Data {
            name: name.clone(),
            comments,
            kind: datum.kind.unwrap_or(DataKind::Sensitive),
            keep: datum.keep.as_deref().map(plain),
        });
        given.push(Some(name));
    }
    given
}
