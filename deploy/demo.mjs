// Starts and seeds the demo through Hearth's public ways only: command line and HTTP API.
// Patients, people and readings are invented by this file and the simulator.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { crewed } from './lib/crews.mjs';
import { ADMITTED_BEFORE_MS, yesterday } from './lib/history.mjs';
import { HubClient, addGateway } from './lib/hub.mjs';
import { Processes, run, until } from './lib/processes.mjs';
import { particulars, phone, written } from './lib/record.mjs';
import { PEOPLE, assigned, everybody, planned, spread } from './lib/staff.mjs';

const ROOT = resolve(import.meta.dirname, '..');
const BIN = process.env.HEARTH_BIN ?? join(ROOT, 'target/release');
const DATA = resolve(process.env.HEARTH_DEMO_DIR ?? defaultFolder());
const PORT = Number(process.env.HEARTH_DEMO_PORT ?? 8080);
const FLEET_HOMES = 20;
/** A hub that starts judges the last day of each stay again before it is ready. */
const READY_MS = 300_000;
/** A saturation of 82 % rings high when it has stayed below 85 % for two minutes, and then climbs the ladder of people. */
const DESATURATE_AFTER_MS = 25_000;

const hubProgram = join(BIN, 'hearth-hub');
const simulator = join(BIN, 'hearth-sim');
const fleetFile = join(DATA, 'fleet.json');
const config = join(DATA, 'hub.toml');
const base = `http://127.0.0.1:${PORT}`;
const processes = new Processes();

/** Four homes with real gateways. The line of each says what its devices are. */
const HOMES = [
  { family: 'Menjívar', given: 'Rosa', born: '1961-04-17', sex: 'female', language: 'es', protocol: 'nonin-df7', model: 'Nonin Xpod 3012LP', zone: 'America/New_York' },
  { family: 'Al-Harbi', given: 'Yousef', born: '1954-11-02', sex: 'male', language: 'ar', protocol: 'nonin-df7', model: 'Nonin Xpod 3012LP', zone: 'America/New_York' },
  { family: 'Costa', given: 'Helena', born: '1978-07-29', sex: 'female', language: 'pt-BR', protocol: 'nonin-df2', model: 'Nonin Xpod 3012LP', zone: 'America/Chicago' },
  { family: 'Whitfield', given: 'James', born: '1949-01-13', sex: 'male', language: 'en', protocol: 'masimo-ascii1', model: 'Masimo Rad-8', zone: 'America/Phoenix' },
];

const FAMILY = ['Okonkwo', 'Lindqvist', 'Ferreira', 'Nakamura', 'Haddad', 'Petrov', 'Moreau', 'Delgado', 'Nguyen', 'Schmidt'];
const GIVEN = ['Ada', 'Erik', 'Luisa', 'Kenji', 'Samira', 'Ivan', 'Claire', 'Mateo', 'Linh', 'Greta'];
const LANGUAGES = ['en', 'sv', 'pt-BR', 'ja', 'ar', 'ru', 'fr', 'es', 'vi', 'de'];

/** What measures a home's first day, as the simulator calls it. */
const MONITOR = 'hearth-fleet-monitor';
const monitorOf = (gateway) => `${gateway}-mon`;

const pad = (number, width = 4) => String(number).padStart(width, '0');

/**
 * The demo's folder: beside the repository, or in /var/lib if root has the repository where no other account may go. As
 * root, database and broker run under accounts of their own, which must be able to reach their folders.
 */
function defaultFolder() {
  if (process.getuid() !== 0) return join(ROOT, 'demo-data');
  for (let folder = ROOT; folder !== '/'; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return '/var/lib/hearth-demo';
  }
  return join(ROOT, 'demo-data');
}

/** Checks the port, so that a port in use is reported before anything is started. */
function checkPort() {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', (error) =>
      fail(new Error(`port ${PORT} cannot be used (${error.code}); end the program that uses it, or set HEARTH_DEMO_PORT to a free port`)),
    );
    probe.listen(PORT, '127.0.0.1', () => probe.close(done));
  });
}

async function main() {
  await checkPort();
  mkdirSync(DATA, { recursive: true, mode: 0o755 });
  writeFileSync(config, `data_dir = "${join(DATA, 'hub')}"\n\n[server]\nlisten = "127.0.0.1:${PORT}"\n\n[embedded]\nfleet = true\n`);
  const hub = processes.start('hub', hubProgram, ['run', '--config', config], { log: join(DATA, 'logs/hub.log'), onExit: childEnded });
  await until('the hub is ready', () => hub.child.exitCode === null && new HubClient(base).isReady(), READY_MS);

  const { passwords, sessions } = await everybody(hubProgram, config, base, join(DATA, 'sign-ins.json'));
  const { charge } = sessions;
  const isNew = !existsSync(fleetFile);
  // Whoever admits a patient while on shift holds the watch: no stay is without a holder, not even for a minute.
  await planned(charge);
  const homes = await Promise.all(HOMES.map((home, index) => seedHome(charge, home, index + 1)));
  await seedFleet(charge);
  await (isNew ? spread(charge) : assigned(charge));
  const fleet = JSON.parse(readFileSync(fleetFile, 'utf8'));
  if (isNew) await past(charge, homes, fleet);
  for (const home of homes) startHome(home);
  startFleet(fleet);
  const stays = await staysOf(charge, homes);
  if (isNew) await written(sessions, stays);
  await crewed(sessions, stays.others);
  ready(passwords);
  setTimeout(() => homes[0].devices.child.stdin.write('desaturate 82\n'), DESATURATE_AFTER_MS);
}

/** First run: what was measured before it. */
async function past(charge, homes, fleet) {
  console.log('The day before: sending one reading a minute of each vital, as a backlog');
  await yesterday(BIN, DATA, homes, { ...fleet, homes: FLEET_HOMES, credentials: fleetFile });
  const { own } = await staysOf(charge, homes);
  await Promise.all(own.map(({ id }, index) => takenHome(charge, id, monitorOf(homes[index].gateway))));
}

/** The stays of the homes with gateways of their own, and those of the fleet. */
async function staysOf(client, homes) {
  const { episodes } = await client.get('/episodes?limit=500');
  const own = homes.map(({ number }) => episodes.find(({ label }) => label === `Home ${number}`));
  return { own, others: episodes.filter((episode) => !own.includes(episode)) };
}

/** The monitor of the first day leaves a home: from here on it has its oximeter. */
async function takenHome(client, episode, monitor) {
  const { bindings } = await client.get(`/episodes/${episode}`);
  const { id } = bindings.find(({ device_id }) => device_id === monitor);
  await client.post(`/bindings/${id}/end`, { until_at: null, reason: 'The monitor of the first day was taken back' });
}

async function seedHome(client, home, number) {
  const gateway = `home-${pad(number)}`;
  const folder = join(DATA, gateway);
  const device = `oxi-${pad(number)}`;
  const credentialsFile = join(folder, 'credentials.json');
  mkdirSync(join(folder, 'dev'), { recursive: true });
  if (!existsSync(credentialsFile)) {
    const credentials = await addGateway(hubProgram, config, gateway);
    await admit(client, { ...home, number, label: `Home ${number}`, address: `${number} Harbor Street` }, gateway, [
      { id: device, model: home.model, protocol: home.protocol, serial_number: `SN-${pad(number)}` },
      { id: monitorOf(gateway), model: MONITOR, protocol: MONITOR, serial_number: `MN-${pad(number)}` },
    ]);
    writeFileSync(credentialsFile, JSON.stringify(credentials), { mode: 0o600 });
  }
  return { gateway, folder, device, protocol: home.protocol, number, ...JSON.parse(readFileSync(credentialsFile, 'utf8')) };
}

/** Makes patient, episode, kit, devices and their bindings, confirming each with two identifiers of the patient. The stay began
 * a day ago, and whatever its devices sent since then is its patient's. */
async function admit(client, home, gateway, devices) {
  const admitted_at = Date.now() - ADMITTED_BEFORE_MS;
  const identifiers = { medical_record_number: `MRN-${pad(home.number, 6)}`, birth_date: home.born };
  const patient = await client.post('/patients', { family_name: home.family, given_name: home.given, sex: home.sex, language: home.language, ...identifiers });
  const episode = await client.post('/episodes', { patient_id: patient.id, label: home.label, address: home.address, phone: phone(home.number), time_zone: home.zone, phase: 'acute', admitted_at, particulars: particulars(home), ...identifiers });
  const kit = `kit-${pad(home.number)}`;
  await client.post('/kits', { id: kit, label: `Kit ${home.number}`, gateway_id: gateway });
  for (const device of devices) {
    await client.post('/devices', { ...device, kit_id: kit });
    await client.post(`/devices/${device.id}/bindings`, { episode_id: episode.id, from_at: admitted_at, ...identifiers });
  }
}

function startHome(home) {
  const scenario = join(home.folder, 'scenario.toml');
  writeFileSync(scenario, `title = "A demo patient"\nseed = ${home.number}\n\n[[devices]]\nid = "${home.device}"\nprotocol = "${home.protocol}"\n`);
  const links = join(home.folder, 'dev');
  home.devices = processes.start(`${home.gateway} devices`, simulator, ['home', '--scenario', scenario, '--link', links], { log: join(DATA, `logs/${home.gateway}-devices.log`), stdin: 'pipe', onExit: childEnded });
  const file = join(home.folder, 'gateway.toml');
  const broker = `[broker]\nhost = "${home.host}"\nport = ${home.port}\nusername = "${home.username}"\npassword = "${home.password}"\n`;
  const device = `[[devices]]\nid = "${home.device}"\nprotocol = "${home.protocol}"\nport = "${join(links, home.device)}"\n`;
  writeFileSync(file, `gateway = "${home.gateway}"\ndata_dir = "${join(home.folder, 'data')}"\n\n${broker}\n${device}`, { mode: 0o600 });
  processes.start(home.gateway, join(BIN, 'hearth-gateway'), ['run', '--config', file], { log: join(DATA, `logs/${home.gateway}.log`), onExit: childEnded });
}

async function seedFleet(client) {
  if (!existsSync(fleetFile)) {
    const credentials = await run(hubProgram, ['gateway', 'add', '--fleet', 'sim-', '--count', String(FLEET_HOMES), '--json', '--config', config]);
    const list = JSON.parse(await run(simulator, ['fleet', '--homes', String(FLEET_HOMES), '--prefix', 'sim-', '--list']));
    for (const [index, home] of list.entries()) {
      const [family, given, language] = [FAMILY, GIVEN, LANGUAGES].map((names, step) => names[(index * (step + 1) + step) % names.length]);
      const number = 100 + index;
      const born = `${1940 + ((index * 7) % 55)}-0${1 + (index % 9)}-1${index % 10}`;
      await admit(client, { family, given, language, born, number, sex: index % 2 ? 'male' : 'female', label: `Home ${number}`, address: `${number} Orchard Road`, zone: 'America/New_York' }, home.gateway, home.devices);
    }
    writeFileSync(fleetFile, credentials, { mode: 0o600 });
  }
}

function startFleet({ host, port }) {
  const args = ['fleet', '--homes', String(FLEET_HOMES), '--prefix', 'sim-', '--host', host, '--port', String(port), '--rate', '1', '--credentials', fleetFile];
  processes.start('fleet', simulator, args, { log: join(DATA, 'logs/fleet.log'), onExit: childEnded });
}

function ready(signIns) {
  console.log(`\nHearth is running: ${base}\n`);
  console.log('  Sign in as     Password          Who');
  for (const { name, display, role, works } of PEOPLE) {
    const when = { now: ', on shift now', next: ', works next' }[works] ?? '';
    console.log(`  ${name.padEnd(13)}  ${signIns[name]}  ${display}, ${role.replace('_', ' ')}${when}`);
  }
  console.log(`\n${HOMES.length} homes with real gateways, ${FLEET_HOMES} more over MQTT. Within a minute the oxygen saturation in Home 1\nfalls; two minutes later an alert rings. Until somebody acknowledges it, it climbs its ladder over the screens that are\nopen: sign in as two people.\nUnit 1 is on its way to Home 104, and Home 108 waits for a unit: the dispatcher sends Unit 2 from ${base}/dispatch, and\nits crew confirms on a phone, or in a window 390 pixels wide, at ${base}/crew (medic, medic2).`);
  console.log(`Data and logs: ${DATA}   Ctrl-C ends everything.\n`);
}

let ending = false;

function childEnded(code, signal, entry) {
  if (ending) return;
  const last = entry.lines.slice(-3).join('\n  ');
  end(1, `${entry.name} ended unexpectedly (${signal ?? code}):\n  ${last}`);
}

async function end(code, message) {
  if (ending) return;
  ending = true;
  if (message) console.error(`\n${message}`);
  console.log('\nStopping ...');
  await processes.stopAll();
  process.exit(code);
}

process.on('SIGINT', () => end(0));
process.on('SIGTERM', () => end(0));
main().catch((error) => end(1, `The demo could not start: ${error.message}\nLogs: ${join(DATA, 'logs')}`));
