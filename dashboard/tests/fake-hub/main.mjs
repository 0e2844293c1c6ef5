// node tests/fake-hub/main.mjs [patients] [port]: a hub to look at the dashboard with. Names: nurse, charge, tech, admin.
import { startFakeHub } from './hub.mjs';

const [patients = '24', port = '8099'] = process.argv.slice(2);
const hub = await startFakeHub({ patients: Number(patients), port: Number(port) });
console.log(`${hub.url}  sign in as nurse, charge, tech or admin with "correct horse"`);
