// The nurse of the chaos run against a hub that answers, never answers, or stops answering.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Nurse } from './nurse.mjs';

/** A hub that answers this many looks, and a nurse who has looked twice. */
async function shift(answers) {
  let looks = 0;
  let resolve;
  const hasLookedTwice = new Promise((done) => (resolve = done));
  const get = async () => {
    looks += 1;
    if (looks === 2) resolve();
    if (looks > answers) throw new Error('503 the database is down');
    return { alerts: [], next_before: null };
  };
  const nurse = new Nurse({ api: { get } });
  nurse.begin(() => false);
  await hasLookedTwice;
  await nurse.end();
  return nurse.deaf();
}

test('a nurse who is answered has nothing to complain of', async () => assert.equal(await shift(Infinity), ''));

test('a nurse who never gets an answer fails the run', async () => assert.match(await shift(0), /none of 2 looks had an answer: 503/));

test('a nurse who gets none in the end fails the run', async () => assert.match(await shift(1), /her last look had no answer: 503/));

test('a nurse who never looked fails the run', () => assert.match(new Nurse({}).deaf(), /none of 0 looks/));
