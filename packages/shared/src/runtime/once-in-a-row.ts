/** Keeps a fault that comes back every few seconds from filling the log. */
export interface OnceInARow {
  /** False for a text that was there since the last `forget`. */
  isNew(text: string): boolean;
  /** All is well again: the next fault is news. */
  forget(): void;
}

export function onceInARow(): OnceInARow {
  const seen = new Set<string>();
  return {
    isNew: (text) => !seen.has(text) && Boolean(seen.add(text)),
    forget: () => seen.clear(),
  };
}
