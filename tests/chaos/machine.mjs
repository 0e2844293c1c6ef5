// What this machine allows the run to do. What it does not allow is reported, and done as well as possible without.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const works = (program, ...args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

function fakeTime() {
  const base = '/usr/lib';
  const folders = existsSync(base) ? readdirSync(base).map((name) => join(base, name, 'faketime')) : [];
  return folders.map((folder) => join(folder, 'libfaketimeMT.so.1')).find((file) => existsSync(file)) ?? null;
}

/** Which faults are possible, and in words which are not. */
export function abilities() {
  const networks = works('unshare', '-n', 'true') && works('ip', '-V') && works('nft', '-v');
  const disks = works('unshare', '-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt');
  const library = fakeTime();
  const missing = [
    !networks && 'no network namespaces (needs root, iproute2, nftables): networks fail in a TCP proxy instead',
    !disks && 'no mounts (needs root): no disk runs full',
    !library && 'no libfaketime (package faketime): no clock is set',
  ].filter(Boolean);
  return { networks, disks, library, missing };
}

/** A folder on a file system of its own, which can be made full: its limit is lowered to what it contains. */
export class Disk {
  isFull = false;
  #mounted = false;

  constructor(folder, mebibytes) {
    Object.assign(this, { folder, bytes: mebibytes * 2 ** 20 });
  }

  mount() {
    mkdirSync(this.folder, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${this.bytes},mode=0755`, 'hearth-chaos', this.folder]);
    this.#mounted = true;
  }

  fill() {
    this.isFull = true;
    // Somebody may be writing, so that it is larger than it was a moment ago.
    for (let tries = 0; tries < 20; tries += 1) {
      const { blocks, bfree, bsize } = statfsSync(this.folder);
      if (works('mount', '-o', `remount,size=${Math.max(1, blocks - bfree) * bsize}`, this.folder)) return;
    }
    throw new Error(`${this.folder} could not be filled`);
  }

  free() {
    if (!this.#mounted) return;
    execFileSync('mount', ['-o', `remount,size=${this.bytes}`, this.folder]);
    this.isFull = false;
  }

  /** Unmounts lazily: whoever still has a file open there ends soon after. */
  unmount() {
    if (this.#mounted) works('umount', '--lazy', this.folder);
    this.#mounted = false;
  }
}

/** The wall clock as one process sees it. Durations go on, as when somebody sets a real clock. */
export class Clock {
  constructor(library, file) {
    Object.assign(this, { library, file });
    if (library) this.step(0);
  }

  step(seconds) {
    if (!this.library) return;
    writeFileSync(`${this.file}.next`, `${seconds < 0 ? '' : '+'}${seconds}\n`);
    renameSync(`${this.file}.next`, this.file);
  }

  get env() {
    if (!this.library) return {};
    return { LD_PRELOAD: this.library, FAKETIME_TIMESTAMP_FILE: this.file, FAKETIME_DONT_FAKE_MONOTONIC: '1', FAKETIME_NO_CACHE: '1' };
  }

  remove() {
    rmSync(this.file, { force: true });
  }
}
