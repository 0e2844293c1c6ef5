//! A private PostgreSQL for tests: a cluster in a temporary folder, on a Unix socket, and a fresh database per test (a copy
//! of one that was migrated). `tests/run` starts one cluster for all programs ([`CLUSTER`]); a program that is run alone
//! starts its own, which its tests share while at least one of them runs. It is ended by its process id.

pub mod statements;

use crate::connect::{MIGRATIONS, Store};
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, Uid, User, chown};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::time::{Duration, Instant};

/// Where Debian and Ubuntu install the server programs, newest first.
const FOLDERS: [&str; 4] =
    ["/usr/lib/postgresql/18/bin", "/usr/lib/postgresql/17/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/15/bin"];
/// The account that runs the server when the tests run as root: PostgreSQL refuses to run as root.
const ACCOUNT: &str = "postgres";

/// The environment variable with the folder of the socket of a cluster that runs already and outlives this program.
pub const CLUSTER: &str = "HEARTH_TEST_CLUSTER";

/// A server that has not answered after this time never will.
const ANSWER_LIMIT: Duration = Duration::from_secs(30);

/// The cluster that tests share. Rust drops no statics when a program ends, so this is only a weak reference: the cluster
/// ends with the last test that holds it.
static SHARED: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());

/// The cluster that somebody else started.
static GIVEN: OnceLock<Arc<Cluster>> = OnceLock::new();

/// The next number of a database of this program.
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// A running cluster. Dropping it stops the server and deletes its files, unless somebody else started it.
pub struct Cluster {
    folder: PathBuf,
    own: Option<Own>,
    template: tokio::sync::OnceCell<String>,
}

/// What belongs to a cluster that this program started.
struct Own {
    server: Child,
    settings: Vec<&'static str>,
    /// Deletes the files once the server has ended.
    _files: tempfile::TempDir,
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
    /// The cluster that runs already ([`CLUSTER`]), else the one that this program's tests share; starts that if no test
    /// holds it at the moment.
    ///
    /// # Errors
    /// As [`Cluster::of_its_own`].
    pub fn shared() -> io::Result<Arc<Cluster>> {
        if let Some(folder) = std::env::var_os(CLUSTER) {
            let given = || Arc::new(Cluster { folder: folder.into(), own: None, template: tokio::sync::OnceCell::new() });
            return Ok(Arc::clone(GIVEN.get_or_init(given)));
        }
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cluster) = shared.upgrade() {
            return Ok(cluster);
        }
        let cluster = Arc::new(Cluster::of_its_own()?);
        *shared = Arc::downgrade(&cluster);
        Ok(cluster)
    }

    /// Makes and starts a cluster for one test that kills it, or for a whole run. Fast, because it does not wait for the disk (fsync is off).
    ///
    /// # Errors
    /// When PostgreSQL is not installed (package `postgresql`) or does not start.
    pub fn of_its_own() -> io::Result<Cluster> {
        Cluster::start_with(&["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=400"])
    }

    /// As [`Cluster::of_its_own`], but each commit waits for the disk: for measurements.
    ///
    /// # Errors
    /// As [`Cluster::of_its_own`].
    pub fn start_durable() -> io::Result<Cluster> {
        Cluster::start_with(&["-c", "shared_buffers=512MB", "-c", "max_wal_size=4GB"])
    }

    fn start_with(settings: &[&'static str]) -> io::Result<Cluster> {
        let files = owned_folder()?;
        let folder = files.path().to_owned();
        copy(&made_once()?, &folder.join("data"))?;
        let own = Own { server: serve(&folder, settings)?, settings: settings.to_vec(), _files: files };
        let cluster = Cluster { folder, own: Some(own), template: tokio::sync::OnceCell::new() };
        cluster.wait_until_it_answers()?;
        Ok(cluster)
    }

    /// Kills the server with SIGKILL, so that it cannot flush or tell anyone.
    ///
    /// # Errors
    /// When there is no server running, or this program did not start it.
    pub fn kill(&mut self) -> io::Result<()> {
        let own = self.own.as_mut().ok_or_else(not_its_own)?;
        own.server.kill()?;
        own.server.wait()?;
        Ok(())
    }

    /// Starts a killed server again. It recovers by itself, and answers when this returns.
    ///
    /// # Errors
    /// As [`Cluster::of_its_own`].
    pub fn start_again(&mut self) -> io::Result<()> {
        let deadline = Instant::now() + ANSWER_LIMIT;
        while Instant::now() < deadline {
            let own = self.own.as_mut().ok_or_else(not_its_own)?;
            own.server = serve(&self.folder, &own.settings)?;
            // It exits while processes of the killed server are still ending; then it is started once more.
            while self.runs()? {
                if self.sql("postgres", "SELECT 1").is_ok() {
                    return Ok(());
                }
            }
        }
        Err(io::Error::other("PostgreSQL did not start again within 30 s"))
    }

    fn runs(&mut self) -> io::Result<bool> {
        self.own.as_mut().map_or(Ok(false), |own| Ok(own.server.try_wait()?.is_none()))
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
            .arg(&self.folder)
            .args(["-d", database, "-c", statement])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        if status.success() { Ok(()) } else { Err(io::Error::other(format!("psql refused: {statement}"))) }
    }

    /// The folder that the server's socket is in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The address of a database of this cluster, for [`Store::connect`].
    pub fn url(&self, database: &str) -> String {
        format!("postgres://hearth@localhost/{database}?host={}", self.folder.display())
    }

    /// Makes a new, empty database and returns its name.
    ///
    /// # Errors
    /// When PostgreSQL refuses it.
    pub fn empty(&self) -> io::Result<String> {
        let name = new_name("t");
        self.sql("postgres", &format!("CREATE DATABASE {name}"))?;
        Ok(name)
    }

    /// A store on a new database that has been migrated.
    ///
    /// # Errors
    /// As making a database and migrating it.
    pub async fn store(&self, max_connections: u32) -> io::Result<Store> {
        let template = self.template.get_or_try_init(|| self.make_template()).await?;
        let name = new_name("t");
        self.sql("postgres", &format!("CREATE DATABASE {name} TEMPLATE {template}"))?;
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

    /// Migrates a database and gives it the name of its migrations, unless one with that name is there already. If several
    /// programs make it at the same time, the first to finish names its own, and the others use that.
    async fn make_template(&self) -> io::Result<String> {
        let template = format!("migrated_{}", migrations());
        if self.sql(&template, "SELECT 1").is_ok() {
            return Ok(template);
        }
        let made = new_name("migrating");
        self.sql("postgres", &format!("CREATE DATABASE {made}"))?;
        let store = Store::connect(&self.url(&made), 1).await.map_err(io::Error::other)?;
        store.migrate().await.map_err(io::Error::other)?;
        store.close().await;
        let named = self.sql("postgres", &format!("ALTER DATABASE {made} RENAME TO {template}"));
        if named.is_ok() || self.sql(&template, "SELECT 1").is_ok() { Ok(template) } else { named.map(|()| template) }
    }
}

/// A name for a database that no other program of the cluster uses.
fn new_name(prefix: &str) -> String {
    format!("{prefix}{}_{}", std::process::id(), DATABASES.fetch_add(1, Ordering::Relaxed))
}

/// What tells one set of migrations from another: the checksums of all of them, in hexadecimal digits.
fn migrations() -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    MIGRATIONS.iter().for_each(|migration| (migration.version, &migration.checksum).hash(&mut hasher));
    format!("{:x}", hasher.finish())
}

fn not_its_own() -> io::Error {
    io::Error::other("this program did not start the cluster")
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
        let mut transaction = self.begin().await?;
        sqlx::query(crate::lease::ALONE).execute(&mut *transaction).await?;
        Ok(transaction)
    }

    /// The pool itself, for a test that looks into the tables.
    pub fn pool(&self) -> &sqlx::PgPool {
        &self.pool
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        // SIGQUIT stops PostgreSQL at once. The id is the server's own, because `setpriv` replaced itself with the server.
        if let Ok(pid) = i32::try_from(self.server.id()) {
            let _ = kill(Pid::from_raw(pid), Signal::SIGQUIT);
        }
        let _ = self.server.wait();
    }
}
