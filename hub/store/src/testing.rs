//! A private PostgreSQL for tests: a cluster in a temporary folder, on a Unix socket, that the tests of one program share
//! while at least one of them runs; a fresh database per test (a copy of one that was migrated); ended by its process id.

pub mod statements;

use crate::connect::Store;
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, Uid, User, chown};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

/// Where Debian and Ubuntu install the server programs, newest first.
const FOLDERS: [&str; 4] =
    ["/usr/lib/postgresql/18/bin", "/usr/lib/postgresql/17/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/15/bin"];
/// The account that runs the server when the tests run as root: PostgreSQL refuses to run as root.
const ACCOUNT: &str = "postgres";

/// A server that has not answered after this time never will.
const ANSWER_LIMIT: Duration = Duration::from_secs(30);

/// The cluster that tests share. Rust drops no statics when a program ends, so this is only a weak reference: the cluster
/// ends with the last test that holds it.
static SHARED: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());

/// A running cluster. Dropping it stops the server and deletes its files.
pub struct Cluster {
    folder: tempfile::TempDir,
    settings: Vec<&'static str>,
    server: Child,
    databases: AtomicU32,
    template: tokio::sync::OnceCell<()>,
}

fn program(name: &str) -> PathBuf {
    FOLDERS.iter().map(|folder| Path::new(folder).join(name)).find(|path| path.exists()).unwrap_or_else(|| PathBuf::from(name))
}

/// A command that runs as the account that may run PostgreSQL.
fn unprivileged(name: &str) -> Command {
    if !Uid::effective().is_root() {
        return Command::new(program(name));
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid", ACCOUNT, "--regid", ACCOUNT, "--clear-groups"]).arg(program(name));
    command
}

fn serve(folder: &Path, settings: &[&str]) -> io::Result<Child> {
    unprivileged("postgres")
        .arg("-D")
        .arg(folder.join("data"))
        .args(settings)
        .args(["-c", "listen_addresses=", "-c"])
        .arg(format!("unix_socket_directories={}", folder.display()))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
}

/// The files of an empty cluster, made by `initdb` once for all tests on this machine: copying them takes a tenth of the
/// second that `initdb` takes. If two test programs make them at the same time, each tries to move its folder into place
/// as a whole; the second finds the place taken and uses what is there.
fn made_once() -> io::Result<PathBuf> {
    let version = Command::new(program("initdb")).arg("--version").output()?.stdout;
    let version: String = String::from_utf8_lossy(&version).chars().filter(char::is_ascii_alphanumeric).collect();
    let kept = std::env::temp_dir().join(format!("hearth-{version}-{}", Uid::effective()));
    if kept.join("data").exists() {
        return Ok(kept.join("data"));
    }
    let folder = owned_folder()?;
    let data = folder.path().join("data");
    let made = unprivileged("initdb")
        .args(["-U", "hearth", "-A", "trust", "-E", "UTF8", "--no-sync", "-D"])
        .arg(&data)
        .stdout(Stdio::null())
        .status()?;
    if !made.success() {
        return Err(io::Error::other("initdb failed"));
    }
    match std::fs::rename(folder.path(), &kept) {
        Err(error) if !kept.join("data").exists() => Err(error),
        _ => Ok(kept.join("data")),
    }
}

/// A new temporary folder that belongs to the account that runs the server.
fn owned_folder() -> io::Result<tempfile::TempDir> {
    let folder = tempfile::Builder::new().prefix("hearth-pg-").tempdir()?;
    if Uid::effective().is_root() {
        let user = User::from_name(ACCOUNT)?.ok_or_else(|| io::Error::other("no account 'postgres': install the package postgresql"))?;
        chown(folder.path(), Some(user.uid), Some(user.gid))?;
    }
    Ok(folder)
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let copied = Command::new("cp").args(["-a", "--"]).args([from, to]).status()?;
    if copied.success() { Ok(()) } else { Err(io::Error::other(format!("cannot copy {}", from.display()))) }
}

impl Cluster {
    /// The cluster that this program's tests share; starts one if no test holds it at the moment.
    ///
    /// # Errors
    /// As [`Cluster::of_its_own`].
    pub fn shared() -> io::Result<Arc<Cluster>> {
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cluster) = shared.upgrade() {
            return Ok(cluster);
        }
        let cluster = Arc::new(Cluster::of_its_own()?);
        *shared = Arc::downgrade(&cluster);
        Ok(cluster)
    }

    /// Makes and starts a cluster for one test that kills it. Fast, because it does not wait for the disk (fsync is off).
    ///
    /// # Errors
    /// When PostgreSQL is not installed (package `postgresql`) or does not start.
    pub fn of_its_own() -> io::Result<Cluster> {
        Cluster::start_with(&["-c", "fsync=off", "-c", "full_page_writes=off"])
    }

    /// As [`Cluster::of_its_own`], but each commit waits for the disk: for measurements.
    ///
    /// # Errors
    /// As [`Cluster::of_its_own`].
    pub fn start_durable() -> io::Result<Cluster> {
        Cluster::start_with(&["-c", "shared_buffers=512MB", "-c", "max_wal_size=4GB"])
    }

    fn start_with(settings: &[&'static str]) -> io::Result<Cluster> {
        let folder = owned_folder()?;
        copy(&made_once()?, &folder.path().join("data"))?;
        let server = serve(folder.path(), settings)?;
        let (databases, template) = (AtomicU32::new(0), tokio::sync::OnceCell::new());
        let cluster = Cluster { folder, settings: settings.to_vec(), server, databases, template };
        cluster.wait_until_it_answers()?;
        Ok(cluster)
    }

    /// Kills the server with SIGKILL, so that it cannot flush or tell anyone.
    ///
    /// # Errors
    /// When there is no server running.
    pub fn kill(&mut self) -> io::Result<()> {
        self.server.kill()?;
        self.server.wait()?;
        Ok(())
    }

    /// Starts a killed server again. It recovers by itself, and answers when this returns.
    ///
    /// # Errors
    /// As [`Cluster::of_its_own`].
    pub fn start_again(&mut self) -> io::Result<()> {
        let deadline = Instant::now() + ANSWER_LIMIT;
        while Instant::now() < deadline {
            self.server = serve(self.folder.path(), &self.settings)?;
            // It exits while processes of the killed server are still ending; then it is started once more.
            while self.server.try_wait()?.is_none() {
                if self.sql("postgres", "SELECT 1").is_ok() {
                    return Ok(());
                }
            }
        }
        Err(io::Error::other("PostgreSQL did not start again within 30 s"))
    }

    fn wait_until_it_answers(&self) -> io::Result<()> {
        let deadline = Instant::now() + ANSWER_LIMIT;
        while Instant::now() < deadline {
            if self.sql("postgres", "SELECT 1").is_ok() {
                return Ok(());
            }
            std::thread::yield_now();
        }
        Err(io::Error::other("PostgreSQL did not answer within 30 s"))
    }

    /// Runs one statement with `psql`, for what cannot be done through a [`Store`].
    ///
    /// # Errors
    /// When PostgreSQL refuses it.
    pub fn sql(&self, database: &str, statement: &str) -> io::Result<()> {
        let status = Command::new("psql")
            .args(["-X", "-q", "-U", "hearth", "-h"])
            .arg(self.folder.path())
            .args(["-d", database, "-c", statement])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        if status.success() { Ok(()) } else { Err(io::Error::other(format!("psql refused: {statement}"))) }
    }

    /// The folder that the server's socket is in.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The address of a database of this cluster, for [`Store::connect`].
    pub fn url(&self, database: &str) -> String {
        format!("postgres://hearth@localhost/{database}?host={}", self.folder.path().display())
    }

    /// Makes a new, empty database and returns its name.
    ///
    /// # Errors
    /// When PostgreSQL refuses it.
    pub fn empty(&self) -> io::Result<String> {
        let name = format!("t{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("CREATE DATABASE {name}"))?;
        Ok(name)
    }

    /// A store on a new database that has been migrated.
    ///
    /// # Errors
    /// As making a database and migrating it.
    pub async fn store(&self, max_connections: u32) -> io::Result<Store> {
        self.template.get_or_try_init(|| self.make_template()).await?;
        let name = format!("t{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("CREATE DATABASE {name} TEMPLATE migrated"))?;
        Store::connect(&self.url(&name), max_connections).await.map_err(io::Error::other)
    }

    /// Another store on the database of `store`.
    ///
    /// # Errors
    /// As connecting.
    pub async fn again(&self, store: &Store, max_connections: u32) -> io::Result<Store> {
        let options = store.pool.connect_options();
        let name = options.get_database().unwrap_or_default();
        Store::connect(&self.url(name), max_connections).await.map_err(io::Error::other)
    }

    async fn make_template(&self) -> io::Result<()> {
        self.sql("postgres", "CREATE DATABASE migrated")?;
        let store = Store::connect(&self.url("migrated"), 1).await.map_err(io::Error::other)?;
        store.migrate().await.map_err(io::Error::other)?;
        store.close().await;
        Ok(())
    }
}

impl Store {
    /// The one number that a query returns; for a test that looks into the tables.
    ///
    /// # Errors
    /// As any statement.
    pub async fn number(&self, query: &'static str) -> Result<i64, sqlx::Error> {
        sqlx::query_scalar(query).fetch_one(&self.pool).await
    }

    /// Runs statements that no hub would; for a test that alters what is stored.
    ///
    /// # Errors
    /// As any statement.
    pub async fn run(&self, statements: &str) -> Result<(), sqlx::Error> {
        sqlx::raw_sql(sqlx::AssertSqlSafe(statements.to_owned())).execute(&self.pool).await?;
        Ok(())
    }

    /// Holds back every commit of readings, alerts and escalations until the transaction is rolled back.
    ///
    /// # Errors
    /// As any statement.
    pub async fn hold_commits(&self) -> Result<sqlx::Transaction<'static, sqlx::Postgres>, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        sqlx::query(crate::lease::ALONE).execute(&mut *transaction).await?;
        Ok(transaction)
    }

    /// The pool itself, for a test that looks into the tables.
    pub fn pool(&self) -> &sqlx::PgPool {
        &self.pool
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // SIGQUIT stops PostgreSQL at once. The id is the server's own, because `setpriv` replaced itself with the server.
        if let Ok(pid) = i32::try_from(self.server.id()) {
            let _ = kill(Pid::from_raw(pid), Signal::SIGQUIT);
        }
        let _ = self.server.wait();
    }
}
