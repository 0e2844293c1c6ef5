/** Keeps the focus with the same patient when the element that has it disappears. */
const find = (kind: string, id: string | undefined): HTMLElement | null =>
  id === undefined ? null : document.querySelector<HTMLElement>(`[data-${kind}="${CSS.escape(id)}"]`);

/** The control that stands for a place: the place itself, or the first control in it. */
const control = (place: HTMLElement | null): HTMLElement | null =>
  place?.matches('button, [tabindex]') ? place : (place?.querySelector<HTMLElement>('button') ?? null);

/** Moves the focus to the patient's tile, if there is one. */
export const focusPatient = (episode: string | undefined): void => control(find('episode', episode))?.focus();

/** Remembers where the focus is. The returned function moves it back: to that element, or to what now stands for its alert or patient. */
export function rememberFocus(): () => void {
  const was = document.activeElement instanceof HTMLElement ? document.activeElement : document.body;
  const alert = was.closest<HTMLElement>('[data-alert]')?.dataset['alert'];
  const patient = was.closest<HTMLElement>('[data-episode], [data-patient]')?.dataset;
  return () => {
    const again = was.isConnected ? was : control(find('alert', alert));
    if (again) again.focus();
    else focusPatient(patient?.['episode'] ?? patient?.['patient']);
  };
}
