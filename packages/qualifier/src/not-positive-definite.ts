/** The matrix has no Cholesky factor: the pivot at `index` is not positive. */
export class NotPositiveDefinite extends Error {
  override readonly name = 'NotPositiveDefinite';
  readonly index: number;
  constructor(index: number) {
    super(`the matrix is not positive definite: pivot ${index} is not positive`);
    this.index = index;
  }
}
