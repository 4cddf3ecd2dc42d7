//! Codes from an authenticator app: TOTP (RFC 6238) over HOTP (RFC 4226).

mod code;
mod qr;
mod uri;

pub use code::{Algorithm, CodeRefused, DIGITS, Enrolment, SECRET_LEN, STEP, Secret, SecretError};
pub use qr::{QrError, qr_svg};
pub use uri::uri;
