/** Numbers as they are typed. */

/** Reads a decimal number with a point or a comma; null when the text is empty, undefined when it is not a number. */
export function readNumber(text: string): number | null | undefined {
  const plain = text.trim().replace(',', '.');
  if (plain === '') return null;
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined;
}
