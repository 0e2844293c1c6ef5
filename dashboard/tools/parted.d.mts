export const FIRST: readonly string[];
export function parted(
  compiledIndex: string,
  compiled: Readonly<Record<string, string>>,
  count: number,
): Record<string, string>;
