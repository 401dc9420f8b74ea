/** The command did its work and the answer is no: a gate that does not pass, a test that fails. It has said why already. */
export class Failed extends Error {
  override readonly name = 'Failed';
}
