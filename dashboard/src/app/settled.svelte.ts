/** Buttons whose meaning changes under the finger. */

/** A button that has just become another one takes no press for so long, ms: whoever presses means the one that they have read. */
const SETTLES_MS = 800;

/** True once `key`, which says what a press would do, has stayed the same for a moment. To be called while a component is made. */
export function settledOn(key: () => string): { readonly settled: boolean } {
  let settled = $state(true);
  let before: string | null = null;
  // Derived, so that what is as it was begins no new wait and ends none.
  const now = $derived(key());
  $effect(() => {
    const other = before !== null && before !== now;
    before = now;
    if (!other) return;
    settled = false;
    const timer = setTimeout(() => (settled = true), SETTLES_MS);
    return () => clearTimeout(timer);
  });
  return {
    get settled() {
      return settled;
    },
  };
}
