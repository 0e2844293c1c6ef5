// The home's devices for the rivals: seven oximeters, each with three readings a second; each reading is one MQTT message
// at QoS 1 to the broker in the home. A reading counts as accepted when that broker has acknowledged it. The client keeps
// what was not acknowledged and sends it again, as a device with a buffer would.
import { appendFileSync } from 'node:fs';
import mqtt from 'mqtt';

export const DEVICES = Array.from({ length: 7 }, (_, index) => `oxi-${String(index + 1).padStart(4, '0')}`);
export const VITALS = ['pulse_rate', 'spo2', 'perfusion_index'];
/** A device that only tests whether messages get through; its readings are not counted. */
export const WARM = 'warm-up';
const PERIOD_MS = 1_000;

export class Producer {
  /** When each reading was accepted, in the order of acceptance. */
  accepted = [];
  published = 0;
  #number = 0;
  #timers = [];

  constructor(port, file) {
    this.file = file;
    this.client = mqtt.connect({ host: '127.0.0.1', port, clientId: 'oximeters', clean: false, reconnectPeriod: 500 });
    this.client.on('error', () => undefined);
  }

  /** Sends one message that is not counted. */
  warm() {
    const body = { device: WARM, vital: 'spo2', n: 0, value: 0, ts: Date.now() };
    this.client.publish(`home/${WARM}/spo2`, JSON.stringify(body), { qos: 1 });
  }

  /** The devices begin at different moments of the second, as clocks that are not synchronised do. */
  start() {
    DEVICES.forEach((device, index) => {
      let number = 0;
      const speak = () => this.#speak(device, (number += 1));
      this.#timers.push(setTimeout(() => {
        speak();
        this.#timers.push(setInterval(speak, PERIOD_MS));
      }, (index * PERIOD_MS) / DEVICES.length));
    });
  }

  stop() {
    this.#timers.forEach(clearTimeout);
  }

  async close() {
    this.stop();
    await this.client.endAsync(true);
  }

  /** The value is the number of the reading, so that all readings of a vital differ. */
  #speak(device, number) {
    const ts = Date.now();
    for (const vital of VITALS) {
      this.published += 1;
      const body = JSON.stringify({ device, vital, n: number, value: number, ts });
      this.client.publish(`home/${device}/${vital}`, body, { qos: 1 }, (error) => {
        if (error) return;
        const at = Date.now();
        this.accepted.push({ key: `${device}/${vital}`, n: number, value: number, t: ts, at });
        appendFileSync(this.file, `${JSON.stringify(this.accepted.at(-1))}\n`);
      });
    }
  }
}
