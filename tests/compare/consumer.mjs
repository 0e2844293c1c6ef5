// The center for rivals that bring none: a subscriber with a lasting session that acknowledges a message only after
// PostgreSQL has committed it. That is the best a careful user can do at QoS 1, and better than a platform that
// acknowledges what is only in its queue.
//
//   node consumer.mjs PORT DATABASE_URL TOPIC
//
// TOPIC `v1/gateway/telemetry` is that of the ThingsBoard platform. There a row with the same instant replaces the first,
// as in that platform's own table, and a gateway that asks for its limits is told that there are none. With other topics
// each message is one row.
import mqtt from 'mqtt';
import pg from 'pg';

const [port, url, topic] = process.argv.slice(2);
const AGAIN_MS = 500;
const ASKED = 'v1/devices/me/rpc/request/+';
const LIMITS = JSON.stringify({ maxPayloadSize: 65536, maxInflightMessages: 100, rateLimits: {}, gatewayRateLimits: {} });
const ENTER = `INSERT INTO readings (device, vital, n, value, at) SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::float8[], $5::float8[])`;
const REPLACE = ' ON CONFLICT (device, vital, at) DO UPDATE SET value = excluded.value, n = excluded.n';
const platform = topic.startsWith('v1/gateway');

const pool = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 2_000 });
pool.on('error', (error) => console.log(`database: ${error.message}`));

/** Makes rows of device, vital, number, value and instant from one message. */
function rows(text) {
  const message = JSON.parse(text);
  if (!platform) return [[message.device, message.vital, message.n, message.value, message.ts]];
  const points = Object.entries(message).flatMap(([device, list]) => list.map((point) => [device, point]));
  return points.flatMap(([device, { ts, values }]) => Object.entries(values).map(([vital, value]) => [device, vital, value, value, ts]));
}

/** The same instant twice in one statement would be an error: keep the last one. */
function distinct(list) {
  return platform ? [...new Map(list.map((row) => [`${row[0]}/${row[1]}/${row[4]}`, row])).values()] : list;
}

async function store(list) {
  const columns = [0, 1, 2, 3, 4].map((index) => list.map((row) => row[index]));
  for (;;) {
    try {
      return await pool.query(platform ? ENTER + REPLACE : ENTER, columns);
    } catch (error) {
      console.log(`not stored, again: ${error.message}`);
      await new Promise((done) => setTimeout(done, AGAIN_MS));
    }
  }
}

const client = mqtt.connect({ host: '127.0.0.1', port: Number(port), clientId: 'center', clean: false, reconnectPeriod: 500, resubscribe: true });
client.on('error', (error) => console.log(`broker: ${error.message}`));
client.on('connect', () => client.subscribe(platform ? [topic, ASKED] : topic, { qos: 1 }));
// The acknowledgement is sent when `done` is called.
client.handleMessage = (packet, done) => {
  if (packet.topic.startsWith('v1/devices/me/rpc/request/')) {
    client.publish(packet.topic.replace('request', 'response'), LIMITS, { qos: 1 });
    return void done();
  }
  store(distinct(rows(packet.payload.toString()))).then(() => done(), (error) => {
    console.log(`not understood: ${error.message}: ${packet.payload}`);
    done();
  });
};
