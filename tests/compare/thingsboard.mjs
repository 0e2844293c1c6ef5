// The ThingsBoard IoT gateway in the home: its MQTT connector reads the home's broker, one of its three kinds of storage
// keeps what waits, and it sends to its platform's topics in the center, where `consumer.mjs` plays the platform. The
// settings are those of the package, with the addresses of this run and without remote configuration. A careful user also
// lets the connector keep its session, so that the home's broker keeps messages for it.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run } from '../../deploy/lib/processes.mjs';
import { Bridge } from './bridge.mjs';
import { CAREFUL, Part, mosquitto } from './parts.mjs';

const VENV = resolve(import.meta.dirname, '../../target/compare/venv');
const PYTHON = join(VENV, 'bin', 'python');
const A_WEEK_S = 604_800;

/** Installs Python's packages, as `requirements.txt` pins them, in a folder of their own. */
export async function install() {
  if (!existsSync(PYTHON)) await run('python3', ['-m', 'venv', VENV]);
  await run(PYTHON, ['-m', 'pip', 'install', '--quiet', '-r', join(import.meta.dirname, 'requirements.txt')]);
}

const packaged = async () => (await run(PYTHON, ['-c', 'import thingsboard_gateway, os; print(os.path.dirname(thingsboard_gateway.__file__))'])).trim();

const PACKAGED_SESSION = { cleanSession: true, cleanStart: true, sessionExpiryInterval: 0 };
const KEPT_SESSION = { cleanSession: false, cleanStart: false, sessionExpiryInterval: A_WEEK_S };

const connector = (port, session) => ({
  broker: {
    ...{ host: '127.0.0.1', port, clientId: 'ThingsBoard_gateway', version: 5, maxMessageNumberPerWorker: 10, maxNumberOfWorkers: 100 },
    ...{ ...session, security: { type: 'anonymous' } },
  },
  mapping: [
    {
      topicFilter: 'home/+/+',
      subscriptionQos: 1,
      converter: {
        type: 'json',
        deviceInfo: {
          ...{ deviceNameExpressionSource: 'message', deviceNameExpression: '${device}' },
          ...{ deviceProfileExpressionSource: 'constant', deviceProfileExpression: 'Oximeter' },
        },
        ...{ sendDataOnlyOnChange: false, timeout: 60000, attributes: [] },
        timeseries: [{ type: 'integer', key: '${vital}', value: '${n}' }],
      },
    },
  ],
  requestsMapping: { attributeRequests: [], attributeUpdates: [], connectRequests: [], disconnectRequests: [], serverSideRpc: [] },
});

export class ThingsBoard extends Bridge {
  platform = true;
  session = KEPT_SESSION;

  constructor(processes, folder, seed, storage) {
    super(processes, folder, seed);
    this.storage = storage;
  }

  startConsumer() {
    return super.startConsumer('v1/gateway/telemetry');
  }

  async startHome() {
    const broker = await mosquitto(this.processes, 'home-broker', this.folder, CAREFUL);
    broker.start();
    this.homePort = broker.port;
    const config = await this.#configure(broker.port);
    const args = ['-c', 'cd "$1" && exec "$2" -c "from thingsboard_gateway.tb_gateway import main; main()"', 'sh', this.folder, PYTHON];
    const gateway = new Part(this.processes, 'gateway', 'sh', args, { folder: this.folder, env: { TB_GW_CONFIG_DIR: config } });
    this.home.push(broker, gateway);
    gateway.start();
  }

  async #configure(port) {
    const from = join(await packaged(), 'config');
    const to = join(this.folder, 'config');
    const data = join(this.folder, 'data/');
    for (const folder of [to, data, join(this.folder, 'logs')]) mkdirSync(folder);
    const own = JSON.parse(readFileSync(join(from, 'tb_gateway.json'), 'utf8'));
    Object.assign(own.thingsboard, { host: '127.0.0.1', port: this.linkPort, remoteConfiguration: false, remoteShell: false });
    Object.assign(own.thingsboard.security, { accessToken: 'home-0001' });
    Object.assign(own.storage, { type: this.storage, data_folder_path: data, data_file_path: data });
    own.connectors = [{ type: 'mqtt', name: 'Oximeters', configuration: 'mqtt.json' }];
    writeFileSync(join(to, 'tb_gateway.json'), JSON.stringify(own, null, 1));
    writeFileSync(join(to, 'mqtt.json'), JSON.stringify(connector(port, this.session), null, 1));
    for (const name of ['logs.json', 'list.json']) copyFileSync(join(from, name), join(to, name));
    return to;
  }
}

export class ThingsBoardAsInstalled extends ThingsBoard {
  session = PACKAGED_SESSION;

  constructor(...rest) {
    super(...rest, 'memory');
  }
}
