//! The form `fido-u2f` (WebAuthn Level 3, section 8.6): security keys from before FIDO2.

use super::super::cbor::Value;
use super::super::certificate::Certificate;
use super::super::cose::Algorithm;
use super::super::refused::Refused;
use super::{NO_CERTIFICATE, NOT_SIGNED, Said, Shown, chain};

pub(super) fn check<'a>(statement: &Value<'a>, said: &Said<'_>) -> Result<Shown<'a>, Refused> {
    let chain = chain(statement)
        .filter(|chain| chain.len() == 1)
        .ok_or(NO_CERTIFICATE)?;
    let certificate = chain
        .first()
        .and_then(|leaf| Certificate::read(leaf))
        .ok_or(NO_CERTIFICATE)?;
    let signature = statement.get("sig").and_then(Value::bytes);
    let signature = signature.ok_or(Refused::Attestation("its statement lacks a part"))?;
    if said.made.key.algorithm != Algorithm::Es256 {
        return Err(Refused::Attestation(
            "its key is of a kind that such keys cannot make",
        ));
    }
    let signed = [
        &[0],
        said.data.rp_id_hash,
        &said.client_data_hash,
        said.made.id.as_bytes(),
        &said.made.key.point(),
    ]
    .concat();
    Algorithm::Es256
        .verify(certificate.key(), &signed, signature)
        .map_err(|_| NOT_SIGNED)?;
    Ok(Shown::By {
        chain,
        complete: true,
    })
}
