// Node-RED in the center with the usual three nodes: MQTT in at QoS 1 with a lasting session, a function that names the
// columns, and a PostgreSQL query. All other settings are the editor's defaults. The home has the careful Mosquitto bridge.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Bridge } from './bridge.mjs';
import { Part, freePort } from './parts.mjs';

const PACKAGES = join(import.meta.dirname, 'node_modules');
const SET = 'const r = msg.payload;\nmsg.params = [r.device, r.vital, r.n, r.value, r.ts];\nreturn msg;';
const QUERY = 'INSERT INTO readings (device, vital, n, value, at) VALUES ($1, $2, $3, $4, $5)';

const flow = (broker, database) => [
  { id: 'flow', type: 'tab', label: 'Readings' },
  { id: 'broker', type: 'mqtt-broker', broker: '127.0.0.1', port: broker, clientid: 'center', autoConnect: true, usetls: false, protocolVersion: '4', keepalive: '60', cleansession: false },
  { id: 'database', type: 'postgresDB', ...database },
  { id: 'in', z: 'flow', type: 'mqtt in', topic: 'home/#', qos: '1', datatype: 'auto-detect', broker: 'broker', wires: [['set']] },
  { id: 'set', z: 'flow', type: 'function', func: SET, outputs: 1, wires: [['query']] },
  { id: 'query', z: 'flow', type: 'postgrestor', query: QUERY, postgresDB: 'database', output: true, outputs: 1, throwErrors: false, wires: [[]] },
];

const database = (port) => {
  const text = { host: '127.0.0.1', database: 'postgres', user: 'compare', password: 'compare' };
  const numbers = { port, max: 10, min: 1, idle: 1000, connectionTimeout: 10000 };
  const typed = (values, type) => Object.fromEntries(Object.keys(values).map((name) => [`${name}FieldType`, type]));
  return { ...text, ...typed(text, 'str'), ...numbers, ...typed(numbers, 'num'), ssl: 'false', sslFieldType: 'bool', throwErrors: true, throwErrorsFieldType: 'bool' };
};

export class NodeRed extends Bridge {
  async startConsumer() {
    const user = join(this.folder, 'node-red');
    mkdirSync(user);
    // Node-RED finds its nodes beside the flow.
    symlinkSync(PACKAGES, join(user, 'node_modules'));
    writeFileSync(join(user, 'package.json'), JSON.stringify({ name: 'flow', dependencies: { 'node-red-contrib-postgrestor-next': '*' } }));
    writeFileSync(join(user, 'flows.json'), JSON.stringify(flow(this.broker.port, database(this.database.port)), null, 1));
    writeFileSync(join(user, 'settings.js'), `module.exports = { flowFile: 'flows.json', uiHost: '127.0.0.1', uiPort: ${await freePort()} };\n`);
    const program = join(PACKAGES, 'node-red', 'red.js');
    const part = new Part(this.processes, 'node-red', process.execPath, [program, '--userDir', user], { folder: this.folder });
    this.center.push(part);
    part.start();
  }
}
