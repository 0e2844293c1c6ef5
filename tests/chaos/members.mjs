// Identifies processes by more than their number, which the system uses again.
import { readFileSync, readdirSync } from 'node:fs';

/** The part of /proc/PID/stat behind the name, because the name may contain spaces. */
const stat = (pid) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');

/** When a process began, in ticks since the machine's boot; null if there is none. */
export function born(pid) {
  try {
    return stat(pid)[19];
  } catch {
    return null;
  }
}

export const Members = {
  /** A process, or a process with everything that it started. */
  of(pid, withAll) {
    return (withAll ? family(pid) : [pid]).map((member) => ({ pid: member, born: born(member) }));
  },
};

function family(pid) {
  const parents = new Map();
  for (const name of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      parents.set(Number(name), Number(stat(name)[1]));
    } catch {
      // It has ended since the folder was read.
    }
  }
  const found = [pid];
  for (const member of found) for (const [child, parent] of parents) if (parent === member) found.push(child);
  return found;
}
