// Collects what is known after the chaos and puts each check to it.
import * as history from './alerts.mjs';
import * as check from './check.mjs';

/** spo2_low: below 90 % for 15 s. The margin covers values that were lost with a gateway at the edges. */
const [LOW_RAW, LOW_MS] = [900, 20_000];
const SHOWN = 5;

export async function judge({ system, homes, faults, nurse, histories, trouble, log }) {
  const verdict = { passed: 0, failed: 0 };
  /** One check: it holds when nothing was found. */
  const holds = (what, found) => {
    verdict[found.length ? 'failed' : 'passed'] += 1;
    log(`${found.length ? 'FAILED' : 'ok'}  ${what}`);
    for (const one of found.slice(0, SHOWN)) log(`        ${typeof one === 'string' ? one : JSON.stringify(one)}`);
    if (found.length > SHOWN) log(`        and ${found.length - SHOWN} more`);
  };
  const sum = { said: 0, stored: 0, lost: 0, twice: 0, allowed: 0 };

  holds('everything drained after the faults', trouble ? [trouble] : []);
  for (const home of homes) await readings(system, home, sum, holds, log);
  await bookkeeping(system, homes, holds, log);
  alerts(nurse, histories, holds);
  await fall(homes[0], histories, holds);
  holds('every fault could be carried out and healed', faults.failed);
  // A hub whose database is killed while it starts may give up and be started again: that is its service manager's work.
  holds('no process ended by itself', system.unasked.filter((end) => end.wasReady));

  log(`faults: ${Object.entries(faults.counts).map(([kind, count]) => `${kind} ${count}`).join(', ')}; skipped ${faults.skipped}`);
  const givenUp = system.unasked.filter((end) => !end.wasReady);
  log(`starts given up while the database or broker was failing: ${givenUp.length}`);
  for (const { code, signal, last } of givenUp) log(`        ${signal ?? code}: ${last}`);
  log(`readings: ${sum.said} said, ${sum.stored} stored, ${sum.lost} lost, ${sum.twice} twice; ${sum.allowed} not accepted within two before a kill of their gateway`);
  log(`alerts: ${histories.length} checked, ${histories.reduce((steps, { transitions }) => steps + transitions.length, 0)} steps, ${nurse.acts.length} acknowledged; looked ${nurse.looks.length} times, ${nurse.unanswered} without an answer`);
  return verdict;
}

async function readings(system, home, sum, holds, log) {
  const [said, stored] = [home.said(), await home.stored()];
  const name = `${home.gateway} (${home.protocol}, ${home.kills.length} kills of its gateway)`;
  if (home.protocol === 'masimo-ascii1') {
    const found = check.compare(said, stored, home.kills);
    for (const key of ['said', 'stored']) sum[key] += found[key];
    for (const key of ['lost', 'twice', 'allowed']) sum[key] += found[key].length;
    holds(`${name}: nothing lost of ${found.said}`, found.lost);
    holds(`${name}: nothing twice`, found.twice);
    holds(`${name}: nothing that it never said`, found.foreign);
    holds(`${name}: in order`, found.disorder);
  } else {
    const found = check.compareSets(said, stored, home.kills);
    log(`    ${name}: ${found.said} packets said, ${found.stored} sets stored`);
    holds(`${name}: ${found.stored} sets stored, due ${found.atLeast} to ${found.atMost}`, found.stored < found.atLeast || found.stored > found.atMost ? ['too few or too many'] : []);
    holds(`${name}: nothing that it never said`, found.foreign);
    holds(`${name}: in order`, found.disorder);
  }
  const rows = await system.sql(`SELECT event->>'from', event->>'until' FROM events WHERE gateway_id = '${home.gateway}' AND event->>'event' = 'not_collected'`);
  const gaps = rows.map(([from, end]) => ({ from: Number(from), until: Number(end) }));
  holds(`${name}: each death is recorded as not collected`, check.unexplained(home.kills, gaps));
}

/** What the store says about itself. */
async function bookkeeping(system, homes, holds, log) {
  const ids = homes.map((home) => `'${home.device}'`).join(', ');
  const strangers = await system.sql(`SELECT d.id, count(*) FROM frames f JOIN devices d ON d.key = f.device_key WHERE d.id NOT IN (${ids}) GROUP BY 1`);
  holds('no reading under a device that nobody has', strangers.map(([id, count]) => `${id}: ${count}`));
  const counted = await system.sql(
    `SELECT s.gateway_id, s.generation, h.numbers, f.rows, f.numbers FROM streams s
     CROSS JOIN LATERAL (SELECT coalesce(sum(upper(r) - lower(r)), 0) AS numbers FROM unnest(s.held - s.lost) r) h
     CROSS JOIN LATERAL (SELECT count(*) AS rows, count(DISTINCT seq) AS numbers FROM frames WHERE stream_key = s.key) f
     WHERE s.class = 1 AND (h.numbers <> f.rows OR f.rows <> f.numbers)`,
  );
  holds('each number that the hub says it holds is one row', counted.map(([gateway, generation, held, rows, numbers]) => `${gateway} ${generation}: ${held} held, ${rows} rows, ${numbers} numbers`));
  const [[quarantined, unplaced, losses]] = await system.sql('SELECT (SELECT count(*) FROM quarantine), (SELECT count(*) FROM unplaced), (SELECT count(*) FROM losses)');
  holds('nothing is in quarantine or without a time', [quarantined !== '0' && `${quarantined} in quarantine`, unplaced !== '0' && `${unplaced} without a time`].filter(Boolean));
  log(`    loss records: ${losses}`);
}

function alerts(nurse, histories, holds) {
  holds(`${histories.length} alerts: each history is complete and ended by somebody`, histories.flatMap(history.brokenHistory));
  holds('no alert vanished or went back', history.vanished(nurse.looks, histories));
  holds('one open alert for each episode, rule and subject', history.doubled(nurse.looks, histories));
  holds('each acknowledgement that was confirmed is in the history', history.forgotten(nurse.acts, histories));
}

async function fall(home, histories, holds) {
  const low = check.longestBelow(await home.stored(), LOW_RAW);
  const heard = low && low.to - low.from >= LOW_MS;
  // Without values nobody can judge: then the run was too short for its faults.
  if (!heard) return holds('the fall was long enough in the store to be judged', [low ?? 'no value below the limit']);
  const fits = ({ alert }) => alert.rule === 'spo2_low' && alert.episode_id === home.episode && alert.since_at <= low.to;
  holds(`the fall of ${((low.to - low.from) / 1000).toFixed(0)} s raised spo2_low`, histories.some(fits) ? [] : [low]);
}
