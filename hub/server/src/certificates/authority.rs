//! The hub's own authority: the certificates that it signs, and the list of those it has revoked.

use super::fault::Fault;
use super::files;
use hearth_store::enrolment::NewCertificate;
use hearth_trust::Certificate;
use hearth_vitals::{GatewayId, WallMs};
use rand::Rng;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CertificateSigningRequestParams, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose, RevocationReason, RevokedCertParams, SerialNumber,
};
use std::path::Path;
use time::OffsetDateTime;

const DAY_MS: i64 = 86_400_000;
/// How long the authority lives. Its end is announced; with a new one every gateway has to be enrolled again.
const AUTHORITY_DAYS: i64 = 3_650;
/// How long what it signs lives: short enough that a lost key is worth little, long enough that a home may be offline for
/// a month after the renewal was due.
pub const SIGNED_DAYS: i64 = 90;
/// How much earlier than now a certificate begins, ms, because other clocks may be behind.
const EARLIER_MS: i64 = 3_600_000;
/// The earliest time that a correct clock can show: 2026-01-01.
const NO_EARLIER: WallMs = WallMs(1_767_225_600_000);
/// The name of the authority's certificate and key.
pub const CERTIFICATE: &str = "authority.pem";
/// Its key, readable for the hub alone.
pub const KEY: &str = "authority.key";

/// The authority, ready to sign.
pub struct Authority {
    /// What its certificate says.
    pub certificate: Certificate,
    /// The authority's own certificate, PEM.
    pub pem: String,
    issuer: Issuer<'static, KeyPair>,
}

/// The holder for whom a certificate is made.
enum For<'a> {
    Server(&'a [String]),
    Gateway(&'a GatewayId),
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Authority({})", self.certificate.subject)
    }
}

fn day(at: WallMs) -> Result<OffsetDateTime, Fault> {
    OffsetDateTime::from_unix_timestamp(at.0.div_euclid(1_000)).map_err(|_| Fault::Clock { now: at })
}

fn named(name: &str) -> DistinguishedName {
    let mut whole = DistinguishedName::new();
    whole.push(DnType::CommonName, name);
    whole
}

/// A serial number of 127 random bits: no two certificates share one, and it is never negative.
fn serial() -> SerialNumber {
    let mut bytes = [0_u8; 16];
    rand::rng().fill_bytes(&mut bytes);
    bytes[0] = bytes[0] & 0x7f | 0x40;
    SerialNumber::from_slice(&bytes)
}

impl Authority {
    /// The authority of the folder; made if there is none.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn open_or_make(folder: &Path, now: WallMs) -> Result<Authority, Fault> {
        if let Some(known) = Self::open(folder)? {
            return Ok(known);
        }
        if now < NO_EARLIER {
            return Err(Fault::Clock { now });
        }
        let (certificate, key) = Self::make(now)?;
        files::folder(folder)?;
        // The key first: a certificate without one is refused, a key without one is made anew.
        files::replace(&folder.join(KEY), key.as_bytes())?;
        files::replace(&folder.join(CERTIFICATE), certificate.as_bytes())?;
        tracing::info!("made the hub's own authority for certificates; it is part of each backup");
        Self::open(folder)?.ok_or_else(|| Fault::Signing("the authority that was just made is gone".to_owned()))
    }

    /// The authority of the folder; `None` if there is none.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn open(folder: &Path) -> Result<Option<Authority>, Fault> {
        let (path, key_path) = (folder.join(CERTIFICATE), folder.join(KEY));
        if !path.exists() {
            return Ok(None);
        }
        if !key_path.exists() {
            return Err(Fault::KeyGone { certificate: path, key: key_path });
        }
        let read = files::pair(&path, &key_path)?;
        if !read.certificate.is_signed_by(&read.certificate) {
            return Err(Fault::NoRoot { path });
        }
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).map_err(|_| Fault::NoKey { path: key_path.clone() });
        let (pem, key) = (text(read.pem)?, text(read.key_pem)?);
        let key = KeyPair::from_pem(&key).map_err(|_| Fault::NoKey { path: key_path.clone() })?;
        let issuer = Issuer::from_ca_cert_pem(&pem, key)?;
        Ok(Some(Authority { certificate: read.certificate, pem, issuer }))
    }

    /// A certificate and key for a new authority, PEM.
    fn make(now: WallMs) -> Result<(String, String), Fault> {
        let key = KeyPair::generate()?;
        let mut wish = CertificateParams::default();
        wish.distinguished_name = named(&format!("Hearth authority {:08x}", rand::random::<u32>()));
        wish.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        wish.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign, KeyUsagePurpose::DigitalSignature];
        (wish.not_before, wish.not_after) = (day(now.plus(-EARLIER_MS))?, day(now.plus(AUTHORITY_DAYS * DAY_MS))?);
        wish.serial_number = Some(serial());
        Ok((wish.self_signed(&key)?.pem(), key.serialize_pem()))
    }

    /// A certificate and key for a server that is reached by these names and addresses, PEM.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn server(&self, names: &[String], now: WallMs) -> Result<(String, String), Fault> {
        let key = KeyPair::generate()?;
        let signed = self.wish(&For::Server(names), now)?.signed_by(&key, &self.issuer)?;
        Ok((signed.pem(), key.serialize_pem()))
    }

    /// Signs a gateway's request (PEM): its key is taken, and its name is the gateway's, whatever it asks for.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn gateway(&self, gateway: &GatewayId, request: &str, now: WallMs) -> Result<String, Fault> {
        let mut request = CertificateSigningRequestParams::from_pem(request)?;
        request.params = self.wish(&For::Gateway(gateway), now)?;
        Ok(request.signed_by(&self.issuer)?.pem())
    }

    /// The certificate that was signed before, once more: the same number and the same life, for the same key.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn gateway_again(&self, before: &NewCertificate, request: &str, now: WallMs) -> Result<String, Fault> {
        let mut request = CertificateSigningRequestParams::from_pem(request)?;
        request.params = self.wish(&For::Gateway(&before.gateway), now)?;
        request.params.not_before = day(before.issued_at.plus(-EARLIER_MS).max(self.certificate.life.from))?;
        request.params.not_after = day(before.until)?;
        request.params.serial_number = Some(SerialNumber::from_slice(&bytes(&before.serial)));
        Ok(request.signed_by(&self.issuer)?.pem())
    }

    fn wish(&self, whose: &For<'_>, now: WallMs) -> Result<CertificateParams, Fault> {
        if now < self.certificate.life.from || now > self.certificate.life.until {
            return Err(Fault::Clock { now });
        }
        let names = match whose {
            For::Server(names) => names.to_vec(),
            For::Gateway(_) => Vec::new(),
        };
        let mut wish = CertificateParams::new(names)?;
        let until = now.plus(SIGNED_DAYS * DAY_MS).min(self.certificate.life.until);
        (wish.not_before, wish.not_after) = (day(now.plus(-EARLIER_MS).max(self.certificate.life.from))?, day(until)?);
        wish.serial_number = Some(serial());
        wish.use_authority_key_identifier_extension = true;
        wish.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        let (usage, name) = match whose {
            For::Server(names) => (ExtendedKeyUsagePurpose::ServerAuth, names.first().map_or("hearth-hub", String::as_str)),
            For::Gateway(gateway) => (ExtendedKeyUsagePurpose::ClientAuth, gateway.as_str()),
        };
        wish.extended_key_usages = vec![usage];
        wish.distinguished_name = named(name);
        Ok(wish)
    }

    /// The list of revoked certificates, by their serial number (hexadecimal), PEM. Its end lies far away: a broker refuses
    /// everybody once the list has ended, and the hub writes a new one at each change.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn taken_back(&self, serials: &[String], now: WallMs) -> Result<String, Fault> {
        let at = day(now.plus(-EARLIER_MS).max(self.certificate.life.from))?;
        let one = |serial: &String| RevokedCertParams {
            serial_number: SerialNumber::from_slice(&bytes(serial)),
            revocation_time: at,
            reason_code: Some(RevocationReason::Unspecified),
            invalidity_date: None,
        };
        let list = CertificateRevocationListParams {
            this_update: at,
            next_update: day(self.certificate.life.until)?,
            crl_number: SerialNumber::from(now.0.unsigned_abs()),
            issuing_distribution_point: None,
            revoked_certs: serials.iter().map(one).collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        Ok(list.signed_by(&self.issuer)?.pem()?)
    }
}

fn bytes(hexadecimal: &str) -> Vec<u8> {
    (0..hexadecimal.len() / 2).filter_map(|at| u8::from_str_radix(hexadecimal.get(2 * at..2 * at + 2)?, 16).ok()).collect()
}

/// The public key (SHA-256, hexadecimal) of a request (PEM) with a valid signature, which proves that the sender has the key.
///
/// # Errors
/// [`Fault::Signing`].
pub fn key_of(request: &str) -> Result<String, Fault> {
    use rcgen::PublicKeyData;
    let read = CertificateSigningRequestParams::from_pem(request)?;
    Ok(hearth_trust::certificate::key_text(&read.public_key.subject_public_key_info()))
}
