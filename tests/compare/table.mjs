// The table as it stands in docs/reliability.md.

const HEAD = ['candidate', 'sent', 'stored', 'lost', 'twice', 'out of order', 'drain, readings/s (backlog, s)', 'RSS home / center, MiB'];
const share = (part, all) => `${part} (${((100 * part) / all).toFixed(part && part < all / 1000 ? 2 : 1)} %)`;
const drained = (drain) => (drain ? `${drain.per_s} (${drain.readings} in ${drain.seconds})` : 'nothing came');

const row = (one) => [
  ...[one.name, one.sent, one.stored, one.lost ? share(one.lost, one.sent) : 0, one.twice, one.out_of_order],
  ...[drained(one.drain), `${one.home_mib} / ${one.center_mib}`],
];

export function table(results) {
  return [HEAD, HEAD.map((_, index) => (index ? '--:' : '---')), ...results.map(row)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
