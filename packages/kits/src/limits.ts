const MEBIBYTE = 2 ** 20;

/** The largest files a kit may have, in bytes. The database refuses larger models as well. */
export const MOST_BYTES = {
  config: MEBIBYTE,
  model: 64 * MEBIBYTE,
  /** As it is downloaded. */
  archive: 66 * MEBIBYTE,
  /** Unpacked, with all that is not ours. */
  unpacked: 80 * MEBIBYTE,
} as const;

/** Files and folders in an archive: a kit has two. */
export const MOST_ENTRIES = 50;
