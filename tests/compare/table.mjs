// The table of docs/reliability.md: one row for each candidate, with the least and the most of all seeds.

const HEAD = ['candidate', 'sent', 'stored', 'lost', 'twice', 'arrived after a newer one', 'drain, readings/s (readings, time)', 'RSS home / center, MiB'];

function range(runs, of) {
  const values = runs.map(of).sort((a, b) => a - b);
  return values[0] === values.at(-1) ? `${values[0]}` : `${values[0]} to ${values.at(-1)}`;
}

function drained(runs) {
  const drains = runs.map(({ drain }) => drain).filter(Boolean);
  if (!drains.length) return 'nothing came';
  return `${range(drains, ({ per_s }) => per_s)} (${range(drains, ({ readings }) => readings)}, ${range(drains, ({ seconds }) => seconds)} s)`;
}

const row = (runs) => [
  ...[runs[0].name, ...['sent', 'stored', 'lost', 'twice', 'out_of_order'].map((name) => range(runs, (run) => run[name])), drained(runs)],
  `${range(runs, (run) => run.home_mib)} / ${range(runs, (run) => run.center_mib)}`,
];

/** `results`: for each candidate the list of its runs. */
export function table(results) {
  return [HEAD, HEAD.map((_, index) => (index ? '--:' : '---')), ...results.map(row)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
