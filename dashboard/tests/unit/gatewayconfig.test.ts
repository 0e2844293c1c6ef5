import { expect, test } from 'vitest';
import type { GatewaySignIn } from '../../src/api/types';
import { gatewayConfig } from '../../src/model/gatewayconfig';

const made: GatewaySignIn = {
  gateway: 'home-0001',
  host: '0.0.0.0',
  port: 1883,
  username: 'home-0001',
  password: 'abc',
  shard: '2c',
  let_in: true,
};

test('a new gateway is told where the hub is, and its name, password and shard', () => {
  const text = gatewayConfig(made, 'hub.example');
  expect(text).toContain('gateway = "home-0001"\nshard = "2c"\n\n[broker]\nhost = "hub.example"\nport = 1883\n');
  expect(text).toContain('username = "home-0001"\npassword = "abc"');
  expect(gatewayConfig({ ...made, host: '10.0.0.7' }, 'hub.example')).toContain('host = "10.0.0.7"');
});
