/** Days that a person picks on a calendar. */

/** The begin of a day by this browser's clock, or of a day some days later; null where none is picked. */
export function beginOf(day: string, later = 0): number | null {
  if (day === '') return null;
  const begin = new Date(`${day}T00:00`);
  begin.setDate(begin.getDate() + later);
  return begin.getTime();
}
