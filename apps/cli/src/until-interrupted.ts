/** Ctrl-C or SIGTERM came before the work was done. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Resolves at the first Ctrl-C or SIGTERM; a second one ends the process at once, as ever. */
export function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    const interrupt = (): void => {
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
      resolve();
    };
    process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  });
}
