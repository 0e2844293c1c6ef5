/** Keeps the focus with the patient it was with, when what had it goes away. */
const find = (kind: string, id: string | undefined): HTMLElement | null =>
  id === undefined ? null : document.querySelector<HTMLElement>(`[data-${kind}="${CSS.escape(id)}"]`);

/** The control that stands for it: itself, or the first in it. */
const control = (place: HTMLElement | null): HTMLElement | null =>
  place?.matches('button, [tabindex]') ? place : (place?.querySelector<HTMLElement>('button') ?? null);

/** To the patient's tile, where there is one. */
export const focusPatient = (episode: string | undefined): void => control(find('episode', episode))?.focus();

/** Remembers where the focus is; what is given goes back there: to the element, or what stands for its alert or patient now. */
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
