/**
 * A Voyager response does not have the shape this parser was written for: LinkedIn changed something, and
 * guessing would store wrong facts about a person. Not one of the engine's errors on purpose: it crashes loudly.
 */
export class VoyagerShapeError extends Error {
  override readonly name = 'VoyagerShapeError';
  /** Where in the response, e.g. `included[urn:li:fsd_profile:ACoAAEX1].headline`. */
  readonly path: string;
  constructor(path: string, problem: string) {
    super(`unexpected Voyager response at ${path}: ${problem}`);
    this.path = path;
  }
}
