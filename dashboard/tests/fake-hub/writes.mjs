// What the fake hub lets people change under Set-up: checks as the hub does, changes nothing.
import { correct, observe, withdraw } from './observations.mjs';
import { uuid } from './people.mjs';
import { invalid, problem } from './problems.mjs';
import { actOnTask, amend, beginCall, endCall, makeTask, sign } from './record.mjs';

const done = (body) => ({ status: 201, body });

/** The two identifiers must be the patient's. */
function identified(patient, { medical_record_number, birth_date }, then) {
  const right = patient?.medical_record_number === medical_record_number && patient?.birth_date === birth_date;
  return right ? then() : problem(409, 'conflict', 'identifiers_differ');
}

/** Answers a change under Set-up, or null when it is none. */
export function write(state, call, key, body, who) {
  const by = (name, value) => state.people.find((p) => p[name] === value);
  switch (call) {
    case 'POST patients':
      return by('medical_record_number', body.medical_record_number)
        ? problem(409, 'conflict', 'record_number_taken')
        : done({ ...body, id: uuid('a', 900) });
    case 'POST episodes':
      return identified(by('patient_id', body.patient_id), body, () => done({}));
    case 'POST episodes/:/observations':
      return observe(state, key, body, who);
    case 'POST observations/:/correct':
      return correct(state, key, body, who);
    case 'POST observations/:/withdraw':
      return withdraw(state, key, body, who);
    case 'POST episodes/:/tasks':
      return makeTask(state, key, body, who);
    case 'POST tasks/:/act':
      return actOnTask(state, key, body, who);
    case 'POST episodes/:/calls':
      return beginCall(state, key, body, who);
    case 'POST calls/:/end':
      return endCall(state, key, body, who);
    case 'POST episodes/:/notes':
      return sign(state, key, body, who);
    case 'POST notes/:/amend':
      return amend(state, key, body, who);
    case 'POST episodes/:/end':
    case 'POST gateways':
      return done({
        gateway: body.id,
        host: '0.0.0.0',
        port: 1883,
        username: body.id,
        password: 'kX2v9pQm4tRz7bLw',
        shard: '2c',
        let_in: true,
      });
    case 'POST gateways/:/revoke':
    case 'POST kits':
    case 'POST bindings/:/end':
      return done({});
    case 'POST devices':
      return /^[a-z0-9-]{4,16}$/.test(body.id) ? done(body) : invalid(['id', 'id', { low: 4, high: 16 }]);
    case 'POST devices/:/bindings':
      return identified(by('episode_id', body.episode_id), body, () => done({ id: uuid('d', 900), device_id: key }));
    default:
      return null;
  }
}
