/** What the endpoint is told: the account's own address and what it wants, nothing else. */
export interface NewsletterLetter {
  email: string;
  subscribed: boolean;
}

export type LetterOutcome =
  | { kind: 'taken' }
  /** It may be tried again later: nobody answered, or the answer said so. */
  | { kind: 'failed'; reason: string }
  /** It will never be taken. */
  | { kind: 'refused'; reason: string };

/** Tells the endpoint. Letters with the same key are the same letter. */
export type PostLetter = (letter: NewsletterLetter, key: string) => Promise<LetterOutcome>;
