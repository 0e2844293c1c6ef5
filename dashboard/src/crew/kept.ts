/**
 * What the phone keeps while it has no signal: the assigned jobs and the queue, as one encrypted record. The key never leaves
 * the browser (not extractable) and is destroyed with the session, so that what is left on the disk says nothing. Written as a
 * whole, so that a phone that dies has the record from before or from after, and nothing in between.
 */

const NAME = 'hearth-crew';
const STORE = 'kept';
const KEY = 'key';
const RECORD = 'record';

interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

/** False where the browser does not trust the address: without TLS there is no key, and nothing is kept. */
export const canKeep = (): boolean => 'indexedDB' in globalThis && isSecureContext;

function open(): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(new Error('the phone keeps nothing'));
  });
}

/** One transaction; done once it is on the disk. */
async function within<R>(mode: IDBTransactionMode, what: (store: IDBObjectStore) => IDBRequest<R>): Promise<R> {
  const database = await open();
  try {
    return await new Promise<R>((done, fail) => {
      const transaction = database.transaction(STORE, mode, { durability: 'strict' });
      const asked = what(transaction.objectStore(STORE));
      transaction.oncomplete = () => done(asked.result);
      transaction.onabort = transaction.onerror = () => fail(new Error('the phone could not keep it'));
    });
  } finally {
    database.close();
  }
}

async function key(): Promise<CryptoKey> {
  const known = (await within('readonly', (store) => store.get(KEY) as IDBRequest<CryptoKey | undefined>)) ?? null;
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  await within('readwrite', (store) => store.put(made, KEY));
  return made;
}

/** Keeps a record instead of the one before. */
export async function keep(record: unknown): Promise<void> {
  if (!canKeep()) return;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(record));
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await key(), plain);
  await within('readwrite', (store) => store.put({ iv, data } satisfies Sealed, RECORD));
}

/**
 * What is kept; null if nothing is, or if nobody can read it any more because its key is another one.
 *
 * @throws {Error} when the phone does not say: what lies there must not be written over.
 */
export async function kept(): Promise<unknown> {
  if (!canKeep()) return null;
  const sealed = await within('readonly', (store) => store.get(RECORD) as IDBRequest<Sealed | undefined>);
  if (!sealed) return null;
  const by = await key();
  try {
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv }, by, sealed.data);
    return JSON.parse(new TextDecoder().decode(plain));
  } catch {
    return null;
  }
}

/** Destroys the key and the record. */
export async function destroy(): Promise<void> {
  if (canKeep()) await within('readwrite', (store) => store.clear()).catch(() => undefined);
}
