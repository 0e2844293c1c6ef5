//! TLS for clients: only the named authority is trusted, and this machine's own clock only as far as it can be.
//!
//! A box that was without power may believe that it is 1970. Every certificate that the authority has signed proves that its
//! first instant has come, so the latest of these instants is used when the clock shows an earlier one: such a box still
//! connects. A clock that runs ahead cannot be told from a right one; certificates that have ended by it are refused,
//! and the error states the time of the clock.

use crate::options::{Identity, TlsFiles};
use crate::reason::{Cause, Reason};
use hearth_trust::Certificate;
use rumqttc::tokio_rustls::rustls;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Checks a server by its authority, at an instant that is no earlier than what certificates prove.
#[derive(Debug)]
struct Verifier {
    by_authority: Arc<WebPkiServerVerifier>,
    /// The first second of this client's own certificate; 0 without one.
    proven_s: u64,
}

/// The first second at which this certificate is valid; 0 if it cannot be read.
fn begins_s(der: &[u8]) -> u64 {
    Certificate::of(der).ok().and_then(|read| u64::try_from(read.life.from.0 / 1_000).ok()).unwrap_or(0)
}

/// The instant by which certificates are judged: what the clock says, but never earlier than what certificates prove.
fn instant(clock_s: u64, proven_s: u64, shown: &[&[u8]]) -> UnixTime {
    let latest = shown.iter().map(|der| begins_s(der)).fold(proven_s, u64::max);
    UnixTime::since_unix_epoch(Duration::from_secs(clock_s.max(latest)))
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let shown: Vec<&[u8]> = std::iter::once(end_entity.as_ref()).chain(intermediates.iter().map(AsRef::as_ref)).collect();
        let at = instant(now.as_secs(), self.proven_s, &shown);
        self.by_authority.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, at)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.by_authority.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.by_authority.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.by_authority.supported_verify_schemes()
    }
}

/// A TLS client that trusts the authorities of a PEM text, and shows a certificate and key (PEM) if they are given.
///
/// # Errors
/// What is no certificate or no key, in words.
pub fn client(authorities: &[u8], identity: Option<(&[u8], &[u8])>) -> Result<ClientConfig, String> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let roots = roots(authorities)?;
    let proven_s = identity.and_then(|(cert, _)| Certificate::first(cert).ok()).map_or(0, |own| begins_s(&own.der));
    let verifier = verifier(roots, proven_s, &provider)?;
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(|error| error.to_string())?;
    let builder = builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier));
    match identity {
        None => Ok(builder.with_no_client_auth()),
        Some((cert, key)) => {
            let chain = certificates(cert)?;
            let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| "the private key is cut off or damaged".to_owned())?;
            builder.with_client_auth_cert(chain, key).map_err(|error| format!("certificate and private key do not go together: {error}"))
        }
    }
}

/// A TLS client that accepts any server as whoever it claims to be: for a first question whose answer proves itself, and for
/// nothing else.
///
/// # Errors
/// When the library has no protocol in common with itself.
pub fn unproven() -> Result<ClientConfig, String> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let schemes = provider.signature_verification_algorithms;
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(|error| error.to_string())?;
    Ok(builder.dangerous().with_custom_certificate_verifier(Arc::new(Anybody(schemes))).with_no_client_auth())
}

/// Accepts any certificate; the handshake must still be signed with its key.
#[derive(Debug)]
struct Anybody(WebPkiSupportedAlgorithms);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.0)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.0)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_schemes()
    }
}

/// A TLS client for a hub that shows either a certificate of these authorities (PEM) or one that this machine trusts.
///
/// # Errors
/// What is no certificate, in words.
pub fn client_of_site(authorities: &[u8]) -> Result<ClientConfig, String> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let mut roots = roots(authorities)?;
    // Entries of the machine's list that cannot be read are not trusted.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let verifier = verifier(roots, 0, &provider)?;
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(|error| error.to_string())?;
    Ok(builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth())
}

fn roots(authorities: &[u8]) -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    for authority in certificates(authorities)? {
        roots.add(authority).map_err(|error| format!("the authority's certificate cannot be used: {error}"))?;
    }
    Ok(roots)
}

fn verifier(roots: RootCertStore, proven_s: u64, provider: &Arc<CryptoProvider>) -> Result<Verifier, String> {
    let by_authority = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone()).build();
    Ok(Verifier { by_authority: by_authority.map_err(|error| error.to_string())?, proven_s })
}

fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    let read = Certificate::chain(pem).map_err(|error| format!("the certificate {error}"))?;
    Ok(read.into_iter().map(|certificate| CertificateDer::from(certificate.der)).collect())
}

impl TlsFiles {
    /// Reads the files and makes a TLS client of them.
    pub(crate) fn read(&self) -> Result<Arc<ClientConfig>, Reason> {
        let authorities = file(&self.ca)?;
        let identity = match &self.identity {
            Some(Identity { cert, key }) => Some((file(cert)?, file(key)?)),
            None => None,
        };
        let shown = identity.as_ref().map(|(cert, key)| (cert.as_slice(), key.as_slice()));
        let config = client(&authorities, shown).map_err(|words| Reason::new(Cause::Certificate, format!("{}: {words}", self.named())))?;
        Ok(Arc::new(config))
    }

    fn named(&self) -> String {
        let own = self.identity.as_ref().map(|own| format!(", {}, {}", own.cert.display(), own.key.display()));
        format!("TLS files {}{}", self.ca.display(), own.unwrap_or_default())
    }
}

fn file(path: &Path) -> Result<Vec<u8>, Reason> {
    std::fs::read(path).map_err(|error| Reason::new(Cause::Certificate, format!("cannot read {}: {error}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_of_1970_is_overruled_by_what_certificates_prove_and_a_good_one_by_nothing() {
        assert_eq!(instant(3_600, 1_800_000_000, &[]).as_secs(), 1_800_000_000);
        assert_eq!(instant(1_900_000_000, 1_800_000_000, &[b"no certificate"]).as_secs(), 1_900_000_000);
    }

    #[test]
    fn a_damaged_file_is_named_in_words() {
        let error = client(b"-----BEGIN CERTIFICATE-----\nMII", None).unwrap_err();
        assert_eq!(error, "the certificate is cut off or damaged");
    }
}
