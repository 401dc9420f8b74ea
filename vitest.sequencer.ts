import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The whole program first: those files take minutes each, and at the end one would run alone. */
const LONGEST = [
  ...[/chaos\.e2e/, /demo\.e2e/, /driver\.battery/, /every-page/, /restore\.e2e/],
  ...[/driver\.integration/, /pages\.integration/, /cli\/test/],
];

/** Long files first, the others in the usual order. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    return usual.toSorted((a, b) => rank(a) - rank(b));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const place = LONGEST.findIndex((name) => name.test(moduleId));
  return place < 0 ? LONGEST.length : place;
}
