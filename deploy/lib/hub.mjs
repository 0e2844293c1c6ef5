// The hub's public interfaces: its command line and its HTTP API. Nothing here uses anything else of it.
import { randomBytes } from 'node:crypto';
import { run } from './processes.mjs';

export class HubClient {
  #cookie = '';

  constructor(base) {
    this.base = base;
  }

  /** Makes one call. If the hub answers with a problem, throws an Error with the hub's own explanation. */
  async call(method, path, body) {
    const response = await fetch(`${this.base}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', cookie: this.#cookie },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const cookie = response.headers.get('set-cookie');
    if (cookie) this.#cookie = cookie.split(';')[0];
    const text = await response.text();
    const json = text ? JSON.parse(text) : null;
    if (!response.ok) {
      const error = new Error(`${method} ${path}: ${json?.title ?? response.status}: ${json?.detail ?? ''}`);
      error.problem = json;
      error.status = response.status;
      throw error;
    }
    return json;
  }

  /** The session's cookie, as a browser sends it. */
  get cookie() {
    return this.#cookie;
  }

  get(path) {
    return this.call('GET', path);
  }

  post(path, body = {}) {
    return this.call('POST', path, body);
  }

  /** Signs in with a first password and sets a random one of our own, which is returned. */
  async firstSignIn(name, firstPassword) {
    await this.post('/session', { name, password: firstPassword });
    const password = randomPassword(name);
    await this.post('/session/password', { current: firstPassword, new: password });
    await this.post('/session', { name, password });
    return password;
  }

  async isReady() {
    const response = await fetch(`${this.base}/readyz`);
    return response.ok;
  }
}

/** A password in which this name does not stand: the hub would refuse it, and one of 2,300 has the letters of a short name. */
export function randomPassword(name = '') {
  const password = randomBytes(12).toString('base64url');
  return name !== '' && password.toLowerCase().includes(name.toLowerCase()) ? randomPassword(name) : password;
}

/** Adds a person by the command line; returns the password that it printed. */
export async function addStaff(hubProgram, config, name, displayName, role) {
  const output = await run(hubProgram, ['staff', 'add', name, '--display-name', displayName, '--role', role, '--config', config]);
  return field(output, 'password');
}

/** Adds a gateway by the command line; returns the credentials that it printed. */
export async function addGateway(hubProgram, config, id) {
  const output = await run(hubProgram, ['gateway', 'add', id, '--config', config]);
  return { host: field(output, 'host'), port: Number(field(output, 'port')), username: field(output, 'username'), password: field(output, 'password') };
}

function field(output, name) {
  const match = new RegExp(`^\\s*${name}\\s*[:=]\\s*"?([^"\\s]+)"?`, 'im').exec(output);
  if (!match) throw new Error(`no ${name} in: ${output}`);
  return String(match[1]);
}
