/** A text, or one entry with a text for each case. */
export type Message =
  | string
  | readonly [
      { declarations: readonly string[]; selectors: readonly string[]; match: Readonly<Record<string, string>> },
    ];
export type Catalogue = Readonly<Record<string, Message>>;
export function textsOf(message: Message): string[];
export function pseudo(text: string): string;
export function prepared(locale: string, catalogue: Catalogue, how?: { pseudo?: boolean }): Catalogue;
