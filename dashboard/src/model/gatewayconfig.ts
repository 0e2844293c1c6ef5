/** What is written into the configuration of a new gateway. */
import type { GatewaySignIn } from '../api/types';

/** Addresses that mean "every address of this machine": of no use to who is elsewhere. */
const EVERYWHERE = ['0.0.0.0', '::'];

/** The lines of the file, with the host as a gateway finds it: where the hub names none, where this page came from. */
export function gatewayConfig(made: GatewaySignIn, page: string): string {
  const host = EVERYWHERE.includes(made.host) ? page : made.host;
  return [
    `gateway = "${made.gateway}"`,
    `shard = "${made.shard}"`,
    '',
    '[broker]',
    `host = "${host}"`,
    `port = ${made.port}`,
    `username = "${made.username}"`,
    `password = "${made.password}"`,
  ].join('\n');
}
