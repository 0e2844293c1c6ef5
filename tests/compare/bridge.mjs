// A Mosquitto in the home whose bridge carries everything to the center: as installed, and as a careful user configures
// it. In the center a subscriber stores each message before it acknowledges it.
import { join } from 'node:path';
import { CAREFUL, INSTALLED, Part, mosquitto } from './parts.mjs';
import { Rival } from './rig.mjs';

const bridge = (port) => [
  ...['connection center', `address 127.0.0.1:${port}`, 'topic # out 1', 'cleansession false'],
  ...['remote_clientid home-0001', 'local_clientid home-0001.local', 'try_private true', 'bridge_protocol_version mqttv311'],
];

export class Bridge extends Rival {
  brokerSettings = CAREFUL;
  bridgeSettings = ['restart_timeout 1 5', 'keepalive_interval 10'];

  async startConsumer(topic = 'home/#') {
    const args = [join(import.meta.dirname, 'consumer.mjs'), String(this.broker.port), this.database.url, topic];
    const consumer = new Part(this.processes, 'consumer', process.execPath, args, { folder: this.folder });
    this.center.push(consumer);
    consumer.start();
  }

  async startHome() {
    const settings = [...this.brokerSettings, ...bridge(this.linkPort), ...this.bridgeSettings];
    const broker = await mosquitto(this.processes, 'home-broker', this.folder, settings);
    this.home.push(broker);
    this.homePort = broker.port;
    broker.start();
  }
}

export class BridgeAsInstalled extends Bridge {
  brokerSettings = INSTALLED;
  bridgeSettings = [];
}
