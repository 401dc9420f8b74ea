/** What a page looks like, with everything that may name a person replaced. */
export interface PageEvidence {
  /** The page's path. */
  page: string;
  /** A JPEG of what is in the window, every letter a dot and every picture left out; null when none could be taken. */
  screenshot: Buffer | null;
  /** The accessibility tree, as text. */
  accessibility: string;
  /** The elements, as text; frames and open shadow roots included. */
  dom: string;
}

/** Looking at the open page without navigating, clicking or typing. */
export interface DriverInspection {
  /** Whether the open page is one that only a member sees. */
  showsMember(): Promise<boolean>;
  captureEvidence(): Promise<PageEvidence>;
}

/** One look at a page that should show something known. `page` tells pages of a kind apart; it is never stored. */
export interface PageProbe {
  kind: string;
  page: string;
  matched: boolean;
}

/** Told of every probe, with the page still open. Must not reject. */
export type OnProbe = (probe: PageProbe) => Promise<void>;
