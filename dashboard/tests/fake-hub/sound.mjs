// The fake hub's desks: whether those who hold the watch have heard the alarm sounds. Everybody has, unless a scene says otherwise.
const ref = ({ id, display_name }) => ({ id, display_name });

/** Nobody has said anything of the sounds of their desk. */
export const untested = (state) => void (state.sounds = new Map());

export function soundCall(state, who, method, body) {
  const since = state.started - 3_600_000;
  const heard = { outcome: 'heard', screen: 'A7K3', at: since + 60_000 };
  if (method === 'POST')
    (state.sounds ??= new Map()).set(who.id, { outcome: body.outcome, screen: body.screen, at: Date.now() });
  const holders = new Map(state.watches.flatMap(({ holder }) => (holder ? [[holder.id, holder]] : [])));
  if (state.watch.holder) holders.set(state.watch.holder.id, state.watch.holder);
  const none = { outcome: null, screen: null, at: null };
  const said = (id) => (state.sounds ? (state.sounds.get(id) ?? none) : heard);
  const desks = [...holders.values()].map((holder) => ({ holder: ref(holder), since, ...said(holder.id) }));
  return { status: 200, body: { desks } };
}
