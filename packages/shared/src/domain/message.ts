/**
 * What a follow-up's text is: `held` waits for a human, `frozen` is what will be sent word for word, `sent` was,
 * `refused` was refused by LinkedIn or by a human.
 */
export type MessageState = 'held' | 'frozen' | 'sent' | 'refused';

/** Why a draft may not be sent as it is. */
export interface DraftProblem {
  /** What kind, for programs: `length`, `placeholder`, `link`… */
  code: string;
  /** In a sentence, for the human who decides and for the language model that rewrites. */
  text: string;
}
