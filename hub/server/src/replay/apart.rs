//! Runs replays for a page on a thread and with database connections of their own, so that nothing live waits for them.

use super::progress::Progress;
use hearth_store::{Store, StoreError};
use std::future::Future;
use tokio::sync::oneshot;

/// One connection for frames that were in time, one for late frames, and one for everything else.
const CONNECTIONS: u32 = 3;

/// Does the work with a store of its own. It goes on even if nobody waits for it any more: cancel its [`Progress`] to stop it.
///
/// # Errors
/// As the store.
pub async fn run<T, F>(store: &Store, work: impl FnOnce(Store) -> F + Send + 'static) -> Result<T, StoreError>
where
    T: Send + 'static,
    F: Future<Output = Result<T, StoreError>>,
{
    let (done, result) = oneshot::channel();
    let store = store.clone();
    let thread = std::thread::Builder::new().name("replay".to_owned());
    thread.spawn(move || drop(done.send(block_on(&store, work)))).map_err(|error| broken(&error))?;
    result.await.map_err(|error| broken(&error))?
}

fn block_on<T, F>(store: &Store, work: impl FnOnce(Store) -> F) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, StoreError>>,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| broken(&error))?;
    runtime.block_on(async {
        let own = store.apart(CONNECTIONS).await?;
        let result = work(own.clone()).await;
        own.close().await;
        result
    })
}

fn broken(error: &dyn std::fmt::Display) -> StoreError {
    StoreError::Defect(format!("a replay broke off: {error}"))
}

/// Cancels a replay when dropped, because whoever waited for it has gone.
#[derive(Debug)]
pub struct Waiter(pub Progress);

impl Drop for Waiter {
    fn drop(&mut self) {
        self.0.cancel();
    }
}
