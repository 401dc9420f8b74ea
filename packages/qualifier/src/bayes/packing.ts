/** Doubles as base64 of their little-endian bytes: exact, and half as long as decimals. */
export function packDoubles(values: Float64Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
}

/** Throws RangeError when the text does not hold a whole number of doubles. */
export function unpackDoubles(text: string): Float64Array {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length % 8 !== 0) throw new RangeError(`${bytes.length} bytes are no array of doubles`);
  return new Float64Array(Uint8Array.from(bytes).buffer);
}

/** Distinct whole numbers ≥ 0, ascending, as base64 of their differences in seven-bit groups: a byte or two each. */
export function packIds(ids: Iterable<number>): string {
  const bytes: number[] = [];
  let previous = 0;
  for (const id of [...ids].sort((a, b) => a - b)) {
    let rest = id - previous;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push(128 + (rest % 128));
    bytes.push(rest);
    previous = id;
  }
  return Buffer.from(bytes).toString('base64');
}

export function unpackIds(text: string): number[] {
  const ids: number[] = [];
  let [id, place] = [0, 1];
  for (const byte of Buffer.from(text, 'base64')) {
    id += (byte % 128) * place;
    place *= 128;
    if (byte < 128) {
      ids.push(id);
      place = 1;
    }
  }
  return ids;
}
