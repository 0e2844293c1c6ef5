//! The certificate that the hub shows to browsers, which can be exchanged while it serves.

use super::files::Pair;
use std::sync::{Arc, PoisonError, RwLock};
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{Error, ServerConfig};

/// The certificate in force; cheap to clone.
#[derive(Debug, Clone)]
pub struct Shown(Arc<RwLock<Arc<CertifiedKey>>>);

impl Shown {
    /// Begins with this certificate.
    pub fn new(pair: &Pair) -> Shown {
        Shown(Arc::new(RwLock::new(pair.shown.clone())))
    }

    /// Shows this certificate from the next connection on; open connections stay.
    pub fn exchange(&self, pair: &Pair) {
        // Nothing that holds this lock can leave it half changed.
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = pair.shown.clone();
    }

    /// The rules of TLS for the listener: 1.2 and 1.3, HTTP/1.1.
    ///
    /// # Errors
    /// When the library has no protocol in common with itself.
    pub fn rules(&self) -> Result<Arc<ServerConfig>, Error> {
        let builder = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider())).with_safe_default_protocol_versions()?;
        let mut rules = builder.with_no_client_auth().with_cert_resolver(Arc::new(self.clone()));
        rules.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(rules))
    }
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.read().unwrap_or_else(PoisonError::into_inner).clone())
    }
}
